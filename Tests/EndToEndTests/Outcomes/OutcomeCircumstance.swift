import Foundation
import Mail
import SMTP
import Sandbox
import Testing

/// What goes wrong without the server's doing anything wrong: docs/outcomes.md must have a row for each.
enum OutcomeCircumstance: String, CaseIterable {
    case closedPort = "nothing listens at the port"
    case unknownName = "the relay's name is not found"
    case untrusted = "STARTTLS, certificate of an unknown authority"
    case untrustedImplicit = "implicit TLS, certificate of an unknown authority"
    case otherName = "certificate for another name"
    case notTLS = "implicit TLS, and the server speaks none"
    case noSTARTTLS = "STARTTLS required and not offered"
    case noAUTH = "a login is configured and AUTH not offered"
    case wrongPassword = "the password is wrong"
    case loginWanted = "the relay wants a login and none is configured"
    case noPipelining = "PIPELINING not offered"
    case tooLarge = "message above the announced SIZE"
    case noSMTPUTF8 = "local part beyond ASCII, SMTPUTF8 not offered"
    case smtpUTF8 = "local part beyond ASCII, SMTPUTF8 offered"
    case domain = "domain beyond ASCII, SMTPUTF8 not offered"
    case no8BITMIME = "8-bit message, 8BITMIME not offered"
    case eightBitMIME = "8-bit message, 8BITMIME offered"
    case bareLineBreak = "message with a bare line feed"

    /// The one who is hit, the others, the run.
    func seen(with certificates: Certificates) throws -> [String] {
        var bench = OutcomeBench()
        prepare(&bench, certificates)
        let seen = try self == .closedPort ? bench.run(port: Self.unusedPort()) : bench.run()
        let others = Set(OutcomeBench.Reader.allCases.filter { $0 != .hit }.map { seen.states[$0] ?? "" })
        return [seen.states[.hit] ?? "", others.sorted().joined(separator: " "), seen.run]
    }

    private func prepare(_ bench: inout OutcomeBench, _ certificates: Certificates) {
        switch self {
        case .closedPort, .noPipelining: bench.server.extensions.remove(.pipelining)
        case .unknownName: bench.host = "relay.invalid"
        case .untrusted, .untrustedImplicit, .otherName: prepareCertificate(&bench, certificates)
        case .notTLS: bench.tls = .implicit
        case .noSTARTTLS: bench.tls = .required
        case .noAUTH: bench.credentials = Credentials(user: "news", password: "secret")
        case .wrongPassword:
            bench.server.users = [SandboxUser(name: "news", password: "secret")]
            bench.credentials = Credentials(user: "news", password: "wrong")
        case .loginWanted:
            bench.server.users = [SandboxUser(name: "news", password: "secret")]
            bench.server.requiresAuthentication = true
        case .tooLarge, .noSMTPUTF8, .smtpUTF8, .domain, .no8BITMIME, .eightBitMIME, .bareLineBreak:
            prepareMessage(&bench)
        }
    }

    private func prepareCertificate(_ bench: inout OutcomeBench, _ certificates: Certificates) {
        certificates.use(for: "tls", in: &bench)
        if self == .otherName {
            bench.host = "127.0.0.1"
            return
        }
        bench.trust = .system
        bench.server.usesImplicitTLS = self == .untrustedImplicit
        bench.tls = self == .untrustedImplicit ? .implicit : .required
    }

    private func prepareMessage(_ bench: inout OutcomeBench) {
        switch self {
        case .tooLarge:
            bench.server.maximumMessageSize = 10_000
            bench.size = 20_000
        case .noSMTPUTF8, .smtpUTF8:
            bench.recipient = "jürgen@bücher.example"
            bench.header = "To: jürgen@xn--bcher-kva.example\r\n\r\n"
            if self == .noSMTPUTF8 { bench.server.extensions.remove(.smtpUTF8) }
        case .domain:
            bench.recipient = "ann@bücher.example"
            bench.server.extensions.remove(.smtpUTF8)
        case .no8BITMIME, .eightBitMIME:
            bench.header = "Subject: x\r\n\r\nü\r\n"
            if self == .no8BITMIME { bench.server.extensions.remove(.eightBitMIME) }
        case .bareLineBreak: bench.header = "Subject: x\r\n\r\na\nb\r\n"
        default: break
        }
    }

    /// A port at which somebody listened just now.
    private static func unusedPort() throws -> Int {
        let server = try SandboxServer.startBlocking()
        defer { server.stopBlocking() }
        return server.port
    }
}

/// A certificate for localhost that signs itself, in a folder that goes with it.
final class Certificates: Sendable {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let made = try Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out",
                "cert.pem",
            ], in: folder)
        try #require(made.status == 0, "\(made)")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// STARTTLS where the fault is about it, and a login where it is about that.
    func use(for fault: String, in bench: inout OutcomeBench) {
        if fault.hasPrefix("starttls") || fault == "tls" || fault == "auth=alert" {
            bench.server.certificate = CertificateFiles(certificate: "\(folder)/cert.pem", key: "\(folder)/key.pem")
            bench.tls = .required
            bench.host = "localhost"
            bench.trust = .file("\(folder)/cert.pem")
        }
        guard fault.hasPrefix("auth") else { return }
        bench.server.users = [SandboxUser(name: "news", password: "secret")]
        bench.credentials = Credentials(user: "news", password: "secret")
    }
}
