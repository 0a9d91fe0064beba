import Foundation
import Testing

/// A mailing that waits for its time: shown, moved, and started only when somebody says so.
@Suite struct ScheduleTests {
    private func scheduled(_ extra: String...) throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(9)
        _ = try work.mailer("subscribers", "unsubscribe", "reader9@example.org")
        try work.write("w1.md", "# First title\n\nText.\n")
        let result = try Program.run(
            Program.path, ["send", "w1.md", "--yes", "--at", "2099-01-01T09:00Z"] + extra, in: work.folder)
        try #require(result.status == 0, "\(result)")
        return work
    }

    @Test func theScheduleIsShownAndYesAloneStartsNothing() throws {
        let work = try scheduled()
        for arguments in [["send", "w1.md"], ["send", "w1.md", "--yes"], ["send", "w1", "--yes"]] {
            let result = try Program.run(Program.path, arguments, in: work.folder)
            #expect(result.status == 0, "\(result)")
            #expect(result.errors.contains("Start     2099-01-01 "), "\(result)")
            #expect(result.errors.contains("nothing was started") && result.errors.contains("--now"), "\(result)")
        }
        #expect(try work.mailed().isEmpty)
        #expect(try work.status("w1")["state"] as? String == "scheduled")
    }

    @Test func startStandsBeforeFinish() throws {
        let work = try scheduled()
        for arguments in [["send", "w1.md"], ["send", "w1.md", "--at", "2099-02-01T09:00Z", "--dry-run"]] {
            let lines = try Program.run(Program.path, arguments, in: work.folder).errors.split(separator: "\n")
            let start = try #require(lines.firstIndex { $0.hasPrefix("Start ") })
            let finish = try #require(lines.firstIndex { $0.hasPrefix("Finish ") })
            #expect(start < finish)
        }
    }

    @Test func theFinishIsReckonedFromTheStart() throws {
        let work = try scheduled()
        try work.write(
            "mailer.yaml",
            try work.read("mailer.yaml").replacing("connections: 4", with: "connections: 4\n    rate: 1/min"))
        let result = try work.mailer("send", "w1.md")
        #expect(result.errors.contains("Finish    2099-01-01 "), "\(result)")
        #expect(try work.mailer("plan", "w1").output.contains("start     2099-01-01 "))
    }

    @Test func theStatusShowsWhomItWouldReach() throws {
        let work = try scheduled()
        let status = try work.status("w1")
        #expect(status["audience"] as? Int == 9)
        #expect(status["pending"] as? Int == 8 && status["skipped"] as? Int == 1)
        #expect(status["balanced"] as? Bool == true && status["finished"] as? Bool == false)
        #expect(status["frozen"] as? Bool == false)
        let text = try work.mailer("status", "w1").output
        #expect(text.contains("8 to mail and 1 not") && text.contains("unsubscribed"), "\(text)")
        #expect(try work.mailer("status").output.contains("9"))
    }

    @Test func nowStartsIt() throws {
        let work = try scheduled()
        #expect(try work.mailer("send", "w1.md", "--now").status == 64)
        #expect(try work.mailed().isEmpty)
        #expect(try work.mailer("send", "w1.md", "--now", "--dry-run").status == 0)
        #expect(try work.mailed().isEmpty)
        let result = try work.mailer("send", "w1.md", "--now", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(try work.mailed().count == 8)
        #expect(try work.status("w1")["frozen"] as? Bool == true)
    }

    @Test func atMovesItAndKeepsTheRest() throws {
        let work = try scheduled("--canary", "25%")
        try work.write("w1.md", "# Second title\n\nText.\n")
        let moved = try work.mailer("send", "w1.md", "--at", "2099-03-01T09:00Z", "--yes")
        #expect(moved.status == 0, "\(moved)")
        #expect(moved.output.contains("2099-03-01 ") && moved.output.contains("keeps its version"), "\(moved)")
        let status = try work.status("w1")
        #expect((status["start_at"] as? String)?.hasPrefix("2099-03-01T09:00") == true)
        #expect((status["canary"] as? String)?.hasPrefix("25 %") == true)
        try work.sql("UPDATE mailings SET start_at = 1")
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try work.mailed().count == 2)
        #expect(try work.messages().allSatisfy { $0.contains("Subject: First title") })
    }

    @Test func aPausedOneIsNotStartedEither() throws {
        let work = try scheduled()
        #expect(try work.mailer("pause", "w1").status == 0)
        let shown = try work.mailer("send", "w1.md", "--yes")
        #expect(shown.status == 0 && shown.errors.contains("It is paused"), "\(shown)")
        #expect(try work.mailed().isEmpty)
        #expect(try work.mailer("send", "w1.md", "--yes", "--at", "2099-03-01T09:00Z").output.contains("stays paused"))
        #expect(try work.mailer("resume", "w1").output.contains("starts at 2099-03-01 "))
        #expect(try work.status("w1")["state"] as? String == "scheduled")
    }

    @Test func oneThatHasStartedCannotBeMoved() throws {
        let work = try scheduled()
        #expect(try work.mailer("send", "w1.md", "--now", "--yes", "--canary", "30%").status == 0)
        let over = try work.mailer("send", "w1.md", "--at", "2099-03-01T09:00Z", "--yes")
        #expect(over.errors.contains("over"), "\(over)")
        let both = try work.mailer("send", "w1.md", "--at", "2099-03-01T09:00Z", "--now")
        #expect(both.status == 64, "\(both)")
    }

    /// Who joined without a value that the issue needs stops it, as at the first time.
    @Test func nowLooksAtTheReadersAgain() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(2)
        try work.write("w1.md", "# Title\n\nDear {{name}},\n")
        #expect(try work.mailer("send", "w1.md", "--yes", "--at", "2099-01-01T09:00Z").status == 0)
        try work.write("more.csv", "email\nlate@example.org\n")
        _ = try work.mailer("import", "more.csv", "--list", "weekly")
        let result = try work.mailer("send", "w1.md", "--now", "--yes")
        #expect(result.status == 1 && result.errors.contains("late@example.org"), "\(result)")
        #expect(try work.mailed().isEmpty)
    }
}
