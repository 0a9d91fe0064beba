import Foundation
import Mail

extension ConfigurationBuilder {
    mutating func relay(_ path: String) -> RelayConfiguration? {
        guard let place = relayURL(path) else { return nil }
        let user = settings.text("\(path).user")
        let password = password(path)
        let tls = tls(path, place, hasLogin: user != nil)
        let connectTimeout = duration("\(path).connect_timeout") ?? .seconds(30)
        checkLogin(path, place, tls: tls, isComplete: (user == nil) == (password == nil), hasUser: user != nil)
        return RelayConfiguration(
            host: place.host, port: place.port, tls: tls, user: user, auth: choice("\(path).auth"),
            password: password,
            caFile: self.path("\(path).ca_file"), connections: whole("\(path).connections", 1...1_000) ?? 10,
            rate: settings.read("\(path).rate", "a rate such as 100/s, 30/min, 5000/h or 1000/day") { Rate($0) },
            windows: windows("\(path).windows"), warmUp: warmUp(path),
            weight: whole("\(path).weight", 1...1_000).map(Double.init),
            messagesPerConnection: whole("\(path).messages_per_connection", 1...1_000_000) ?? 1_000,
            pipelining: choice("\(path).pipelining") ?? .full,
            ehloName: settings.text("\(path).ehlo_name"),
            connectTimeout: connectTimeout,
            setupTimeout: duration("\(path).setup_timeout") ?? min(connectTimeout * 2, .seconds(300)),
            replyTimeout: duration("\(path).reply_timeout") ?? .seconds(600))
    }

    /// A password needs its user, and must not cross a network in clear.
    private mutating func checkLogin(
        _ path: String, _ place: RelayPlace, tls: RelayConfiguration.TLS, isComplete: Bool, hasUser: Bool
    ) {
        let line = settings.values["\(path).url"]?.place ?? path
        if !isComplete, settings.problems.isEmpty {
            settings.complain(
                line, "'relays.user' and a password belong together: name both, or none for a relay without login.")
        }
        if !hasUser, let auth = settings.values["\(path).auth"] {
            settings.complain(auth.place, "'relays.auth' is for a login: it needs 'user' and a password.")
        }
        if hasUser, tls == .offered || tls == .off, !Self.isLoopback(place.host) {
            settings.complain(
                line, "With tls '\(tls.rawValue)' the password could go to \(place.host) unencrypted. Use 'required'.")
        }
    }

    mutating func dkim(_ path: String) -> DKIMConfiguration? {
        guard required("\(path).domain") != nil, required("\(path).selector") != nil,
            required("\(path).key_file") != nil, let keyFile = self.path("\(path).key_file"),
            let domain = domain("\(path).domain"),
            // A selector is labels like a domain's (RFC 6376 §3.1).
            let selector = settings.read(
                "\(path).selector", "a name such as news", { try? EmailAddress("a@\($0)").domain })
        else { return nil }
        return DKIMConfiguration(domain: domain, selector: selector, keyFile: keyFile)
    }

    private struct RelayPlace {
        let isImplicit: Bool
        let host: String
        let port: Int
    }

    private mutating func relayURL(_ path: String) -> RelayPlace? {
        guard let text = required("\(path).url") else { return nil }
        // Before anything that would quote it: there may be a password in it.
        if text.contains("@") {
            settings.complain(
                settings.values["\(path).url"]?.place ?? path,
                "'relays.url' holds a user name. Move it to 'user', and the password to 'password_file'.")
            return nil
        }
        return settings.read("\(path).url", "smtp://HOST:PORT or smtps://HOST:PORT") { text in
            guard let url = URL(string: text), let host = url.host, !host.isEmpty,
                ["smtp", "smtps"].contains(url.scheme ?? ""), ["", "/"].contains(url.path), url.query == nil
            else { return nil }
            let isImplicit = url.scheme == "smtps"
            let port = url.port ?? (isImplicit ? 465 : 587)
            return (1...65_535).contains(port) ? RelayPlace(isImplicit: isImplicit, host: host, port: port) : nil
        }
    }

    /// Encrypted unless said otherwise; a relay on this machine may go without.
    private mutating func tls(_ path: String, _ place: RelayPlace, hasLogin: Bool) -> RelayConfiguration.TLS {
        let chosen: RelayConfiguration.TLS? = settings.read("\(path).tls", "one of required, offered, off") { text in
            text == "implicit" ? nil : RelayConfiguration.TLS(rawValue: text)
        }
        if place.isImplicit { return .implicit }
        return chosen ?? (Self.isLoopback(place.host) && !hasLogin ? .offered : .required)
    }

    private mutating func required(_ key: String) -> String? {
        if let text = settings.text(key) { return text }
        let name = RawSettings.name(of: key)
        let item = String(key[..<(key.lastIndex(ofASCII: ".") ?? key.endIndex)])
        settings.complain(
            settings.place(of: item) ?? "the configuration",
            "'\(name)' is missing in an item of '\(name.prefix { $0 != "." })'. Add it, or remove the item.")
        return nil
    }

    private mutating func password(_ path: String) -> PasswordConfiguration? {
        if let text = settings.text("\(path).password") { return .value(Secret(text)) }
        if let command = command(path) { return .command(command) }
        guard let file = self.path("\(path).password_file") else { return nil }
        guard let data = FileManager.default.contents(atPath: file), let text = String(data: data, encoding: .utf8)
        else {
            // Said when a relay is to be opened: whoever checks or previews an issue needs no password.
            secretProblems.append(
                ConfigurationProblem(
                    place: settings.values["\(path).password_file"]?.place ?? path,
                    sentence: "The password file \(file) cannot be read. Check the path and its permissions."))
            return .value(Secret(""))
        }
        let password = text.trimmingCharacters(in: .newlines)
        if password.isEmpty {
            secretProblems.append(ConfigurationProblem(place: file, sentence: "The password file is empty."))
        }
        return .file(file, Secret(password))
    }

    /// A text is for the shell, as in msmtp and mutt; a list is run as it is.
    private mutating func command(_ path: String) -> PasswordCommand? {
        guard let value = settings.values["\(path).password_command"] else { return nil }
        if settings.values["\(path).password_file"] != nil {
            settings.complain(
                value.place,
                "'relays.password_command' and 'relays.password_file' both say where the password is. Remove one.")
        }
        let arguments = value.isList ? value.texts : ["/bin/sh", "-c"] + value.texts
        return PasswordCommand(arguments: arguments, folder: folder ?? ".")
    }
}
