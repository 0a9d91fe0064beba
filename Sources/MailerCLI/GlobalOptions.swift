import ArgumentParser

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration; without it ./mailer.yaml, if there is one.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp("Database; without it the configuration's, or subscribers/mailer.db.", valueName: "file"))
    var database: String?

    /// `mailer --database FILE lists` is `mailer lists --database FILE`: the library reads an option only with the
    /// command that declares it.
    static func movedBehindCommand(_ arguments: [String]) -> [String] {
        var (moved, rest) = ([String](), arguments[...])
        while let first = rest.first, let name = ["--config", "--database"].first(where: first.hasPrefix) {
            let length = first == name ? 2 : 1
            moved += rest.prefix(length)
            rest = rest.dropFirst(length)
        }
        return rest + moved
    }
}
