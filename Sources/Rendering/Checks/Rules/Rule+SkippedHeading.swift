extension Rule {
    static let skippedHeading = Rule(
        "skipped-heading", .notice, what: "A heading is more than one level below the one before it.",
        why: "Who listens goes by levels. mailer closes the gap in the HTML; other readers of the Markdown do not."
    ) { checked in
        var previous = 1
        return checked.headings.compactMap { heading in
            defer { previous = heading.level }
            guard heading.level > previous + 1 else { return nil }
            let marks = String(repeating: "#", count: previous + 1)
            return Spot(
                heading.line,
                "'\(heading.words.showingMergeFields)' is a heading of level \(heading.level) below one of level \(previous). "
                    + "Write \(marks).")
        }
    }
}
