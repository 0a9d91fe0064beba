import Foundation
import Testing

/// What a relay can do to a mailing, seen from the command line.
@Suite struct RelayFaultTests {
    private func prepared(_ readers: Int, faults: [String] = [], options: [String] = []) throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(options + faults.flatMap { ["--fault", $0] })
        try work.importReaders(readers)
        try work.write("issue.md", "# Title\n\nText.\n")
        return work
    }

    @Test func anUnknownUserFailsAloneAndIsSuppressed() throws {
        let work = try prepared(5, faults: ["rcpt=550 5.1.1 No such user @to:reader3@*"])
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        let status = try work.status("issue")
        #expect(status["sent"] as? Int == 4)
        #expect(status["failed"] as? Int == 1)
        #expect(try work.mailer("subscribers", "show", "reader3@example.org").output.contains("hard_bounce"))
        #expect(try work.mailer("trace", "reader3@example.org").output.contains("No such user"))

        try work.write("next.md", "# Next\n\nText.\n")
        _ = try work.mailer("send", "next.md", "--yes")
        #expect(try work.status("next")["skipped"] as? Int == 1)
    }

    @Test func temporaryErrorsAreDeferredAndSentLater() throws {
        let work = try Workspace()
        try work.startSandbox(
            ["--fault", "rcpt=451 4.7.1 Try later @first:2"], extra: "retry:\n  pauses: [1s, 1s]\n")
        try work.importReaders(5)
        try work.write("issue.md", "# Title\n\nText.\n")
        let first = try work.mailer("send", "issue.md", "--yes")
        #expect(first.status == 75, "\(first)")
        #expect(try work.status("issue")["deferred"] as? Int == 2)
        let second = try work.mailer("send", "issue.md", "--yes", "--wait", "10s")
        #expect(second.status == 0, "\(second)")
        #expect(try work.mailed().sorted() == (1...5).map { "reader\($0)@example.org" })
    }

    @Test func aConnectionLostAfterTheDotIsUnknownAndNotRepeated() throws {
        let work = try prepared(5, faults: ["dot=drop-after @first:1"])
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 75, "\(result)")
        let status = try work.status("issue")
        #expect(status["sent"] as? Int == 4)
        #expect(status["unknown"] as? Int == 1)
        let again = try work.mailer("send", "issue.md", "--yes")
        #expect(again.status == 75, "\(again)")
        #expect(try work.mailed().count == 5)
    }

    @Test func aConnectionLostBeforeTheDotIsTriedAgain() throws {
        let work = try prepared(5, faults: ["data=drop @first:2"])
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(Set(try work.mailed()).count == 5)
        #expect(try work.mailed().count == 5)
    }

    @Test func aRefusalOfEveryMessageStopsTheMailing() throws {
        let work = try prepared(100, faults: ["mail=550 5.7.1 Your domain is blocked"])
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 75, "\(result)")
        #expect(result.errors.contains("Your domain is blocked"), "\(result)")
        let status = try work.status("issue")
        #expect(status["failed"] as? Int == 0)
        #expect(status["sent"] as? Int == 0)
        #expect(status["balanced"] as? Bool == true)
    }

    @Test func withoutPipeliningEverybodyGetsTheMail() throws {
        let work = try prepared(20, options: ["--no-pipelining"])
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(Set(try work.mailed()).count == 20)
    }

    /// Killed at growing moments, resumed each time: nobody is lost or mailed twice.
    @Test func killedAndResumedNobodyIsLostOrMailedTwice() throws {
        let work = try prepared(300, options: ["--delay", "2ms"])
        for round in 0..<6 {
            let run = try Running(Program.path, ["send", "issue.md", "--yes"], in: work.folder)
            let before = work.outbox().count
            while run.isRunning, work.outbox().count < before + 7 + round * 5 { usleep(2_000) }
            _ = run.stop(SIGKILL)
        }
        let last = try work.mailer("send", "issue.md", "--yes")
        #expect(last.status == 0 || last.status == 75, "\(last)")
        let status = try work.status("issue")
        let mailed = try work.mailed()
        let unknown = try #require(status["unknown"] as? Int)
        let sent = try #require(status["sent"] as? Int)
        #expect(status["pending"] as? Int == 0)
        #expect(status["balanced"] as? Bool == true)
        #expect(sent + unknown == 300)
        #expect(unknown <= 6 * 4)
        #expect(Set(mailed).count == mailed.count, "mailed twice")
        #expect(mailed.count >= sent && mailed.count <= sent + unknown)
    }

    @Test func anInterruptFinishesWhatIsInFlightAndCanBeResumed() throws {
        let work = try prepared(300, options: ["--delay", "5ms"])
        let run = try Running(Program.path, ["send", "issue.md", "--yes"], in: work.folder)
        while run.isRunning, work.outbox().count < 10 { usleep(2_000) }
        let result = run.stop(SIGINT)
        #expect(result.status == 75, "\(result)")
        let status = try work.status("issue")
        #expect(status["unknown"] as? Int == 0)
        #expect(status["in_flight"] as? Int == 0)
        #expect(status["sent"] as? Int == work.outbox().count)
        #expect(try #require(status["pending"] as? Int) > 0)
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(try work.mailed().count == 300)
    }

    @Test func aSecondSenderIsToldWhoHoldsTheMailing() throws {
        let work = try prepared(300, options: ["--delay", "20ms"])
        let first = try Running(Program.path, ["send", "issue.md", "--yes"], in: work.folder)
        while first.isRunning, work.outbox().isEmpty { usleep(2_000) }
        let second = try work.mailer("send", "issue.md", "--yes")
        #expect(second.status == 1, "\(second)")
        #expect(second.errors.contains("\(first.pid)"), "\(second)")
        #expect(first.finish().status == 0)
        #expect(try work.mailed().count == 300)
    }

    /// The rate is one truth for all connections: 30 messages at 100/s take at least a quarter of a second of pacing.
    @Test func theConfiguredRateIsSharedByAllConnections() throws {
        let work = try prepared(30)
        try work.write(
            "mailer.yaml",
            try work.read("mailer.yaml").replacing("connections: 4", with: "connections: 4\n    rate: 20/s"))
        let started = ContinuousClock.now
        #expect(try work.mailer("send", "issue.md", "--yes").status == 0)
        #expect(ContinuousClock.now - started >= .milliseconds(1_400))
    }
}
