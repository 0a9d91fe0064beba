import Foundation
import Testing

/// Who only reads makes nothing: a wrong path must not look like an empty newsletter, or leave one behind.
@Suite struct ReadingTests {
    private static let reading: [[String]] = [
        ["status"], ["status", "2026-w47"], ["status", "--json"], ["trace", "ada@example.org"], ["lists"],
        ["lists", "--json"], ["subscribers", "show", "ada@example.org"],
        ["subscribers", "unsubscribe", "ada@example.org"],
        ["subscribers", "resubscribe", "ada@example.org", "--list", "weekly"],
        ["explain", "ada@example.org", "2026-w47"], ["unknown"], ["unknown", "2026-w47", "--resend", "--yes"],
        ["unknown", "2026-w47", "--settle", "relay-log", "issue.md"],
        ["export"], ["archive", "site", "--list", "weekly"], ["diff", "issue.md"], ["diff", "2026-w47", "issue.md"],
        ["render", "--mailing", "2026-w47", "--for", "ada@example.org"], ["plan", "issue.md"], ["plan", "2026-w47"],
        ["check", "issue.md", "--list", "weekly"], ["send", "issue.md", "--dry-run"], ["pause", "2026-w47"],
        ["resume", "2026-w47"], ["cancel", "2026-w47", "--yes"], ["correct", "2026-w47", "issue.md", "--yes"],
        ["bounces", "ingest", "message.eml"],
    ]

    @Test(arguments: reading) func withoutADatabaseNothingIsMade(_ arguments: [String]) throws {
        let work = try Workspace()
        try work.configure(relay: "smtp://127.0.0.1:1")
        try work.write("mailer.yaml", try work.read("mailer.yaml").replacing("\(work.folder)/", with: "nowhere/"))
        try work.write("issue.md", "# Title\n\nText.\n")
        try work.write("message.eml", "Subject: Returned\n\nText.\n")
        let before = try work.files()
        let result = try Program.run(Program.path, arguments, in: work.folder)
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("there is none at") && result.errors.contains("nowhere/mailer.db"), "\(result)")
        #expect(result.output == "", "\(result)")
        #expect(try work.files() == before)
    }

    /// What needs no database works without one, and leaves none.
    @Test(arguments: [
        ["check", "issue.md"], ["render", "issue.md"],
        ["render", "issue.md", "--part", "eml", "--for", "a@example.org"],
        ["keys", "show"], ["diff", "issue.md", "issue.md"],
    ])
    func whatNeedsNoDatabaseMakesNone(_ arguments: [String]) throws {
        let work = try Workspace()
        try work.write("issue.md", "# Title\n\nText.\n")
        let before = try work.files()
        let result = try Program.run(Program.path, arguments, in: work.folder)
        #expect(result.status == 0, "\(result)")
        #expect(try work.files() == before)
    }

    /// An empty file is what a careless `touch` or a full disk leaves; another program's database is not ours to change.
    @Test func anEmptyFileAndAStrangersDatabaseStayAsTheyAre() throws {
        let work = try Workspace()
        try work.write("mailer.db", "")
        let empty = try work.mailer("status")
        #expect(empty.status == 78 && empty.errors.contains("there is none at"), "\(empty)")
        #expect(try work.read("mailer.db").isEmpty)

        try FileManager.default.removeItem(atPath: work.path("mailer.db"))
        try work.sql("CREATE TABLE notes (text)")
        let before = FileManager.default.contents(atPath: work.path("mailer.db"))
        let strange = try work.mailer("lists")
        #expect(strange.status == 78 && strange.errors.contains("none of mailer's"), "\(strange)")
        #expect(FileManager.default.contents(atPath: work.path("mailer.db")) == before)
    }

    /// Importing and looking need no keys; the first mailing makes them.
    @Test func keysAreMadeByTheFirstMailing() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        try work.write("issue.md", "# Title\n\nText.\n")
        for arguments in [["status"], ["lists"], ["send", "issue.md", "--dry-run"], ["render", "issue.md"]] {
            #expect(try Program.run(Program.path, arguments, in: work.folder).status == 0)
        }
        let server = try work.start("serve", "--port", "0")
        _ = try server.line(containing: "listening")
        #expect(!FileManager.default.fileExists(atPath: work.path("link.keys")))
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(FileManager.default.fileExists(atPath: work.path("link.keys")))

        // The server takes them up without a restart.
        let port = try #require(try server.line(containing: "listening").split(separator: ":").last)
        let message = try #require(try work.messages().first)
        let token = try #require(message.firstMatch(of: /\/u\/([A-Za-z0-9_-]+)/)?.1)
        let page = try Program.run(
            "/usr/bin/curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1:\(port)/u/\(token)"],
            in: work.folder)
        #expect(page.output == "200", "\(page)")
        #expect(server.stop().status == 0)
    }

    /// Beside a database that has mailings, new keys would break every link that is out.
    @Test(arguments: [
        ["send", "other.md", "--yes"], ["correct", "issue", "other.md", "--yes"], ["serve", "--port", "0"],
        ["bounces", "ingest", "message.eml"], ["send", "issue.md", "--test", "me@example.org"],
    ])
    func missingKeysAreNeverReplaced(_ arguments: [String]) throws {
        let work = try Workspace()
        try work.startSandbox(["--fault", "rcpt=450 later @to:reader2@*"])
        try work.importReaders(2)
        try work.write("issue.md", "# Title\n\nText.\n")
        try work.write("other.md", "# Other\n\nOther text.\n")
        try work.write("message.eml", "To: b.aebgwmoayqdq.pfcbyrdmxxlx2fp76p55fqzphi@bounce.example.org\n\nText.\n")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 75)
        try FileManager.default.removeItem(atPath: work.path("link.keys"))

        let result = try Program.run(Program.path, arguments, in: work.folder)
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("link.keys is missing"), "\(result)")
        #expect(result.errors.contains("backup"), "\(result)")
        #expect(!FileManager.default.fileExists(atPath: work.path("link.keys")))
    }
}
