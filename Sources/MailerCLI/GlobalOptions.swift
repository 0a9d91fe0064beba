import ArgumentParser

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: "Configuration file; without it ./mailer.yaml, if there is one.")
    var config: String?

    @Option(name: .long, help: "Database file; without it the configuration's, or subscribers/mailer.db.")
    var database: String?
}
