import Foundation
import Testing

/// What the program says to wrong input: a sentence that helps, the right exit code, nothing sent or lost.
@Suite struct WrongInputTests {
    @Test func aFileThatIsNotThere() throws {
        let work = try Workspace()
        let result = try work.mailer("check", "nowhere.md")
        #expect(result.status == 1)
        #expect(result.errors.contains("nowhere.md"), "\(result)")
    }

    @Test func anIssueThatIsNotUTF8() throws {
        let work = try Workspace()
        try work.write("latin.md", bytes: Array("# Caf".utf8) + [0xE9, 0x0A])
        let result = try work.mailer("render", "latin.md", "--part", "text")
        #expect(result.status == 1)
        #expect(result.errors.contains("latin.md") && result.errors.contains("UTF-8"), "\(result)")
    }

    @Test(arguments: ["", "   \n\n"]) func anEmptyIssue(text: String) throws {
        let work = try Workspace()
        try work.importReaders(1)
        try work.write("empty.md", text)
        let result = try work.mailer("send", "empty.md", "--yes")
        #expect(result.status == 1)
        #expect(result.errors.contains("empty"), "\(result)")
        #expect(try work.mailer("status", "--json").output.contains("\"mailing\"") == false)
    }

    @Test func noSubscribers() throws {
        let work = try Workspace()
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 1)
        #expect(result.errors.contains("import"), "\(result)")
    }

    @Test func aListWhereEverybodyLeft() throws {
        let work = try Workspace()
        try work.importReaders(1)
        _ = try work.mailer("subscribers", "unsubscribe", "reader1@example.org")
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 1, "\(result)")
        #expect(work.outbox().isEmpty)
    }

    @Test func aClosedPortSendsNothingAndLosesNobody() throws {
        let work = try Workspace()
        try work.configure(relay: "smtp://127.0.0.1:1")
        try work.importReaders(3)
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 75, "\(result)")
        #expect(result.errors.contains("127.0.0.1:1"), "\(result)")
        let status = try work.status("issue")
        #expect(status["sent"] as? Int == 0)
        #expect(status["pending"] as? Int == 3)

        try work.startSandbox()
        let again = try work.mailer("send", "issue.md", "--yes")
        #expect(again.status == 0, "\(again)")
        #expect(try work.mailed().count == 3)
    }

    @Test func aTerminalIsNeededToAsk() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md")
        #expect(result.status == 64, "\(result)")
        #expect(result.errors.contains("--yes"), "\(result)")
        #expect(work.outbox().isEmpty)
    }

    @Test func anUnknownKeyIsRefusedWithASuggestion() throws {
        let work = try Workspace()
        try work.configure("base_ulr: https://news.example.org\n")
        let result = try work.mailer("lists")
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("base_ulr") && result.errors.contains("base_url"), "\(result)")
    }

    @Test func aListThatDoesNotExist() throws {
        let work = try Workspace()
        try work.importReaders(1)
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--list", "wekly", "--yes")
        #expect(result.status == 1)
        #expect(result.errors.contains("wekly") && result.errors.contains("weekly"), "\(result)")
    }

    @Test func anUnknownMailingOrAddress() throws {
        let work = try Workspace()
        try work.importReaders(1)
        #expect(try work.mailer("status", "2099-w01").status == 1)
        #expect(try work.mailer("trace", "nobody@example.org").status == 1)
        #expect(try work.mailer("trace", "not an address").errors.contains("not an address"))
    }

    @Test func badRowsAreSkippedWithTheirLines() throws {
        let work = try Workspace()
        let csv =
            "\u{FEFF}Email,Name\r\n" + "ada@example.org,\"Lindqvist, Ada\"\r\n" + "no-at-sign,Nobody\r\n"
            + "\"evil@example.org\nBcc: x@example.org\",Evil\r\n" + "too,many,fields\r\n" + "bob@example.org,Bob\r\n"
        try work.write("readers.csv", csv)
        let result = try work.mailer("import", "readers.csv", "--list", "weekly")
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("2 added"), "\(result)")
        #expect(result.output.contains("3 skipped"), "\(result)")
        #expect(result.errors.contains("readers.csv:3"), "\(result)")
        #expect(result.errors.contains("readers.csv:4"), "\(result)")
        #expect(try work.mailer("export").output.contains("\"Lindqvist, Ada\""))
    }

    @Test func anImportNeverRevivesSomebodyWhoLeft() throws {
        let work = try Workspace()
        try work.importReaders(3)
        _ = try work.mailer("subscribers", "unsubscribe", "reader2@example.org")
        let again = try work.mailer("import", "readers.csv", "--list", "weekly")
        #expect(again.output.contains("1 skipped"), "\(again)")
        #expect(again.errors.contains("readers.csv:3") && again.errors.contains("unsubscribed"), "\(again)")
    }

    @Test func aHundredThousandRows() throws {
        let work = try Workspace()
        try work.importReaders(100_000)
        #expect(try work.mailer("lists").output.contains("100000 subscribed"))
    }

    @Test(arguments: [["--database", "other.db"], ["--database=other.db"]])
    func theGlobalFlagsMayStandInFront(flags: [String]) throws {
        let work = try Workspace()
        try work.importReaders(1)
        let result = try Program.run(Program.path, flags + ["--config", "mailer.yaml", "lists"], in: work.folder)
        // It is the other one that is not there, and whoever reads makes none.
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("there is none at \(work.folder)/other.db"), "\(result)")
        #expect(!FileManager.default.fileExists(atPath: work.path("other.db")))
    }

    @Test func aDatabaseThatIsNoDatabase() throws {
        let work = try Workspace()
        try work.write("mailer.db", String(repeating: "this is not a database. ", count: 100))
        let result = try work.mailer("lists")
        #expect(result.status == 78)
        #expect(result.errors.contains("mailer.db"), "\(result)")
    }

    @Test func aDatabaseFolderThatCannotBeMade() throws {
        let work = try Workspace()
        try work.write("file", "")
        let result = try work.mailer("lists", "--database", "file/mailer.db")
        #expect(result.status == 78)
        #expect(result.errors.contains("file/mailer.db"), "\(result)")
    }

    @Test func aLockedDatabaseStopsTheSendWithASentence() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        try work.write("issue.md", "# Title\n\nText.\n")
        let holder = try Running(
            "/usr/bin/python3",
            [
                "-u", "-c",
                "import sqlite3,sys,time; c=sqlite3.connect(sys.argv[1]); c.execute('begin immediate'); "
                    + "print('locked'); time.sleep(60)", work.path("mailer.db"),
            ], in: "/")
        _ = try holder.line(containing: "locked")
        let result = try work.mailer("send", "issue.md", "--yes")
        _ = holder.stop(SIGKILL)
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("locked"), "\(result)")
        #expect(work.outbox().isEmpty)
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
    }
}
