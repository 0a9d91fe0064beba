import Foundation
import Testing

/// A relay that takes the connection and never greets, and an operator who will not wait for it. The session may take
/// five minutes to be set up here, and a program that has not ended after two is killed (`Running.finish`): its status
/// shows then that it waited.
@Suite struct SilentRelayTests {
    private static let readers = (1...20).map { "reader\($0)@example.org" }

    private func prepared(setup: String = "5m") throws -> (work: Workspace, relay: Running) {
        let work = try Workspace()
        let relay = try work.startSandbox(
            ["--fault", "greeting=hang", "--verbose"],
            extra: "    connect_timeout: 10m\n    setup_timeout: \(setup)\n")
        try work.importReaders(Self.readers.count)
        try work.write("issue.md", "# Title\n\nText.\n")
        return (work, relay)
    }

    /// Starts a sender; it has a connection that hangs when this returns.
    private func hanging(_ work: Workspace, _ relay: Running, _ arguments: String...) throws -> Running {
        let sender = try work.start(arguments)
        _ = try relay.line(containing: "(hang)")
        return sender
    }

    private func wait(forLogOf work: Workspace, _ event: String) {
        for _ in 0..<300 {
            if let log = try? work.read("delivery.log"), log.contains("event=\(event) ") { return }
            usleep(50_000)
        }
        Testing.Issue.record("there is no \(event) in the log")
    }

    /// Nobody was tried, and no connection was given up, as it is when its time is over.
    private func expectUntouched(_ work: Workspace) throws {
        let status = try work.status("issue")
        #expect(status["pending"] as? Int == Self.readers.count)
        #expect(status["balanced"] as? Bool == true)
        #expect(try work.mailed().isEmpty)
        #expect(try !work.read("delivery.log").contains("event=connection_failed"))
    }

    /// With a relay that works, each gets it once.
    private func expectSentOnce(_ work: Workspace) throws {
        try work.startSandbox()
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(try work.mailed().sorted() == Self.readers.sorted())
        #expect(try work.status("issue")["finished"] as? Bool == true)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalEndsTheSender(signal: Int32) throws {
        let (work, relay) = try prepared()
        let result = try hanging(work, relay, "send", "issue.md", "--yes").stop(signal)
        #expect(result.status == 75, "\(result)")
        try expectUntouched(work)
        try expectSentOnce(work)
    }

    /// A sender in the foreground stays, so that `resume` can let it go on; what hangs does not keep it from ending.
    @Test func aPauseIsHeardByTheSender() throws {
        let (work, relay) = try prepared()
        let sender = try hanging(work, relay, "send", "issue.md", "--yes")
        #expect(try work.mailer("pause", "issue", "--reason", "the relay is silent").status == 0)
        wait(forLogOf: work, "mailing_paused")
        #expect(sender.isRunning)
        #expect(try work.status("issue")["pause_reason"] as? String == "by hand: the relay is silent")
        let result = sender.stop()
        #expect(result.status == 75, "\(result)")
        try expectUntouched(work)
        #expect(try work.mailer("resume", "issue").status == 0)
        try expectSentOnce(work)
    }

    @Test func aPauseEndsTheDaemonsRun() throws {
        let (work, relay) = try prepared()
        #expect(try work.mailer("send", "issue.md", "--yes", "--at", "2099-01-01T09:00Z").status == 0)
        try work.sql("UPDATE mailings SET start_at = 1")
        let daemon = try hanging(work, relay, "work", "--once")
        #expect(try work.mailer("pause", "issue").status == 0)
        let result = daemon.finish()
        #expect(result.status == 0, "\(result)")
        try expectUntouched(work)
        #expect(try work.mailer("resume", "issue").status == 0)
        try expectSentOnce(work)
    }

    @Test func withoutAWordFromAnybodyTheRelayIsGivenUpAndNobodyIsPutOff() throws {
        let (work, _) = try prepared(setup: "1s")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 75, "\(result)")
        #expect(result.errors.contains("no session within 1.0 seconds (greeting)"), "\(result)")
        #expect(try work.read("delivery.log").contains(" failure=lost stage=greeting "))
        #expect(try work.status("issue")["pending"] as? Int == Self.readers.count)
        try expectSentOnce(work)
    }

    @Test func aCancelEndsTheSenderAndNobodyGetsIt() throws {
        let (work, relay) = try prepared()
        let sender = try hanging(work, relay, "send", "issue.md", "--yes")
        #expect(try work.mailer("cancel", "issue", "--yes").status == 0)
        let result = sender.finish()
        #expect(result.status == 0, "\(result)")
        let status = try work.status("issue")
        #expect(status["state"] as? String == "cancelled")
        #expect(status["skipped"] as? Int == Self.readers.count)
        #expect(status["balanced"] as? Bool == true)
        #expect(try !work.read("delivery.log").contains("event=connection_failed"))
        try work.startSandbox()
        #expect(try work.mailer("send", "issue.md", "--yes").output.contains("cancelled"))
        #expect(try work.mailed().isEmpty)
    }
}
