import Foundation
import Testing

/// Logging in to relays: real ones with Dovecot's mechanisms, and one whose tokens expire.
@Suite struct LoginTests {
    private func work(_ readers: Int = 3) throws -> Workspace {
        let work = try Workspace()
        try work.importReaders(readers)
        try work.write("issue.md", "# Title\n\nText.\n")
        return work
    }

    // MARK: Postfix and Dovecot

    struct Mechanism: CustomStringConvertible, Sendable {
        let offered: String
        var scheme = "PLAIN"
        var isEncrypted = true
        var auth: String?
        /// Nil: everybody is mailed.
        var says: String?
        var description: String { "\(offered), kept as \(scheme), auth \(auth ?? "unsaid")" }
    }

    private static let mechanisms = [
        Mechanism(offered: "plain"), Mechanism(offered: "login"), Mechanism(offered: "cram-md5"),
        Mechanism(offered: "plain login cram-md5", auth: "cram-md5"),
        // What it offers first cannot work with a hash.
        Mechanism(offered: "cram-md5 login", scheme: "SHA256-CRYPT", isEncrypted: false),
        Mechanism(
            offered: "cram-md5 login", scheme: "SHA256-CRYPT", isEncrypted: false, auth: "cram-md5",
            says: "the server said: 535"),
        Mechanism(offered: "scram-sha-256", says: "offers AUTH SCRAM-SHA-256 only, and mailer speaks PLAIN"),
        Mechanism(offered: "login", auth: "plain", says: "'auth' of the relay is plain"),
    ]

    @Test(arguments: mechanisms) func aRealRelayIsLoggedInTo(_ item: Mechanism) throws {
        let relay = try PostfixRelay(mechanisms: item.offered, scheme: item.scheme)
        let work = try work()
        let tls = item.isEncrypted ? "required\n    ca_file: \(relay.ca)" : "off"
        try work.write("relay.password", relay.password + "\n")
        try work.configure(
            """
            relays:
              - url: smtp://127.0.0.1:\(item.isEncrypted ? relay.port : relay.loginPort)
                tls: \(tls)
                user: \(relay.user)
                password_file: relay.password
                \(item.auth.map { "auth: \($0)" } ?? "connections: 2")
            """)
        let result = try work.mailer("send", "issue.md", "--yes")
        guard let says = item.says else {
            #expect(result.status == 0, "\(result)")
            #expect(try relay.arrived(3).count == 3)
            return
        }
        #expect(result.status == 78 && result.errors.contains(says), "\(result)")
        let status = try work.status("issue")
        #expect(status["pending"] as? Int == 3 && status["state"] as? String == "paused")

        // The daemon does not try it for ever: it waits for somebody who mends it.
        let worked = try work.mailer("work", "--once")
        #expect(worked.status == 0, "\(worked)")
        #expect(try work.read("delivery.log").matches(of: /connection=failed|Cannot open/).count <= 1)
    }

    // MARK: A command

    /// The server, and a configuration that gets the secret from a command.
    private func server(
        _ mechanisms: String, _ keys: String, in work: Workspace
    ) throws -> Running {
        let server = try Running(
            "/usr/bin/python3", ["\(Program.repository)/Tests/Python/login_server.py", mechanisms, work.folder],
            in: work.folder)
        let port = try #require(try server.line(containing: "listening").split(separator: " ").last)
        try work.configure(
            "relays:\n  - url: smtp://127.0.0.1:\(port)\n    tls: off\n    user: news@example.org\n    \(keys)\n")
        return server
    }

