import Foundation
import Testing

/// Refusals that are about us: nobody pays for them, and a handful is enough to stop.
@Suite struct OwnFaultTests {
    private func prepared(_ readers: Int, fault: String, connections: Int = 4, extra: String = "") throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(["--fault", fault], extra: extra)
        try work.write(
            "mailer.yaml",
            try work.read("mailer.yaml").replacing("connections: 4", with: "connections: \(connections)"))
        try work.importReaders(readers)
        try work.write("issue.md", "# Title\n\nText.\n")
        return work
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let readers: Int
        var connections = 4
        /// What the one sentence says is to be changed.
        let advice: String
        var testDescription: String { "\(fault), \(readers) readers, \(connections) connections" }
    }

    private static let notOwned = "553 5.7.1 <news@example.org>: Sender address rejected: not owned by user"
    static let cases = [
        Case(fault: "mail=550 5.7.1 Sender rejected: not allowed to send as this", readers: 30, advice: "Check"),
        Case(fault: "rcpt=\(notOwned)", readers: 12, advice: "127.0.0.1 said: 553"),
        Case(fault: "rcpt=\(notOwned)", readers: 300, connections: 40, advice: "127.0.0.1 said: 553"),
        Case(fault: "rcpt=554 5.7.1 Relay access denied", readers: 300, connections: 20, advice: "relay"),
        Case(fault: "rcpt=530 5.7.0 Authentication required", readers: 300, connections: 20, advice: "password_file"),
        Case(fault: "dot=550 5.7.26 Unauthenticated email", readers: 300, connections: 20, advice: "DMARC"),
    ]

    @Test(arguments: cases) func aHandfulIsTouchedNobodyFailsAndTheMailingIsPaused(_ item: Case) throws {
        let work = try prepared(item.readers, fault: item.fault, connections: item.connections)
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 75, "\(result)")
        #expect(result.errors.contains("because of us, not of their readers"), "\(result)")
        #expect(result.errors.contains(item.advice), "\(result)")
        let status = try work.status("issue")
        #expect(status["state"] as? String == "paused")
        #expect(status["failed"] as? Int == 0)
        #expect(status["deferred"] as? Int == 5)
        #expect(status["pending"] as? Int == item.readers - 5)
        #expect(status["balanced"] as? Bool == true)
        #expect(try work.suppressions() == 0)
    }

    /// In the middle of a mailing, with many messages under way, no more than a handful is touched, either.
    @Test(arguments: [
        "dot=550 5.7.26 Unauthenticated email is not accepted @after:150",
        "rcpt=554 5.7.1 Relay access denied @after:150",
    ])
    func aFaultOfOursInTheMiddleTouchesAHandful(fault: String) throws {
        let work = try prepared(300, fault: fault, connections: 20)
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 75, "\(result)")
        let status = try work.status("issue")
        #expect(status["state"] as? String == "paused")
        #expect(status["failed"] as? Int == 0)
        #expect(status["sent"] as? Int == 150)
        // A message that was taken a moment before may have its reply behind the first refusals.
        let deferred = try #require(status["deferred"] as? Int)
        #expect((5...10).contains(deferred))
        #expect(status["pending"] as? Int == 150 - deferred)
        #expect(try work.read("delivery.log").contains("status=released"))
    }

    /// Who was put off because of us goes at once when it is mended, with everybody else.
    @Test func mendedAndResumedEverybodyHasItOnce() throws {
        let work = try prepared(40, fault: "rcpt=553 5.7.1 Sender address rejected: not owned by user @first:5")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 75)
        #expect(try work.mailed().isEmpty)
        #expect(try work.mailer("resume", "issue").status == 0)
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        let mailed = try work.mailed()
        #expect(mailed.count == 40 && Set(mailed).count == 40)
        #expect(try work.suppressions() == 0)
    }

    /// Two relays, of which one does not know our sender: nobody waits for people.
    @Test func whatOneRelayRefusesOfUsGoesOverTheOther() throws {
        let work = try prepared(60, fault: "rcpt=553 5.7.1 Sender address rejected: not owned by user")
        let first = try work.relayLine()
        try work.startSandbox()
        let second = try work.relayLine()
        try work.write("mailer.yaml", try work.read("mailer.yaml").replacing("relays:\n", with: "relays:\n\(first)"))
        #expect(first != second)
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 75 || result.status == 0, "\(result)")
        let status = try work.status("issue")
        #expect(status["failed"] as? Int == 0)
        #expect(status["state"] as? String != "paused")
        #expect(try #require(status["deferred"] as? Int) <= 5)
        #expect(try #require(status["sent"] as? Int) >= 55)
    }

    /// "Try again in 1 second" sets a pause and uses up nothing.
    @Test func aHintOfASecondUsesUpNoDays() throws {
        let work = try prepared(1, fault: "rcpt=451 4.7.1 Greylisted, try again in 1 seconds @first:2")
        let first = try work.mailer("send", "issue.md", "--yes")
        #expect(first.status == 75, "\(first)")
        #expect(try work.status("issue")["deferred"] as? Int == 1)
        let result = try work.mailer("send", "issue.md", "--yes", "--wait", "120s")
        #expect(result.status == 0, "\(result)")
        #expect(try work.status("issue")["sent"] as? Int == 1)
    }

    /// The days of the schedule are time: with none left the next refusal is the last.
    @Test func aDeliveryWhoseTimeIsUpFailsWithItsCause() throws {
        let work = try prepared(
            2, fault: "rcpt=450 4.7.1 Client host rejected: cannot find your reverse hostname @to:reader2@*",
            extra: "retry:\n  pauses: [1s]\n  expires: 2s\n")
        _ = try work.mailer("send", "issue.md", "--yes", "--wait", "5s")
        let status = try work.status("issue")
        #expect(status["sent"] as? Int == 1)
        #expect(status["failed"] as? Int == 1)
        #expect(try work.mailer("trace", "reader2@example.org").output.contains("retries used up"))
        #expect(try work.suppressions() == 0)
    }
}

extension Workspace {
    /// The relay's entry in mailer.yaml.
    fileprivate func relayLine() throws -> String {
        let text = try read("mailer.yaml")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("  - url: ") })
        return lines[start..<(start + 3)].map { $0 + "\n" }.joined()
    }

    fileprivate func suppressions() throws -> Int {
        let script =
            "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM suppressions').fetchone()[0])"
        let result = try Python.run(script, [path("mailer.db")])
        return try #require(Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
}
