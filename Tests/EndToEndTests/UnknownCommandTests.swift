import Foundation
import Testing

/// `mailer unknown` with one message whose answer was lost, and logs written for the test.
@Suite struct UnknownCommandTests {
    private func lossyMailing() throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(["--fault", "dot=drop-after @to:reader2@*"])
        try work.importReaders(3)
        try work.write("issue.md", "# Title\n\nText.\n")
        let sent = try work.mailer("send", "issue.md", "--yes")
        #expect(sent.status == 75, "\(sent)")
        return work
    }

    /// The Message-ID as the list tells it, without its brackets.
    private func messageID(_ work: Workspace) throws -> String {
        let listed = try work.mailer("unknown").output
        return String(try #require(listed.firstMatch(of: /Message-ID +<(.*)>/)?.1))
    }

    private func log(_ lines: String..., time: String = "2026-01-02T03:04:05Z") -> String {
        lines.map { "\(time) relay postfix/\($0)\n" }.joined()
    }

    @Test func theListSaysWhatIsKnown() throws {
        let work = try lossyMailing()
        let listed = try work.mailer("unknown", "issue")
        #expect(listed.status == 0)
        #expect(
            listed.output.contains("reader2@example.org\n  mailing    issue, delivery 2\n  since      20"), "\(listed)")
        #expect(listed.output.contains("  why        lost connection with 127.0.0.1 after message data"), "\(listed)")
        #expect(listed.output.contains("  relay      127.0.0.1:"), "\(listed)")
        let sent = try work.outbox().map { try work.read("outbox/\($0)") }
        let id = try messageID(work)
        #expect(sent.count { $0.contains("Message-ID: <\(id)>") } == 1)
        #expect(try work.mailer("unknown", "issue", "--json").output.contains("\"message_id\": \"<\(id)>\""))
    }

    @Test func aLogOfAnotherTimeSettlesNothing() throws {
        let work = try lossyMailing()
        try work.write("mail.log", log("smtpd[1]: connect from x", "smtpd[1]: disconnect from x"))
        let settled = try work.mailer("unknown", "issue", "--settle", "relay-log", "mail.log")
        #expect(settled.status == 75)
        #expect(settled.output.contains("reader2@example.org  not covered"), "\(settled)")
        #expect(settled.errors.contains("the log goes from 2026-01-0"), "\(settled)")
        #expect(try work.status("issue")["unknown"] as? Int == 1)
    }

    @Test func aLogThatCoversTheTimeMayHaveNoTrace() throws {
        let work = try lossyMailing()
        let lines = log("smtpd[1]: connect from x") + log("smtpd[1]: disconnect from x", time: "2999-01-02T03:04:05Z")
        let settled = try Program.run(
            Program.path, ["unknown", "issue", "--settle", "relay-log", "-"], in: work.folder, input: Array(lines.utf8))
        #expect(settled.status == 75)
        #expect(settled.output.contains("reader2@example.org  no trace"), "\(settled)")
        #expect(settled.errors.contains("never saw these messages"), "\(settled)")
        #expect(try work.status("issue")["unknown"] as? Int == 1)
    }

    @Test func rotatedLogsMayComeInAnyOrder() throws {
        let work = try lossyMailing()
        let id = try messageID(work)
        try work.write(
            "mail.log", log("qmgr[3]: Q1234: from=<x>, size=1, nrcpt=1 (queue active)", time: "2026-01-03T00:00:00Z"))
        try work.write("mail.log.1", log("cleanup[2]: Q1234: message-id=<\(id)>"))
        let settled = try work.mailer("unknown", "issue", "--settle", "relay-log", "mail.log", "mail.log.1")
        #expect(settled.status == 0, "\(settled)")
        #expect(settled.output.contains("reader2@example.org  sent  mail.log:1  qmgr: Q1234: "), "\(settled)")
        #expect(try work.status("issue")["sent"] as? Int == 3)
        #expect(try work.mailer("explain", "reader2@example.org", "issue").output.contains("by relay log: mail.log:1"))
    }

    @Test func anUndecidedMessageStaysUnknown() throws {
        let work = try lossyMailing()
        try work.write("mail.log", log("cleanup[2]: Q1234: message-id=<\(try messageID(work))>"))
        let settled = try work.mailer("unknown", "issue", "--settle", "relay-log", "mail.log")
        #expect(settled.status == 75)
        #expect(settled.errors.contains("postqueue -p"), "\(settled)")
        #expect(try work.status("issue")["unknown"] as? Int == 1)
    }

    @Test(arguments: [("--sent", "sent"), ("--failed", "failed")])
    func theOperatorSettlesByHand(_ option: String, _ state: String) throws {
        let work = try lossyMailing()
        let dry = try work.mailer("unknown", "issue", option, "reader2@example.org", "--dry-run")
        #expect(dry.output.contains("not stored"), "\(dry)")
        #expect(try work.status("issue")["unknown"] as? Int == 1)
        let settled = try work.mailer("unknown", "issue", option, "Reader2@example.org")
        #expect(settled.output == "reader2@example.org: \(state)\n", "\(settled)")
        #expect(try work.status("issue")["unknown"] as? Int == 0)
        let again = try work.mailer("unknown", "issue", option, "reader2@example.org")
        #expect(again.status == 1)
        #expect(again.errors.contains("is not unknown in issue"), "\(again)")
    }

    @Test func aCopySentAgainHasTheSameMessageID() throws {
        let work = try lossyMailing()
        let id = try messageID(work)
        let dry = try work.mailer("unknown", "issue", "--resend", "--dry-run")
        #expect(dry.errors.contains("  reader2@example.org"), "\(dry)")
        #expect(try work.mailer("unknown", "issue", "--resend", "--yes").status == 0)
        #expect(try work.status("issue")["deferred"] as? Int == 1)
        _ = try work.mailer("send", "issue.md", "--yes")
        let copies = try work.outbox().map { try work.read("outbox/\($0)") }
        #expect(copies.count { $0.contains("Message-ID: <\(id)>") } == 2)
    }

    @Test(arguments: [
        (["issue", "--settle", "relay-log"], 64, "Say which log"),
        (["--settle", "relay-log"], 64, "Say which mailing"),
        (["issue", "--settle", "hearsay", "mail.log"], 64, "There is no evidence 'hearsay'"),
        (["issue", "--settle", "relay-log", "none.log"], 1, "none.log cannot be read"),
        (["issue", "--settle", "relay-log", "issue.md"], 1, "no line of Postfix's is in it"),
        (["issue", "--settle", "relay-log", "packed.gz"], 1, "zcat packed.gz"),
        (["issue", "--resend"], 64, "say --yes"),
        (["issue", "--resend", "--sent", "reader2@example.org"], 64, "not several"),
        (["issue", "--resend", "reader1@example.org", "--yes"], 1, "is not unknown in issue"),
        (["issue", "--sent", "nobody"], 1, "nobody"),
        (["issue", "--sent", "reader2@example.org", "--failed", "reader2@example.org"], 64, "cannot be both"),
        (["issue", "reader2@example.org"], 64, "is for --settle or --resend"),
        (["other"], 1, "There is no mailing 'other'"),
    ])
    func aSlipOfTheHandChangesNothing(_ arguments: [String], _ status: Int32, _ words: String) throws {
        let work = try lossyMailing()
        try work.write("packed.gz", bytes: [0x1F, 0x8B, 8, 0])
        let result = try Program.run(Program.path, ["unknown"] + arguments, in: work.folder)
        #expect(result.status == status, "\(result)")
        #expect(result.errors.contains(words), "\(result)")
        #expect(try work.status("issue")["unknown"] as? Int == 1)
    }
}
