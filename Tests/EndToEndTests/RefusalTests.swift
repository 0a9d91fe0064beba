import Foundation
import Testing

/// Refusals for good: held where there are far more than usual, accepted or tried again, and sent again afterwards.
@Suite struct RefusalTests {
    private func prepared(_ readers: Int, fault: String) throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(["--fault", fault])
        try work.importReaders(readers)
        try work.write("issue.md", "# Title\n\nText.\n")
        return work
    }

    private func isSuppressed(_ number: Int, _ work: Workspace) throws -> Bool {
        try work.mailer("subscribers", "show", "reader\(number)@example.org").output.contains("hard_bounce")
    }

    @Test func farMoreRefusalsThanUsualHoldTheMailingAndCountForNothing() throws {
        let work = try prepared(30, fault: "rcpt=550 5.1.1 User unknown @first:20")
        let held = try work.mailer("send", "issue.md", "--yes")
        #expect(held.status == 75, "\(held)")
        #expect(held.errors.contains("of 20 recipients answered 20 were refused (100 %)"), "\(held)")
        #expect(held.errors.contains("550 5.1.1 User unknown"), "\(held)")
        let status = try work.status("issue")
        #expect(status["state"] as? String == "paused" && status["held_for_refusals"] as? Bool == true)
        #expect(
            status["failed"] as? Int == 0 && status["deferred"] as? Int == 20 && status["open_refusals"] as? Int == 20)
        #expect(try (1...30).allSatisfy { try !isSuppressed($0, work) })

        #expect(try work.mailer("resume", "issue").status == 0)
        let rest = try work.mailer("send", "issue.md", "--yes")
        #expect(rest.status == 0, "\(rest)")
        #expect(try work.mailed().sorted() == (1...30).map { "reader\($0)@example.org" }.sorted())
        #expect(try work.read("delivery.log").contains("event=mailing_held"))
    }

    @Test func heldRefusalsThatAreTrueAreBookedByWord() throws {
        let work = try prepared(30, fault: "rcpt=550 5.1.1 User unknown @first:20")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 75)
        let accepted = try work.mailer("resume", "issue", "--accept-refusals")
        #expect(accepted.status == 0, "\(accepted)")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        let status = try work.status("issue")
        #expect(status["failed"] as? Int == 20 && status["sent"] as? Int == 10 && status["finished"] as? Bool == true)
        #expect(try (1...30).count { try isSuppressed($0, work) } == 20)
    }

    @Test func withoutRefusalsNothingCanBeAccepted() throws {
        let work = try prepared(2, fault: "rcpt=451 4.7.1 Try later @first:1")
        _ = try work.mailer("send", "issue.md", "--yes")
        let result = try work.mailer("resume", "issue", "--accept-refusals")
        #expect(result.status == 1 && result.errors.contains("held"), "\(result)")
    }

    /// One command after our fault is mended: whoever failed gets it, nobody twice, and is no longer suppressed.
    @Test(arguments: [["--all"], ["--class", "hard"], ["--reply", "user UNKNOWN"], ["--domain", "example.org"]])
    func theFailedAreSentToAgain(_ choice: [String]) throws {
        let work = try prepared(30, fault: "rcpt=550 5.1.1 User unknown @to:reader3@* @first:1")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(try work.status("issue")["failed"] as? Int == 1)
        #expect(try isSuppressed(3, work))
        let result = try Program.run(
            Program.path, ["retry", "issue", "--yes"] + choice, in: work.folder)
        #expect(result.status == 0, "\(result)")
        let status = try work.status("issue")
        #expect(status["sent"] as? Int == 30 && status["failed"] as? Int == 0 && status["finished"] as? Bool == true)
        #expect(try !isSuppressed(3, work))
        #expect(try work.mailed().sorted() == (1...30).map { "reader\($0)@example.org" }.sorted())
    }

    /// What is about the reader is left alone unless it is asked for, and so is who is of another kind.
    @Test(arguments: [[], ["--class", "sender"], ["--reply", "mailbox full"], ["--domain", "example.net"]])
    func nobodyElseIsSentToAgain(_ choice: [String]) throws {
        let work = try prepared(30, fault: "rcpt=550 5.1.1 User unknown @to:reader3@*")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        let result = try Program.run(
            Program.path, ["retry", "issue", "--yes"] + choice, in: work.folder)
        #expect(result.status != 64 && !result.errors.isEmpty || !result.output.isEmpty, "\(result)")
        #expect(try work.status("issue")["failed"] as? Int == 1)
        #expect(try work.mailed().count == 29 && isSuppressed(3, work))
    }
}
