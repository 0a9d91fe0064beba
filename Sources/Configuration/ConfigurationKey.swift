import Mail

/// A key of the configuration: its dotted name, what it takes and what it is for.
package struct ConfigurationKey: Sendable {
    package enum Kind: Sendable {
        case scalar
        /// A sequence of scalars; in the environment, separated by commas.
        case list
        /// A scalar of several lines.
        case lines
        /// A scalar for the shell, or a sequence of a program and its arguments.
        case command
    }

    /// `relays.url`: the key `url` of each item of `relays`.
    package let name: String
    package let kind: Kind
    package let help: String

    init(_ name: String, _ help: String, kind: Kind = .scalar) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// Keys whose value is a sequence of mappings.
    static let groups = ["relays", "dkim", "limits"]
    /// Keys whose value is a mapping.
    static let sections = ["images", "log", "serve", "retry"]

    package static let all: [ConfigurationKey] = [
        ConfigurationKey("from", "The From field: \"Name <address>\"."),
        ConfigurationKey("title", "The newsletter's name."),
        ConfigurationKey("reply_to", "Where replies go, if not to From."),
        ConfigurationKey("postal_address", "Shown in the footer; many countries ask for one.", kind: .lines),
        ConfigurationKey("help_url", "List-Help: a page or mailto: for readers with questions."),
        ConfigurationKey("base_url", "Where 'mailer serve' is reached from outside: https, but for loopback."),
        ConfigurationKey("archive", "public: 'mailer serve' shows sent issues to everybody; off: to nobody."),
        ConfigurationKey("archive_lists", "The lists whose issues the archive shows; all of them.", kind: .list),
        ConfigurationKey("bounce_domain", "Domain of the signed return addresses that bounces come back to."),
        ConfigurationKey("database", "The SQLite file."),
        ConfigurationKey("templates", "The folder of the templates."),
        ConfigurationKey("template", "The template of issues that name none: letter, digest, announcement, or yours."),
        ConfigurationKey("images.base_url", "Where the issues' folder can be reached from the web, for images in it."),
        ConfigurationKey("images.max_bytes", "The largest image file that is taken."),
        ConfigurationKey("images.max_total_bytes", "How much of images one message may carry."),
        ConfigurationKey("keys_file", "The secrets behind links and return addresses; made at the first use."),
        ConfigurationKey("outbox", "Where the embedded sandbox puts messages when there is no relay."),
        ConfigurationKey("relays.url", "smtp://HOST:PORT, or smtps://HOST:PORT for implicit TLS."),
        ConfigurationKey("relays.tls", "required, offered or off; required, but offered on loopback."),
        ConfigurationKey("relays.user", "The name to log in with."),
        ConfigurationKey("relays.password_file", "A file with the password; or MAILER_RELAYS_0_PASSWORD."),
        ConfigurationKey(
            "relays.password_command", "A program that prints the password, or the token, on its first line.",
            kind: .command),
        ConfigurationKey("relays.auth", "How to log in: plain, login, cram-md5, xoauth2 and others; what works."),
        ConfigurationKey("relays.ca_file", "CA certificates to trust instead of the system's."),
        ConfigurationKey("relays.connections", "How many connections at once."),
        ConfigurationKey("relays.rate", "Messages in time for all connections together: 100/s, /min, /h, /day."),
        ConfigurationKey("relays.windows", "Sliding limits for all connections together.", kind: .list),
        ConfigurationKey("relays.warm_up", "Messages for each day of a new address's first days.", kind: .list),
        ConfigurationKey("relays.warm_up_start", "The day of the first number of warm_up (UTC)."),
        ConfigurationKey("relays.weight", "Its share of the mail among several relays; without it, what it can take."),
        ConfigurationKey("relays.messages_per_connection", "After so many a connection is closed and opened anew."),
        ConfigurationKey("relays.pipelining", "full, grouped or off: how far commands are sent ahead (RFC 2920)."),
        ConfigurationKey("relays.ehlo_name", "The name that we say EHLO with."),
        ConfigurationKey("relays.connect_timeout", "How long TCP may take to connect."),
        ConfigurationKey("relays.setup_timeout", "How long it may take until a session is set up, login included."),
        ConfigurationKey("relays.reply_timeout", "How long a reply may take; the one to the message included."),
        ConfigurationKey("dkim.domain", "The domain that signs: the one of From."),
        ConfigurationKey("dkim.selector", "The selector of its DNS record."),
        ConfigurationKey("dkim.key_file", "The private key, PEM; 'mailer keys make' writes one."),
        ConfigurationKey("limits.domains", "The domains that share a limit; \"*\": each other domain.", kind: .list),
        ConfigurationKey("limits.name", "The limit's name in the log and in 'mailer plan'."),
        ConfigurationKey("limits.rate", "Messages in time to these domains: 20/s, /min, /h, /day."),
        ConfigurationKey("limits.windows", "Sliding limits to these domains.", kind: .list),
        ConfigurationKey("log.file", "The delivery log."),
        ConfigurationKey("log.format", "text or json."),
        ConfigurationKey("serve.host", "The address that 'mailer serve' listens on."),
        ConfigurationKey("serve.port", "Its port; 0 takes any free one."),
        ConfigurationKey("retry.pauses", "Pauses between the attempts of a deferred message.", kind: .list),
        ConfigurationKey("retry.greylist", "The same after a greylisting server's refusal.", kind: .list),
        ConfigurationKey("retry.throttle", "The same after 'too much, too fast'.", kind: .list),
        ConfigurationKey("retry.full", "The same for a full mailbox.", kind: .list),
        ConfigurationKey("retry.expires", "How long a deferred message is tried, such as 5d."),
    ]

    static func named(_ name: String) -> ConfigurationKey? { all.first { $0.name == name } }

    /// The known name that is closest to a misspelled one, if any is close.
    static func suggestion(for name: String, among names: [String]) -> String? {
        Likeness.closest(to: name, among: names)
    }
}
