extension Rule {
    /// Found when the file is read, before any other rule can look at it.
    static let unreadable = Rule(
        "unreadable", .error, what: "The file cannot be read as an issue: not UTF-8, or a mistake in the front matter.",
        why: "Nothing else can be checked, and nothing sent."
    ) { _ in [] }
}
