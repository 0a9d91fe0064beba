import Foundation
import Testing

/// The ways to call `mailer send`, and a relay with TLS and AUTH.
@Suite struct SendOptionsTests {
    private func ready() throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(3)
        try work.write("issue.md", "---\nsubject: A title\n---\nHello {{name}}.\n")
        return work
    }

    @Test func aDryRunShowsThePlanAndSendsNothing() throws {
        let work = try ready()
        let result = try work.mailer("send", "issue.md", "--dry-run")
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("A title") && result.errors.contains("3 to mail"), "\(result)")
        #expect(work.outbox().isEmpty)
        #expect(try work.mailer("status", "issue").status == 1)
    }

    @Test func aTestCopyGoesToOneAddressAndIntoNoLedger() throws {
        let work = try ready()
        let result = try work.mailer("send", "issue.md", "--test", "editor@example.org")
        #expect(result.status == 0, "\(result)")
        #expect(try work.mailed() == ["editor@example.org"])
        let message = try work.read("outbox/\(try #require(work.outbox().first))")
        #expect(message.contains("Subject: [Test] A title"))
        #expect(try work.mailer("status", "issue").status == 1)
    }

    @Test func theJSONIsTheSameAccountingAsTheStatus() throws {
        let work = try ready()
        let result = try work.mailer("send", "issue.md", "--yes", "--json")
        let printed = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary)
        #expect(printed == (try work.status("issue")) as NSDictionary)
    }

    @Test func sendingAgainSendsNothing() throws {
        let work = try ready()
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        let again = try work.mailer("send", "issue.md", "--yes")
        #expect(again.status == 0, "\(again)")
        #expect(again.errors.contains("over"), "\(again)")
        #expect(try work.mailed().count == 3)
    }

    @Test func anErrorOfTheChecksStopsTheSend() throws {
        let work = try ready()
        try work.write("empty.md", "---\nsubject: \"\"\n---\nText.\n")
        let result = try work.mailer("send", "empty.md", "--yes")
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("empty-subject") || result.errors.contains("subject"), "\(result)")
        #expect(work.outbox().isEmpty)
    }

    @Test func theNewestIssueThatWasNotSentIsTaken() throws {
        let work = try ready()
        try FileManager.default.createDirectory(atPath: work.path("issues"), withIntermediateDirectories: true)
        for week in ["2026-w01", "2026-w02"] { try work.write("issues/\(week).md", "# \(week)\n\nText.\n") }
        #expect(try work.mailer("send", "--yes").output.contains("2026-w02"))
        #expect(try work.mailer("send", "--yes").output.contains("2026-w01"))
        #expect(try work.mailer("send", "--yes").errors.contains("Every issue"))
    }

    @Test func withNoConfigurationMailGoesToTheOutboxAndItSaysSo() throws {
        let work = try Workspace()
        try FileManager.default.removeItem(atPath: work.path("mailer.yaml"))
        try FileManager.default.createSymbolicLink(
            atPath: work.path("templates"), withDestinationPath: "\(Program.repository)/templates")
        try FileManager.default.createDirectory(atPath: work.path("subscribers"), withIntermediateDirectories: true)
        try work.write("subscribers/sample.csv", "email\na@example.org\nb@example.org\n")
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("sandbox") && result.errors.contains("outbox/"), "\(result)")
        #expect(work.outbox().count == 2)
    }

    /// A certificate of our own authority for localhost, and the sandbox that shows it.
    private func secureSandbox(_ options: [String]) throws -> (work: Workspace, port: Substring) {
        let work = try Workspace()
        let made = try Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem",
            ], in: work.folder)
        try #require(made.status == 0, "\(made)")
        let running = try work.startSandbox(["--certificate", "cert.pem", "--key", "key.pem"] + options)
        let port = try #require(try running.line(containing: "smtp://").firstMatch(of: /:(\d+)/)?.1)
        try work.importReaders(2)
        try work.write("issue.md", "# Title\n\nText.\n")
        try work.write("password", "secret\n")
        return (work, port)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var options: [String] = []
        var scheme = "smtp"
        let keys: String
        let status: Int32
        let sent: Int
        var says = ""
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "STARTTLS, our authority", keys: "tls: required\n    ca_file: cert.pem", status: 0, sent: 2),
        Case(
            name: "implicit TLS", options: ["--implicit-tls"], scheme: "smtps", keys: "ca_file: cert.pem", status: 0,
            sent: 2),
        Case(name: "a certificate of nobody", keys: "tls: required", status: 78, sent: 0, says: "certificate"),
        Case(
            name: "AUTH", options: ["--user", "news:secret"],
            keys: "tls: required\n    ca_file: cert.pem\n    user: news\n    password_file: password", status: 0,
            sent: 2),
        Case(
            name: "AUTH refused", options: ["--user", "news:other"],
            keys: "tls: required\n    ca_file: cert.pem\n    user: news\n    password_file: password", status: 78,
            sent: 0,
            says: "535"),
        Case(
            name: "AUTH not offered",
            keys: "tls: required\n    ca_file: cert.pem\n    user: news\n    password_file: password", status: 78,
            sent: 0,
            says: "AUTH"),
    ]

    @Test(arguments: cases) func aRelayWithTLSAndLogin(_ item: Case) throws {
        let (work, port) = try secureSandbox(item.options)
        try work.configure("relays:\n  - url: \(item.scheme)://127.0.0.1:\(port)\n    \(item.keys)\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == item.status, "\(result)")
        #expect(result.errors.contains(item.says) || item.says.isEmpty, "\(result)")
        let status = try work.status("issue")
        #expect(status["sent"] as? Int == item.sent)
        #expect(status["pending"] as? Int == 2 - item.sent)
        let log = try work.read("delivery.log")
        #expect(!result.errors.contains("secret") && !log.contains("secret"))
    }
}
