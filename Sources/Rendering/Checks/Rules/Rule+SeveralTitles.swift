extension Rule {
    static let severalTitles = Rule(
        "several-titles", .notice, what: "There are several headings of level 1.",
        why: "The title of a page is its first orientation; with several there is none."
    ) { checked in
        checked.headings.filter { $0.level == 1 }.dropFirst().map { heading in
            Spot(
                heading.line,
                "'\(heading.words.showingMergeFields)' is another heading of level 1. Write ## for sections.")
        }
    }
}
