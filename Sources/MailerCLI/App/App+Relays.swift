import MailerConfiguration
import Foundation
import Mail
import SMTP
import Sandbox
import Sending

/// The relays of a run, and what has to be stopped after it.
struct RelaySet {
    let transports: [any MessageTransport]
    let limits: SharedLimits
    let weights: [RelayName: Double]
    /// For people: where the mail goes.
    let description: String
    fileprivate(set) var sandbox: SandboxServer?

    func stop() async { await sandbox?.stop() }
}

extension App {
    /// The configured relays; without any, an embedded sandbox that puts messages into the outbox.
    ///
    /// - Parameter known: limits that are the same, with what they have counted; nil: new ones.
    func openRelays(limits known: SharedLimits? = nil) async throws -> RelaySet {
        if configuration.relays.isEmpty { return try await embeddedSandbox() }
        try requireRelays()
        let relays = configuration.relays
        return RelaySet(
            transports: try relays.map { try RelayTransport(Self.settings(of: $0)) },
            limits: known ?? SharedLimits(limits()),
            weights: Dictionary(
                relays.compactMap { relay in relay.weight.map { (Self.name(of: relay), $0) } },
                uniquingKeysWith: { first, _ in first }),
            description: relays.map { "\(Self.name(of: $0)) (TLS \($0.tls.rawValue))" }.joined(separator: ", "))
    }

    /// What is missing before the configured relays can be used, as far as that can be told without asking them.
    func requireRelays() throws {
        try configuration.requireSending()
        try configuration.requireSecrets()
        try requireMechanisms()
        for file in configuration.relays.compactMap(\.caFile) where !FileManager.default.isReadableFile(atPath: file) {
            throw CommandFailure(
                "The CA certificates \(file) cannot be read. Check 'relays.ca_file' and its permissions.",
                status: ExitStatus.configuration)
        }
    }

    private func embeddedSandbox() async throws -> RelaySet {
        var options = SandboxOptions()
        options.storage = .directory(configuration.outbox)
        let server = try await SandboxServer.start(options)
        var settings = RelaySettings(relay: RelayName(host: server.host, port: server.port), tls: .off)
        settings.connections = 4
        var set = RelaySet(
            transports: [try RelayTransport(settings)], limits: SharedLimits(limits()), weights: [:],
            description: "no relay is configured: the embedded sandbox puts messages into \(configuration.outbox)/")
        set.sandbox = server
        return set
    }

    static func name(of relay: RelayConfiguration) -> RelayName {
        RelayName(host: relay.host, port: relay.port)
    }

    private static func settings(of relay: RelayConfiguration) -> RelaySettings {
        var settings = RelaySettings(relay: name(of: relay), tls: policy(relay.tls))
        settings.credentials = credentials(of: relay)
        if let file = relay.caFile { settings.trust = .file(file) }
        settings.helloName = relay.ehloName ?? ProcessInfo.processInfo.hostName
        settings.connections = relay.connections
        settings.messagesPerConnection = relay.messagesPerConnection
        settings.pipelining = Pipelining(rawValue: relay.pipelining.rawValue) ?? .full
        settings.timeouts.connect = relay.connectTimeout
        settings.timeouts.setup = relay.setupTimeout
        settings.timeouts.dataEnd = relay.replyTimeout
        settings.timeouts.command = min(settings.timeouts.command, relay.replyTimeout)
        settings.timeouts.dataInitiation = min(settings.timeouts.dataInitiation, relay.replyTimeout)
        return settings
    }

    private static func credentials(of relay: RelayConfiguration) -> Credentials? {
        guard let user = relay.user, let password = relay.password else { return nil }
        let mechanism = relay.auth.flatMap { AuthMechanism(rawValue: $0.rawValue.uppercased()) }
        let desk = PasswordDesk(
            of: name(of: relay), password, isToken: mechanism?.takesToken == true, limit: relay.setupTimeout,
            clock: wallClock)
        return Credentials(user: user, mechanism: mechanism) { refused throws(PasswordFailure) in
            try desk.password(refused: refused)
        }
    }

    /// Whatever the file asks for, a libcurl that was built without it cannot do it.
    private func requireMechanisms() throws {
        for relay in configuration.relays {
            guard let name = relay.auth?.rawValue, let mechanism = AuthMechanism(rawValue: name.uppercased()),
                !AuthMechanism.spoken.contains(mechanism)
            else { continue }
            throw CommandFailure(
                "'auth' of the relay \(Self.name(of: relay)) is \(name), which the libcurl of this machine cannot do. It can "
                    + "do \(AuthMechanism.spoken.map { $0.rawValue.lowercased() }.joined(separator: ", ")).",
                status: ExitStatus.configuration)
        }
    }

    private static func policy(_ tls: RelayConfiguration.TLS) -> TLSPolicy {
        switch tls {
        case .implicit: .implicit
        case .required: .required
        case .offered: .offered
        case .off: .off
        }
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
