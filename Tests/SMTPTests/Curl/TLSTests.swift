import Foundation
import Mail
import Sandbox
import Testing

@testable import SMTP

/// Encrypted sessions with a server of another make, and certificates that openssl makes.
@Suite struct TLSTests {
    /// An authority, and a certificate for localhost that it has signed.
    struct Certificates {
        let authority: String
        let server: CertificateFiles
    }

    private func withCertificates<Value>(_ work: (Certificates) throws -> Value) throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appending(path: "smtp-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try "subjectAltName=DNS:localhost".write(
            to: directory.appending(path: "san"), atomically: true, encoding: .utf8)
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=authority", "-keyout", "ca.key", "-out", "ca.pem"] + key,
            directory)
        try openssl(["req", "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"] + key, directory)
        try openssl(
            [
                "x509", "-req", "-days", "2", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial",
                "-extfile", "san", "-out", "server.pem",
            ], directory)
        func path(_ name: String) -> String { directory.appending(path: name).path }
        return try work(
            Certificates(
                authority: path("ca.pem"),
                server: CertificateFiles(certificate: path("server.pem"), key: path("server.key"))))
    }

    private func openssl(_ arguments: [String], _ directory: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = directory
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private func withServer<Value>(
        _ certificates: Certificates, implicit: Bool = false, faults: [String] = [], users: [SandboxUser] = [],
        _ work: (SandboxServer) throws -> Value
    ) throws -> Value {
        var options = SandboxOptions()
        options.certificate = certificates.server
        options.usesImplicitTLS = implicit
        options.users = users
        options.faults = try faults.map { try Fault($0) }
        let server = try SandboxServer.startBlocking(options)
        defer { server.stopBlocking() }
        return try work(server)
    }

    private func settings(
        _ port: Int, _ tls: TLSPolicy, trust: TrustAnchors, host: String = "localhost", login: Credentials? = nil
    ) -> RelaySettings {
        var settings = RelaySettings(relay: RelayName(host: host, port: port), tls: tls, credentials: login)
        settings.trust = trust
        settings.connections = 3
        return settings
    }

    @Test(arguments: [TLSPolicy.implicit, .required, .offered])
    func deliversWithACertificateOfOurOwnAuthority(_ tls: TLSPolicy) throws {
        try withCertificates { certificates in
            try withServer(
                certificates, implicit: tls == .implicit, users: [SandboxUser(name: "news", password: "secret")]
            ) { server in
                let login = Credentials(user: "news", password: "secret")
                let messages = try (1...40).map { try $0 == 7 ? largeMessage(7, size: 3_000_000) : message($0) }
                let books = try send(
                    messages, settings(server.port, tls, trust: .file(certificates.authority), login: login))
                #expect(books.results.allSatisfy { OutcomeKind($0.outcome) == .accepted })
                let stored = server.messages.map(\.message)
                #expect(stored.count == 40 && stored.allSatisfy { $0.isTLS && $0.user == "news" })
                #expect(Set(stored.map { $0.bytes }) == Set(messages.map { $0.bytes }))
            }
        }
    }

    @Test(arguments: [TLSPolicy.implicit, .required, .offered])
    func anUnknownAuthorityIsNoSession(_ tls: TLSPolicy) throws {
        try withCertificates { certificates in
            try withServer(certificates, implicit: tls == .implicit) { server in
                let books = try send([try message(1)], settings(server.port, tls, trust: .system)) { _ in .giveUp }
                #expect(books.failures.map(\.kind) == [.tls])
                #expect(books.failures.first?.needsOperator == true)
                #expect(books.kind(1) != .accepted && server.messages.isEmpty)
            }
        }
    }

    @Test func aCertificateForAnotherNameIsNoSession() throws {
        try withCertificates { certificates in
            try withServer(certificates) { server in
                let settings = settings(server.port, .required, trust: .file(certificates.authority), host: "127.0.0.1")
                let books = try send([try message(1)], settings) { _ in .giveUp }
                #expect(books.failures.map(\.kind) == [.tls])
                #expect(server.messages.isEmpty)
            }
        }
    }

    @Test func aMissingAuthorityFileIsNoSession() throws {
        try withCertificates { certificates in
            try withServer(certificates) { server in
                let failure = #expect(throws: ConnectionFailure.self) {
                    try RelayProbe.capabilities(
                        of: settings(server.port, .required, trust: .file("/nonexistent/ca.pem")))
                }
                #expect(failure?.kind == .tls)
            }
        }
    }

    @Test func theEHLOInsideTLSCounts() throws {
        try withCertificates { certificates in
            try withServer(certificates) { server in
                let settings = settings(server.port, .required, trust: .file(certificates.authority))
                let capabilities = try RelayProbe.capabilities(of: settings)
                #expect(capabilities.hasPipelining && !capabilities.hasStartTLS)
            }
        }
    }

    @Test(arguments: [
        ("dot=drop", OutcomeKind.uncertain), ("dot=reset", .uncertain), ("rcpt=drop", .notStarted(.rcptTo)),
    ])
    func aLossInTLSIsUncertainOnlyAfterTheDot(_ fault: String, _ expected: OutcomeKind) throws {
        try withCertificates { certificates in
            try withServer(certificates, faults: [fault]) { server in
                let settings = settings(server.port, .required, trust: .file(certificates.authority))
                let books = try send([try message(1)], settings) { _ in .giveUp }
                #expect(books.kind(1) == expected)
                #expect(server.messages.isEmpty)
            }
        }
    }
}
