import Foundation
import Mail

/// Raw texts to typed values; what cannot be read becomes a problem and a default stands in for it.
struct ConfigurationBuilder {
    var settings: RawSettings
    /// Relative paths in the file are relative to it; nil: to where we run.
    let folder: String?
    /// The same for paths that nobody has written; nil, too, where the file is in the folder that we run in.
    var defaultsFolder: String?
    /// What is wrong with secrets, which only some commands need.
    var secretProblems: [ConfigurationProblem] = []

    mutating func build() -> Configuration {
        let from = mailbox("from")
        let baseURL = baseURL()
        let relays = (0..<settings.count(of: "relays")).compactMap { relay("relays.\($0)") }
        return Configuration(
            from: from ?? Mailbox(displayName: "Newsletter", address: .placeholder), isFromDefault: from == nil,
            title: settings.text("title") ?? from?.displayName ?? "Newsletter",
            replyTo: mailbox("reply_to"), postalAddress: settings.text("postal_address"), helpURL: helpURL(),
            baseURL: baseURL ?? Configuration.guessedBaseURL, isBaseURLDefault: baseURL == nil, archive: archive(),
            bounceDomain: domain("bounce_domain"),
            relays: relays, secretProblems: secretProblems,
            dkim: (0..<settings.count(of: "dkim")).compactMap { dkim("dkim.\($0)") },
            database: path("database", or: "subscribers/mailer.db"), templates: path("templates", or: "templates"),
            template: template(),
            images: ImagesConfiguration(
                baseURL: webURL("images.base_url"), maximumSize: whole("images.max_bytes", sizes) ?? 1_000_000,
                maximumTotalSize: whole("images.max_total_bytes", sizes) ?? 3_000_000),
            keysFile: path("keys_file", or: "subscribers/mailer.keys"), outbox: path("outbox", or: "outbox"),
            log: LogConfiguration(file: path("log.file", or: "delivery.log"), format: choice("log.format") ?? .text),
            serve: ServeConfiguration(
                host: settings.text("serve.host") ?? "127.0.0.1",
                port: whole("serve.port", 0...65_535) ?? 8_025),
            retry: RetryConfiguration(
                pauses: pauses("retry.pauses"), greylist: pauses("retry.greylist"),
                throttle: pauses("retry.throttle"), full: pauses("retry.full"),
                expiry: duration("retry.expires")),
            limits: (0..<settings.count(of: "limits")).compactMap { limit("limits.\($0)") })
    }

    // MARK: Values

    private mutating func mailbox(_ key: String) -> Mailbox? {
        settings.read(key, "an address such as \"Works on Arm <news@example.org>\"") { try? Mailbox($0) }
    }

    mutating func domain(_ key: String) -> String? {
        settings.read(key, "a domain such as bounce.example.org") { try? EmailAddress("a@\($0)").domain }
    }

    mutating func whole(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        settings.read(key, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func duration(_ key: String) -> Duration? {
        settings.read(key, "a time such as 30s, 5m, 4h or 3d") { Duration(configured: $0) }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) -> Choice?
    where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return settings.read(key, "one of \(names)") { Choice(rawValue: $0) }
    }

    /// A path of the file is relative to the file, and so is a default; one of the environment, to where we run.
    func path(_ key: String, or fallback: String) -> String { path(key) ?? Self.path(fallback, in: defaultsFolder) }

    func path(_ key: String) -> String? {
        guard let value = settings.values[key], let text = value.texts.first else { return nil }
        guard let folder, !text.hasBytes(prefix: "/"), !value.place.hasBytes(prefix: "MAILER_") else { return text }
        return Self.path(text, in: folder)
    }

    private static func path(_ text: String, in folder: String?) -> String { folder.map { "\($0)/\(text)" } ?? text }

    private mutating func baseURL() -> String? {
        settings.read("base_url", "an https:// URL, or http:// on loopback, without a query") { text in
            guard let url = URL(string: text), let host = url.host, url.query == nil, url.fragment == nil,
                url.user == nil,
                url.scheme == "https" || (url.scheme == "http" && Self.isLoopback(host))
            else { return nil }
            return text.hasBytes(suffix: "/") ? String(text.dropLast()) : text
        }
    }

    /// Off unless asked for: what was sent to a private list must not become public by accident.
    private mutating func archive() -> ArchiveConfiguration {
        let lists = settings.values["archive_lists"]?.texts.map { $0.trimmingCharacters(in: .whitespaces) }
        return ArchiveConfiguration(access: choice("archive") ?? .off, lists: lists)
    }

    private var sizes: ClosedRange<Int> { 1...100_000_000 }

    private mutating func template() -> String? {
        settings.read("template", "a template's name: lowercase letters, digits and hyphens") { text in
            text.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) == nil ? nil : text
        }
    }

    private mutating func webURL(_ key: String) -> String? {
        settings.read(key, "an http:// or https:// URL without a query") { text in
            guard let url = URL(string: text), url.host != nil, url.query == nil, url.fragment == nil,
                ["https", "http"].contains(url.scheme ?? "")
            else { return nil }
            return text.hasBytes(suffix: "/") ? String(text.dropLast()) : text
        }
    }

    private mutating func helpURL() -> String? {
        settings.read("help_url", "an https:// or mailto: URL") { text in
            guard let url = URL(string: text), ["https", "mailto"].contains(url.scheme ?? "") else { return nil }
            return text
        }
    }

    private mutating func pauses(_ key: String) -> [Duration] {
        guard let value = settings.values[key] else { return [] }
        let pauses = value.texts.compactMap { Duration(configured: $0.trimmingCharacters(in: .whitespaces)) }
        if pauses.count != value.texts.count || pauses.isEmpty {
            settings.complain(value.place, "'\(key)' takes a list of times such as [5m, 30m, 4h, 1d].")
        }
        return pauses
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host.hasBytes(prefix: "127.")
    }
}
