import Foundation
import Testing

/// Returned mail through a pipe: what we cannot take stays with the mail server, which keeps a message for exit code 75 only.
@Suite struct ReturnedMailTests {
    private static let patience = Duration.seconds(10)

    /// A mailing to one reader, and the message that comes back.
    private func sent() throws -> (work: Workspace, message: [UInt8]) {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        try work.write("issue.md", "# Title\n\nText.\n")
        let sent = try work.mailer("send", "issue.md", "--yes")
        try #require(sent.status == 0, "\(sent)")
        let envelope = try work.read("outbox/envelopes.jsonl")
        let sender = try #require(envelope.firstMatch(of: /"(b\.[a-z0-9.]+@bounce\.example\.org)"/)?.1)
        let message = """
            From: MAILER-DAEMON@mx.example.net
            To: \(sender)
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.net

            Final-Recipient: rfc822; reader1@example.org
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 <reader1@example.org>: User unknown

            --b--

            """
        return (work, Array(message.utf8))
    }

    private func isSuppressed(_ work: Workspace) throws -> Bool {
        try work.mailer("subscribers", "show", "reader1@example.org").output.contains("suppressed: hard_bounce")
    }

    /// Ingests as a mail server does, and takes the time.
    private func pipe(
        _ work: Workspace, _ message: [UInt8], _ arguments: [String] = ["bounces", "ingest", "-"]
    ) throws -> (result: Program.Result, took: Duration) {
        let clock = ContinuousClock()
        var result: Program.Result?
        let took = try clock.measure {
            result = try Program.run(Program.path, arguments, in: work.folder, input: message)
        }
        return (try #require(result), took)
    }

    /// What is broken, and what mends it again.
    struct Trouble: CustomStringConvertible, Sendable {
        let description: String
        let says: String
        let breaking: @Sendable (Workspace) throws -> Void
    }

    private static let troubles = [
        Trouble(description: "no database", says: "there is none at") { work in
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.moveItem(
                    atPath: work.path("mailer.db\(suffix)"), toPath: work.path("kept.db\(suffix)"))
            }
        },
        Trouble(description: "a folder that is missing", says: "there is none at") { work in
            try work.write(
                "mailer.yaml",
                try work.read("mailer.yaml").replacing("\(work.folder)/mailer.db", with: "gone/mailer.db"))
        },
        Trouble(description: "no configuration", says: "cannot be read") { work in
            try FileManager.default.removeItem(atPath: work.path("mailer.yaml"))
            try FileManager.default.createDirectory(
                atPath: work.path("mailer.yaml"), withIntermediateDirectories: false)
        },
        Trouble(description: "a broken configuration", says: "Unknown key") { work in
            try work.write("mailer.yaml", try work.read("mailer.yaml") + "bounce_domian: x.example.org\n")
        },
        Trouble(description: "no keys", says: "link.keys is missing") { work in
            try FileManager.default.removeItem(atPath: work.path("link.keys"))
        },
        Trouble(description: "other keys", says: "signed with key 'k1'") { work in
            try work.write("link.keys", "k1 q1m5rQb0dT2o8j3n7s0yEw6kZ4hV9xLcPaUfGiBtR2M=\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: work.path("link.keys"))
        },
        Trouble(description: "keys of another name", says: "signed with key 'k1'") { work in
            try work.write("link.keys", "k7 q1m5rQb0dT2o8j3n7s0yEw6kZ4hV9xLcPaUfGiBtR2M=\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: work.path("link.keys"))
        },
        Trouble(description: "keys that others may read", says: "chmod 600") { work in
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: work.path("link.keys"))
        },
        Trouble(description: "another database", says: "The database may be another") { work in
            try work.sql("PRAGMA foreign_keys = OFF")
            try work.sql("DELETE FROM deliveries")
        },
        Trouble(description: "a damaged database", says: "damaged") { work in
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: work.path("mailer.db\(suffix)"))
            }
            try work.write("mailer.db", String(repeating: "no database ", count: 1_000))
        },
        Trouble(description: "a newer database", says: "newer mailer") { work in
            try work.sql("INSERT INTO grdb_migrations (identifier) VALUES ('w1 of the future')")
        },
        Trouble(description: "a full database", says: "disk") { _ in },
    ]

    @Test(arguments: troubles) func troubleOfOursExitsWith75(_ trouble: Trouble) throws {
        let (work, message) = try sent()
        let keys = try work.read("link.keys")
        try trouble.breaking(work)
        let (result, took) =
            trouble.description == "a full database"
            ? try pipeWithLimitedFiles(work, message) : try pipe(work, message)
        #expect(result.status == 75, "\(result)")
        #expect(result.errors.contains(trouble.says), "\(result)")
        #expect(took < Self.patience)
        #expect(!keys.split(separator: "\n").contains { result.errors.contains($0) })
    }

    /// No file may grow beyond its size: what a full disk looks like to whoever writes.
    private func pipeWithLimitedFiles(
        _ work: Workspace, _ message: [UInt8]
    ) throws -> (result: Program.Result, took: Duration) {
        try work.write("message.eml", bytes: message + Array(repeating: 0x41, count: 300_000))
        let clock = ContinuousClock()
        var result: Program.Result?
        let took = try clock.measure {
            result = try Program.run(
                "/bin/bash",
                [
                    "-c",
                    // The profile of a coverage build would be cut off, too, and nobody can merge half of one.
                    "export LLVM_PROFILE_FILE=/dev/null; ulimit -f 100; trap '' XFSZ; "
                        + "\"$0\" bounces ingest - < message.eml", Program.path,
                ],
                in: work.folder)
        }
        return (try #require(result), took)
    }

    @Test(arguments: [
        ["bounces", "ingest", "--recipent", "x", "-"], ["bounces", "ingest"], ["bounces", "ingst", "-"],
        ["bounces", "ingest", "-", "--config", "nowhere.yaml"], ["bounces", "ingest", "nowhere.eml"],
        ["--database", "nowhere.db", "bounces", "ingest", "-"], ["bounces"], ["ingest", "-"],
    ])
    func wrongUsageExitsWith75(_ arguments: [String]) throws {
        let (work, message) = try sent()
        let (result, _) = try pipe(work, message, arguments)
        #expect(result.status == 75, "\(result)")
        #expect(!result.errors.isEmpty && result.output.isEmpty, "\(result)")
        #expect(!(try isSuppressed(work)))
    }

    @Test func helpAndParsingKeepTheirExitCodes() throws {
        let work = try Workspace()
        #expect(try work.mailer("bounces", "ingest", "--help").status == 0)
        #expect(try work.mailer("bounces", "parse", "--nonsense").status == 64)
    }

    /// Cron jobs, loops over a folder and scripts, whose standard input is no terminal either: nothing waits to be tried again.
    @Test(arguments: [
        (["bounces", "ingest", "message.eml", "--config", "nowhere.yaml"], "", 78),
        (["bounces", "ingest", "message.eml"], "one.eml\ntwo.eml\n", 78),
        (["bounces", "ingest", "nowhere.eml"], "", 1),
        (["bounces", "ingest"], "", 64), (["bounces"], "", 0), (["bounces", "list"], "", 64),
        (["import", "ingest", "--list", "weekly"], "email\na@example.org\n", 1),
        (["status", "bounces"], "a line\n", 78), (["bounces", "parse", "-"], "Subject: x\n\nText.\n", 0),
    ])
    func whoIngestsNoPipedMessageGetsTheUsualExitCodes(_ arguments: [String], _ input: String, _ status: Int32) throws {
        let work = try Workspace()
        try work.write("message.eml", "Subject: Returned\n\nText.\n")
        let result = try Program.run(Program.path, arguments, in: work.folder, input: Array(input.utf8))
        #expect(result.status == status, "\(result)")
        #expect(!result.errors.contains("exit code 75"))
    }

    /// A pipe as Postfix makes it, where the message may come a moment after the program has started.
    @Test func aMisspelledCommandSeesThatAMessageWaits() throws {
        let work = try Workspace()
        let message = "(sleep 0.2; printf 'Subject: Returned\\n\\nText.\\n') | "
        for (before, status) in [(message, 75), ("", 64), ("true | ", 64)] as [(String, Int32)] {
            let result = try Program.run(
                "/bin/bash",
                ["-c", before + "\"$0\" bouncs ingest -" + (before.isEmpty ? " < /dev/null" : ""), Program.path],
                in: work.folder)
            #expect(result.status == status, "\(before): \(result)")
        }
    }

    /// Longer than the mail server is to wait: a writer that holds the lock, and one that keeps readers out, too.
    @Test(arguments: ["BEGIN IMMEDIATE", "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"])
    func aLockedDatabaseExitsWith75InTime(_ statements: String) throws {
        let (work, message) = try sent()
        let script = """
            import sqlite3, sys, time
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            for statement in sys.argv[2].split(';'): c.execute(statement)
            c.execute("UPDATE lists SET title = title")
            print('locked', flush=True)
            time.sleep(60)
            """
        let holder = try Running(
            "/usr/bin/python3", ["-c", script, work.path("mailer.db"), statements], in: work.folder)
        defer { _ = holder.stop(SIGKILL) }
        _ = try holder.line(containing: "locked")
        let (result, took) = try pipe(work, message)
        #expect(result.status == 75, "\(result)")
        #expect(took < Self.patience)
        #expect(!result.errors.isEmpty)

        // The mail server tries again.
        _ = holder.stop(SIGKILL)
        #expect(try pipe(work, message).result.status == 0)
        #expect(try isSuppressed(work))
    }

    /// The database has it, which is what counts; the log catches up with the number of lines that it lacks.
    @Test func aLogThatCannotBeOpenedDoesNotStopIngesting() throws {
        let (work, message) = try sent()
        try work.breakLog()
        let (result, _) = try pipe(work, message)
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("Cannot write the delivery log"), "\(result)")
        #expect(try isSuppressed(work))
    }

    @Test func aForgedReturnAddressIsKeptAndNotRefused() throws {
        let (work, message) = try sent()
        let text = String(decoding: message, as: UTF8.self)
        let forged = text.replacing(/(b\.[a-z0-9]+\.[a-z0-9]{20})[a-z0-9]{6}@/) { "\($0.1)aaaaaa@" }
        #expect(forged != text)
        let (result, _) = try pipe(work, Array(forged.utf8))
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("no verified return address"), "\(result)")
        #expect(!(try isSuppressed(work)))
    }

    // MARK: The log

    /// A mailing without a log does not begin: nobody is frozen in an audience that nothing is sent to.
    @Test(arguments: [[], ["--at", "2099-01-01T09:00+01:00"]]) func aMailingWithoutALogDoesNotBegin(_ options: [String])
        throws
    {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(2)
        try work.write("issue.md", "# Title\n\nText.\n")
        let mailerYAML = try work.read("mailer.yaml")
        try work.breakLog()
        let result = try Program.run(Program.path, ["send", "issue.md", "--yes"] + options, in: work.folder)
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("Cannot open the delivery log"), "\(result)")
        #expect(try work.mailer("status").errors.contains("Nothing was sent yet."))
        #expect(work.outbox().isEmpty)

        try work.write("mailer.yaml", mailerYAML)
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(try work.mailed().count == 2)
    }

    @Test func readersCanLeaveWithoutALog() throws {
        let (work, _) = try sent()
        try work.breakLog()
        let server = try work.start("serve", "--port", "0")
        let port = try #require(try server.line(containing: "listening").split(separator: ":").last)
        let message = try #require(try work.messages().first)
        let token = try #require(message.firstMatch(of: /\/u\/([A-Za-z0-9_-]+)/)?.1)
        let click = try Program.run(
            "/usr/bin/curl",
            [
                "-s", "-o", "/dev/null", "-w", "%{http_code}", "-d", "List-Unsubscribe=One-Click",
                "http://127.0.0.1:\(port)/u/\(token)",
            ], in: work.folder)
        #expect(click.output == "200", "\(click)")
        #expect(try work.mailer("lists").output.contains("1 unsubscribed"))
        let ended = server.stop()
        #expect(ended.status == 0 && ended.errors.contains("Cannot write the delivery log"), "\(ended)")
    }

    @Test func whatWasDoneIsDoneWithoutALog() throws {
        let (work, _) = try sent()
        try work.breakLog()
        let left = try work.mailer("subscribers", "unsubscribe", "reader1@example.org")
        #expect(left.status == 0 && left.errors.contains("Cannot write the delivery log"), "\(left)")
        #expect(try work.mailer("lists").output.contains("1 unsubscribed"))
        try work.write("more.csv", "email\nnew@example.org\n")
        #expect(try work.mailer("import", "more.csv", "--list", "weekly").status == 0)
    }
}

extension Workspace {
    /// The log is in a folder that is not there.
    func breakLog() throws {
        try write(
            "mailer.yaml",
            try read("mailer.yaml").replacing("\(folder)/delivery.log", with: "\(folder)/no/delivery.log"))
    }
}
