import Mail

extension Rule {
    /// UTF-8 that was taken for Windows-1252 and saved again, anywhere in the file.
    static let decodedTwice = Rule(
        "decoded-twice", .warning, what: "Text was decoded twice: KÃ¤se for Käse. --fix repairs it.",
        why: "Names and quotation marks are unreadable for everybody."
    ) { checked in
        TextRepair.repair(checked.issue.source.text).places.map { place in
            Spot(
                place.line,
                "Text was decoded twice: '\(place.damaged.escapingControls)' should read '\(place.repaired.escapingControls)'. Repair it with --fix.",
                isFixable: true)
        }
    }
}
