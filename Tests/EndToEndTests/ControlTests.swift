import Foundation
import Testing

/// Pausing, scheduling, correcting: what an operator does to a mailing from another terminal.
@Suite struct ControlTests {
    /// A relay that takes about 100 messages a second, so that there is time to step in.
    private func slowMailing(_ readers: Int) throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(extra: "    rate: 40/s\n")
        try work.importReaders(readers)
        try work.write("issue.md", "# First wording\n\nText.\n")
        return work
    }

    private func wait(
        for work: Workspace, _ mailing: String = "issue", _ condition: ([String: Any]) -> Bool
    ) throws {
        for _ in 0..<300 {
            // Before the sender has stored the mailing, there is none to ask for.
            if try work.mailer("status", mailing).status == 0, condition(try work.status(mailing)) { return }
            usleep(50_000)
        }
        Testing.Issue.record("it did not happen: \(try work.status(mailing))")
    }

    @Test func aMailingIsPausedAndResumedWhileAnotherProcessSendsIt() throws {
        let work = try slowMailing(200)
        let send = try work.start("send", "issue.md", "--yes")
        try wait(for: work) { $0["sent"] as? Int ?? 0 > 20 }
        #expect(try work.mailer("pause", "issue", "--reason", "wrong link").status == 0)
        try wait(for: work) { _ in (try? work.read("delivery.log").contains("event=mailing_paused")) ?? false }
        let paused = try work.status("issue")
        #expect(paused["state"] as? String == "paused")
        #expect(paused["pause_reason"] as? String == "by hand: wrong link")
        #expect(paused["finished"] as? Bool == false)
        let count = try work.mailed().count
        #expect(count < 200)
        #expect(try work.mailer("resume", "issue").status == 0)
        let result = send.finish()
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("by hand: wrong link"), "\(result)")
        #expect(try work.mailed().count == 200)
        #expect(Set(try work.mailed()).count == 200)
        let log = try work.read("delivery.log")
        #expect(log.contains("event=mailing_paused") && log.contains("event=mailing_unpaused"))
    }

    @Test func aCancelledMailingStopsAndEverybodyIsAccountedFor() throws {
        let work = try slowMailing(300)
        let send = try work.start("send", "issue.md", "--yes")
        try wait(for: work) { $0["sent"] as? Int ?? 0 > 20 }
        #expect(try work.mailer("cancel", "issue").status == 64)
        #expect(try work.mailer("cancel", "issue", "--yes").status == 0)
        _ = send.finish()
        let status = try work.status("issue")
        #expect(status["state"] as? String == "cancelled")
        #expect(status["balanced"] as? Bool == true)
        #expect(status["pending"] as? Int == 0)
        #expect(try work.mailed().count == status["sent"] as? Int)
    }

    @Test func aCorrectionGoesToTheRestOnlyAndTheLedgerKnowsWho() throws {
        let work = try slowMailing(200)
        let send = try work.start("send", "issue.md", "--yes")
        try wait(for: work) { $0["sent"] as? Int ?? 0 > 20 }
        #expect(try work.mailer("correct", "issue", "--yes").status == 1)
        try work.write("issue.md", "# Second wording\n\nText.\n")
        let corrected = try work.mailer("correct", "issue", "--yes")
        #expect(corrected.status == 0, "\(corrected)")
        #expect(send.finish().status == 0)
        let versions = try #require(try work.status("issue")["versions"] as? [[String: Int]])
        #expect(versions.map { $0["version"] } == [1, 2])
        let subjects = try work.messages().map { $0.contains("First wording") ? 1 : 2 }
        #expect(versions.map { $0["count"] } == [subjects.filter { $0 == 1 }.count, subjects.filter { $0 == 2 }.count])
        #expect(Set(try work.mailed()).count == 200)
    }

    @Test func theCanaryIsSentAndTheRestHeldUntilSomebodySaysSo() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(40)
        try work.write("issue.md", "# Title\n\nText.\n")
        let first = try work.mailer("send", "issue.md", "--yes", "--canary", "10%")
        #expect(first.status == 75, "\(first)")
        #expect(first.errors.contains("mailer resume issue"))
        #expect(try work.mailed().count == 4)
        #expect(try work.status("issue")["state"] as? String == "paused")
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try work.mailed().count == 4)
        #expect(try work.mailer("resume", "issue").status == 0)
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(Set(try work.mailed()).count == 40)
        #expect(try work.status("issue")["finished"] as? Bool == true)
    }

    @Test(arguments: ["0%", "100%", "5", "-1%", "x%"])
    func aShareThatIsNoneIsRefused(share: String) throws {
        let work = try Workspace()
        try work.write("issue.md", "# Title\n\nText.\n")
        #expect(try work.mailer("send", "issue.md", "--yes", "--canary", share).status == 64)
    }

    @Test func theDaemonStartsAScheduledMailingAtItsTimeAndEndsWhenItIsTold() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(10)
        try work.write("issue.md", "# Title\n\nText.\n")
        let time = ISO8601DateFormatter()
        time.formatOptions = [.withInternetDateTime]
        // To the minute: the next full one may be up to a minute away, so the row is moved in the database below.
        let start = time.string(from: Date(timeIntervalSinceNow: 90)).replacing(/:\d\dZ/, with: "Z")
        let scheduled = try work.mailer("send", "issue.md", "--yes", "--at", start)
        #expect(scheduled.status == 0, "\(scheduled)")
        #expect(try work.status("issue")["state"] as? String == "scheduled")
        #expect(try work.status("issue")["finished"] as? Bool == false)
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try work.mailed().isEmpty)
        try work.sql("UPDATE mailings SET start_at = 1")
        let daemon = try work.start("work")
        try wait(for: work) { $0["finished"] as? Bool == true }
        #expect(daemon.stop().status == 0)
        #expect(Set(try work.mailed()).count == 10)
    }

    /// A limit holds the first one to a crawl; the second is finished long before it.
    @Test func mailingsTakeTurns() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "limits: [{ domains: [slow.example], rate: 1/s }]\n")
        let crawl = (1...90).map { "reader\($0)@slow.example,R" }.joined(separator: "\n")
        try work.write("slow.csv", "email,name\n\(crawl)\n")
        _ = try work.mailer("import", "slow.csv", "--list", "slow")
        try work.importReaders(10, list: "quick")
        for name in ["slow", "quick"] {
            try work.write("\(name).md", "---\nlist: \(name)\n---\n# Title\n\nText.\n")
            let scheduled = try work.mailer("send", "\(name).md", "--yes", "--at", "2099-01-01T09:00Z")
            #expect(scheduled.status == 0, "\(scheduled)")
        }
        try work.sql("UPDATE mailings SET start_at = id")
        let daemon = try work.start("work", "--turn", "1s")
        try wait(for: work, "quick") { $0["finished"] as? Bool == true }
        #expect(try work.status("slow")["finished"] as? Bool == false)
        let before = try work.status("slow")["sent"] as? Int ?? 0
        try wait(for: work, "slow") { $0["sent"] as? Int ?? 0 > before }
        #expect(daemon.stop().status == 0)
        #expect(try Set(work.mailed()).count == work.mailed().count)
        #expect(try work.read("delivery.log").contains("Another mailing has its turn"))
    }

    @Test func theDaemonSendsRetriesWhenTheyFallDue() throws {
        let work = try Workspace()
        try work.startSandbox(["--fault", "rcpt=451 4.7.1 Try later @first:3"], extra: "retry:\n  pauses: [1s, 1s]\n")
        try work.importReaders(5)
        try work.write("issue.md", "# Title\n\nText.\n")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 75)
        let daemon = try work.start("work")
        try wait(for: work) { $0["finished"] as? Bool == true }
        #expect(daemon.stop().status == 0)
        #expect(try work.mailed().sorted() == (1...5).map { "reader\($0)@example.org" })
    }

    @Test(arguments: [
        ("2026-12-01 09:00", "no time with a zone"), ("2020-01-01T09:00Z", "is past"),
        ("2099-02-31T09:00Z", "does not exist"), ("2099-03-01 09:00 Mars/Base", "no time zone"),
        ("tomorrow", "no time with a zone"),
    ])
    func aTimeThatIsNoneIsRefused(text: String, message: String) throws {
        let work = try Workspace()
        try work.importReaders(1)
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--yes", "--at", text)
        #expect(result.status == 1)
        #expect(result.errors.contains(message), "\(result)")
    }

    @Test func twoSendersOfOneMailingMailNobodyTwiceAndTheSecondSaysWhoHoldsIt() throws {
        let work = try slowMailing(150)
        let first = try work.start("send", "issue.md", "--yes")
        try wait(for: work) { $0["sent"] as? Int ?? 0 > 5 }
        let second = try work.mailer("send", "issue.md", "--yes")
        #expect(second.status == 1)
        #expect(second.errors.contains("Another process is sending this mailing: "), "\(second)")
        #expect(first.finish().status == 0)
        #expect(try work.mailed().count == 150)
        #expect(Set(try work.mailed()).count == 150)
    }

    @Test func aDeadRelayOfTwoIsLeftAloneAndTheOtherSendsAll() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(50)
        try work.write("issue.md", "# Title\n\nText.\n")
        let config = try work.read("mailer.yaml")
        try work.write("mailer.yaml", config + "  - url: smtp://127.0.0.1:1\n    tls: off\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(Set(try work.mailed()).count == 50)
        #expect(try work.read("delivery.log").contains("event=connection_failed"))
    }

    @Test func whatOnlyPeopleCanMendPausesTheMailingAndSaysWhy() throws {
        let work = try Workspace()
        try work.startSandbox(["--fault", "mail=550 5.7.1 Your domain is blocked"])
        try work.importReaders(60)
        try work.write("issue.md", "# Title\n\nText.\n")
        #expect(try work.mailer("send", "issue.md", "--yes").status == 75)
        let status = try work.status("issue")
        #expect(status["state"] as? String == "paused")
        #expect((status["pause_reason"] as? String)?.contains("Your domain is blocked") == true)
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try work.mailed().isEmpty)
    }
}

