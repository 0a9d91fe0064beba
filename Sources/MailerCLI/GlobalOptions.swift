import ArgumentParser

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: "Configuration file; without it ./mailer.yaml, if there is one.")
    var config: String?

    @Option(name: .long, help: "Database file; without it the configuration's, or subscribers/mailer.db.")
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
