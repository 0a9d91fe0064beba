import Foundation
import Testing

/// Mail that a relay passes on has a sender, and links that lead somewhere.
@Suite struct SenderTests {
    private func workspace(_ yaml: String) throws -> Workspace {
        let work = try Workspace()
        try work.importReaders(2)
        try work.write("issue.md", "# A title\n\nText.\n")
        try work.write(
            "mailer.yaml",
            "templates: \(Program.repository)/templates\ndatabase: mailer.db\nkeys_file: link.keys\n" + yaml)
        return work
    }

    private static let relay = "relays: [{ url: \"smtp://127.0.0.1:1\", tls: off }]\n"
    private static let from = "from: News <news@example.org>\n"
    private static let commands = [
        ["send", "issue.md", "--yes"], ["send", "issue.md", "--dry-run"],
        ["send", "issue.md", "--test", "a@example.org"],
        ["send", "issue.md", "--yes", "--at", "2099-01-01T09:00Z"], ["plan", "issue.md"], ["check", "issue.md"],
        ["work", "--once"],
    ]

    @Test(arguments: commands) func aRelayNeedsBoth(_ arguments: [String]) throws {
        for (yaml, missing) in [("", ["from", "base_url"]), (Self.from, ["base_url"]), (Self.linked, ["from"])] {
            let work = try workspace(Self.relay + yaml)
            let result = try Program.run(Program.path, arguments, in: work.folder)
            #expect(result.status == 78, "\(result)")
            for key in missing { #expect(result.errors.contains("\n  \(key): "), "\(key): \(result)") }
            #expect(try work.mailer("status").errors.contains("Nothing was sent yet"))
        }
    }

    private static let linked = "base_url: https://news.example.org\n"

    @Test func aRelayForOneRunIsOneToo() throws {
        let work = try workspace("")
        let result = try work.mailer("send", "issue.md", "--yes", "--relay", "smtp://127.0.0.1:1")
        #expect(result.status == 78 && result.errors.contains("base_url"), "\(result)")
        #expect(try work.mailer("status").errors.contains("Nothing was sent yet"))
    }

    @Test(arguments: ["http://news.example.org", "http://10.0.0.1:8025", "ftp://127.0.0.1"])
    func linksAreSecure(url: String) throws {
        let work = try workspace(Self.relay + Self.from + "base_url: \(url)\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 78 && result.errors.contains("base_url"), "\(result)")
    }

    @Test func loopbackIsTakenWhereItIsSaidAndThePlanSaysSo() throws {
        let work = try workspace(Self.relay + Self.from + "base_url: http://127.0.0.1:8025\n")
        let result = try work.mailer("send", "issue.md", "--dry-run")
        #expect(result.status == 0 && result.errors.contains("which only this machine can reach"), "\(result)")
        #expect(try work.mailer("check", "issue.md").status == 0)
    }

    @Test func theEmbeddedSandboxNeedsNeither() throws {
        let work = try workspace("")
        #expect(try work.mailer("check", "issue.md").status == 0)
        #expect(try work.mailer("plan", "issue.md").status == 0)
        #expect(try work.mailer("send", "issue.md", "--test", "a@example.org").status == 0)
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(work.outbox().count == 3)
    }

    /// Scheduled while there was no relay, it would go out with links to this machine.
    @Test func whatWasMadeForTheSandboxDoesNotGoToARelay() throws {
        let work = try workspace("")
        #expect(try work.mailer("send", "issue.md", "--yes", "--at", "2099-01-01T09:00Z").status == 0)
        try work.startSandbox()
        try work.reachServer(at: "https://news.example.org")
        let now = try work.mailer("send", "issue.md", "--now", "--yes")
        #expect(now.status == 78 && now.errors.contains("mailer correct issue"), "\(now)")
        try work.sql("UPDATE mailings SET start_at = 1")
        _ = try work.mailer("work", "--once")
        #expect(try work.status("issue")["frozen"] as? Bool == false)
        #expect(try work.mailer("correct", "issue", "--yes").status == 0)
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try work.mailed().count == 2)
        #expect(try work.messages().allSatisfy { $0.contains("https://news.example.org/u/") })
    }
}