/// Limits, seen from the command line.
@Suite struct LimitTests {
    @Test func afterARestartTheHourlyWindowStillCounts() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "    windows: [30/h]\n")
        try work.importReaders(50)
        try work.write("issue.md", "# Title\n\nText.\n")
        let first = try work.start("send", "issue.md", "--yes")
        for _ in 0..<200 where try work.mailed().count < 30 { usleep(50_000) }
        #expect(first.stop().status == 75)
        let second = try work.start("send", "issue.md", "--yes")
        usleep(1_500_000)
        #expect(second.stop().status == 75)
        #expect(try work.mailed().count == 30)
    }

    @Test func aSlowDestinationHoldsNobodyElseUp() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "limits:\n  - domains: [gmail.com]\n    rate: 1/min\n")
        let rows = (1...400).map { $0 <= 300 ? "r\($0)@gmail.com" : "r\($0)@example.org" }
        try work.write("readers.csv", "email\n" + rows.joined(separator: "\n") + "\n")
        #expect(try work.mailer("import", "readers.csv", "--list", "weekly").status == 0)
        try work.write("issue.md", "# Title\n\nText.\n")
        let send = try work.start("send", "issue.md", "--yes")
        for _ in 0..<200 where try work.mailed().count < 101 { usleep(50_000) }
        #expect(send.stop().status == 75)
        let mailed = try work.mailed()
        #expect(mailed.filter { $0.hasSuffix("example.org") }.count == 100)
        #expect(mailed.filter { $0.hasSuffix("gmail.com") }.count == 1)
    }
}