    private func lines(_ work: Workspace, _ prefix: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: work.path("server.log")) else { return [] }
        return try work.read("server.log").split(separator: "\n").map(String.init).filter { $0.hasPrefix(prefix) }
    }

    /// Prints the next token each time, and counts how often it is asked.
    private func writeTokenCommand(_ work: Workspace) throws {
        try work.write(
            "token",
            """
            #!/bin/sh
            n=$(($(cat count 2>/dev/null || echo 0) + 1))
            echo $n > count
            printf 'ya29.token-%s' $n > secret
            cat secret
            echo; echo "user: news@example.org"
            """)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: work.path("token"))
    }

    /// One login for each message, and a token that is good for four of them.
    @Test(arguments: [
        ("XOAUTH2", "auth: xoauth2\n    password_command: ./token"),
        ("OAUTHBEARER", "auth: oauthbearer\n    password_command: [./token]"),
        ("LOGIN", "password_command: sh token"),
    ])
    func aTokenThatExpiresIsAskedForAnew(_ mechanism: String, _ keys: String) throws {
        let work = try work(12)
        try writeTokenCommand(work)
        try work.write("uses", "4")
        let server = try server(mechanism, keys + "\n    connections: 1\n    messages_per_connection: 1", in: work)
        defer { _ = server.stop() }
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(try lines(work, "took").sorted() == (1...12).map { "took reader\($0)@example.org" }.sorted())
        #expect(try work.read("count") == "3\n")
        #expect(try lines(work, "login \(mechanism) refused").count == 2)
        let log = try work.read("delivery.log")
        #expect(!log.contains("ya29") && !result.errors.contains("ya29"))
    }

    /// Sessions that are opened together ask once.
    @Test func manySessionsAskOnce() throws {
        let work = try work(60)
        try writeTokenCommand(work)
        let server = try server("XOAUTH2", "auth: xoauth2\n    password_command: ./token\n    connections: 8", in: work)
        defer { _ = server.stop() }
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(try work.read("count") == "1\n")
        #expect(try lines(work, "took").count == 60)
    }

    /// Looking at a mailing needs no secret.
    @Test func whatOpensNoSessionRunsNoCommand() throws {
        let work = try work()
        try writeTokenCommand(work)
        let server = try server("XOAUTH2", "auth: xoauth2\n    password_command: ./token", in: work)
        defer { _ = server.stop() }
        for arguments in [
            ["check", "issue.md"], ["plan", "issue.md"], ["send", "issue.md", "--dry-run"], ["render", "issue.md"],
            ["status"], ["lists"], ["work", "--once"], ["send", "issue.md", "--yes", "--at", "2099-01-01T09:00+01:00"],
        ] {
            let result = try Program.run(Program.path, arguments, in: work.folder)
            #expect([0, 1].contains(result.status), "\(arguments): \(result)")
        }
        #expect(!FileManager.default.fileExists(atPath: work.path("count")))
    }

    struct Trouble: CustomStringConvertible, Sendable {
        let description: String
        let command: String
        let says: String
        let status: Int32
    }

    private static let troubles = [
        Trouble(
            description: "it fails", command: "echo hunter2; echo 'gpg: decryption failed: No secret key' >&2; exit 2",
            says: "ended with exit code 2: 'gpg: decryption failed: No secret key'", status: 75),
        Trouble(
            description: "its words have the secret", command: "echo hunter2; echo 'cannot use hunter2' >&2; exit 1",
            says: "exit code 1: 'cannot use •••'", status: 75),
        Trouble(description: "it prints nothing", command: "exit 0", says: "printed no password", status: 75),
        Trouble(description: "its first line is empty", command: "echo; echo hunter2", says: "no password", status: 75),
        Trouble(description: "it is not there", command: "no-such-command", says: "exit code 127", status: 78),
        Trouble(
            description: "as a list it is not there", command: "[no-such-command]", says: "cannot be run", status: 78),
        Trouble(description: "it hangs", command: "sleep 600; echo hunter2", says: "took longer than", status: 75),
        Trouble(description: "it reads", command: "[cat]", says: "printed no password", status: 75),
        Trouble(description: "the wrong secret", command: "echo hunter2", says: "535 5.7.3", status: 78),
    ]

    @Test(arguments: troubles) func aCommandInTroubleSaysWhy(_ trouble: Trouble) throws {
        let work = try work()
        try work.write("secret", "another")
        let command = trouble.command.hasPrefix("[") ? trouble.command : "\"\(trouble.command)\""
        let server = try server("PLAIN LOGIN", "setup_timeout: 1s\n    password_command: \(command)", in: work)
        defer { _ = server.stop() }
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == trouble.status, "\(result)")
        #expect(result.errors.contains(trouble.says), "\(result)")
        #expect(try work.status("issue")["pending"] as? Int == 3)
        for text in [result.errors, result.output, try work.read("delivery.log")] { #expect(!text.contains("hunter2")) }

        // Mended, it goes on.
        try work.write(
            "mailer.yaml",
            try work.read("mailer.yaml").split(separator: "\n").map {
                $0.contains("password_command") ? "    password_command: echo another" : String($0)
            }.joined(separator: "\n") + "\n")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(try lines(work, "took").count == 3)
    }

    /// An agent that the command leaves behind keeps its output open, and is not waited for.
    @Test func whatTheCommandLeavesBehindIsNotWaitedFor() throws {
        let work = try work()
        try work.write("secret", "hunter2")
        let server = try server("PLAIN", "password_command: \"sleep 30 & echo $! > left; echo hunter2\"", in: work)
        defer { _ = server.stop() }
        let start = ContinuousClock.now
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        let took = start.duration(to: .now)
        #expect(took < .seconds(25))
        if let left = pid_t(try work.read("left").split(separator: "\n")[0]) { kill(left, SIGKILL) }
    }

    /// It runs beside the configuration, in the environment of whoever started mailer, without our signals.
    @Test func theCommandRunsBesideTheConfiguration() throws {
        let work = try work()
        try work.write("secret", "hunter2 with spaces")
        let server = try server("LOGIN", "password_command: \"pwd > where; cat secret\"", in: work)
        defer { _ = server.stop() }
        let elsewhere = FileManager.default.temporaryDirectory.path
        let result = try Program.run(
            Program.path, ["send", work.path("issue.md"), "--yes", "--config", work.path("mailer.yaml")], in: elsewhere)
        #expect(result.status == 0, "\(result)")
        #expect(try work.read("where").contains(work.folder))
    }
}
