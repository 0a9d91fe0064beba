import Foundation
import Testing

/// One issue to several lists, at once or one after the other: each reader once.
@Suite struct SeveralListsTests {
    /// `a` has ann, bob and cat, `b` has cat, dan and eve; cat left `a`, and eve is on neither as subscribed.
    private func lists(_ extra: String = "") throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(extra: extra)
        for (list, names) in [("a", ["ann", "bob", "cat"]), ("b", ["bob", "cat", "dan", "eve"])] {
            try work.write("\(list).csv", "email\n" + names.map { "\($0)@example.org\n" }.joined())
            try #require(try work.mailer("import", "\(list).csv", "--list", list).status == 0)
        }
        _ = try work.mailer("subscribers", "unsubscribe", "cat@example.org", "--list", "a")
        _ = try work.mailer("subscribers", "unsubscribe", "eve@example.org", "--list", "b")
        try work.write("w1.md", "# First title\n\nText.\n")
        return work
    }

    private func field(_ name: String, to reader: String, _ work: Workspace) throws -> String {
        let file = try #require(work.outbox().last { $0.contains("\(reader)@") })
        let script = """
            import sys, email
            print(email.message_from_binary_file(open(sys.argv[1], 'rb'))[sys.argv[2]].replace('\\n', ''))
            """
        return try Python.run(script, [work.path("outbox/\(file)"), name]).output
    }

    @Test func eachReaderGetsItOnceByTheFirstListThatSheGetsMailFrom() throws {
        let work = try lists()
        let result = try work.mailer("send", "w1.md", "--list", "a", "--list", "b", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("Lists     a, b: 4 to mail, 1 not (1 unsubscribed"), "\(result)")
        #expect(try work.mailed().sorted() == ["ann", "bob", "cat", "dan"].map { "\($0)@example.org" })
        for (reader, list) in [("ann", "a"), ("bob", "a"), ("cat", "b"), ("dan", "b")] {
            #expect(try field("List-Id", to: reader, work).contains("<\(list).example.org>"), "\(reader)")
        }
        let status = try work.status("w1")
        #expect(status["audience"] as? Int == 5 && status["skipped"] as? Int == 1)
        #expect(status["lists"] as? [String] == ["a", "b"])
        for reader in ["ann", "cat"] {
            let sent = try work.mailer("render", "--mailing", "w1", "--for", "\(reader)@example.org").output
            let file = try #require(work.outbox().first { $0.contains("\(reader)@") })
            #expect(try Array(sent.utf8) == Array(work.read("outbox/\(file)").utf8))
        }
        #expect(try work.mailer("send", "w1.md", "--list", "b", "--list", "a", "--yes").errors.contains("over"))
        #expect(try work.mailed().count == 4)
    }

    @Test func eachLinkTakesHerOffTheListThatSheWasReachedBy() throws {
        let work = try lists()
        let server = try work.start("serve", "--port", "0")
        let base = try #require(
            try server.line(containing: "http://127").firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)
        try work.reachServer(at: String(base))
        #expect(try work.mailer("send", "w1.md", "--list", "a", "--list", "b", "--yes").status == 0)
        for (reader, list, stays) in [("bob", "a", "b"), ("dan", "b", nil), ("cat", "b", nil)]
            as [(String, String, String?)]
        {
            let link = try #require(try field("List-Unsubscribe", to: reader, work).firstMatch(of: /<(http[^>]+)>/)?.1)
            let answer = try Program.run(
                "/usr/bin/curl", ["--silent", "--data", "List-Unsubscribe=One-Click", String(link)], in: "/")
            #expect(answer.output.contains("Unsubscribed"), "\(answer)")
            let shown = try work.mailer("subscribers", "show", "\(reader)@example.org").output
            #expect(shown.contains("list \(list): unsubscribed"), "\(shown)")
            if let stays { #expect(shown.contains("list \(stays): subscribed"), "\(shown)") }
        }
    }

    /// She is checked on her own list when her message is about to leave.
    @Test func whoLeavesTheListThatSheIsReachedByIsSkipped() throws {
        let work = try lists()
        try work.sql("INSERT INTO suppressions VALUES ('ann@example.org', 'manual', NULL, 'test', 1)")
        let scheduled = try work.mailer(
            "send", "w1.md", "--list", "a", "--list", "b", "--yes", "--canary", "1%")
        #expect(scheduled.status == 75, "\(scheduled)")
        let first = try work.mailed()
        let left = try #require(["cat", "dan"].first { !first.contains("\($0)@example.org") })
        _ = try work.mailer("subscribers", "unsubscribe", "\(left)@example.org", "--list", "b")
        #expect(try work.mailer("resume", "w1").status == 0)
        #expect(try work.mailer("send", "w1", "--yes").status == 0)
        #expect(try work.mailed().count == 2)
        #expect(try !work.mailed().contains("\(left)@example.org"))
        #expect(try work.mailer("explain", "\(left)@example.org", "w1").output.contains("unsubscribed"))
    }

    @Test func aSecondListLaterPassesOverWhoHasIt() throws {
        let work = try lists()
        #expect(try work.mailer("send", "w1.md", "--list", "a", "--yes").status == 0)
        let second = try work.mailer("send", "w1.md", "--list", "b", "--yes")
        #expect(second.status == 0, "\(second)")
        #expect(second.errors.contains("1 have it already"), "\(second)")
        #expect(try work.mailed() == ["ann", "bob", "cat", "dan"].map { "\($0)@example.org" })
        let why = try work.mailer("explain", "bob@example.org", "2").output
        #expect(why.contains("has it with mailing 1 to list a"), "\(why)")
        let both = try work.mailer("send", "w1.md", "--list", "a", "--list", "b", "--yes")
        #expect(both.status == 0 && both.errors.contains("over"), "\(both)")
    }

    @Test func againSendsItToThemToo() throws {
        let work = try lists()
        #expect(try work.mailer("send", "w1.md", "--list", "a", "--yes").status == 0)
        #expect(try work.mailer("send", "w1.md", "--list", "b", "--yes", "--again").status == 0)
        #expect(try work.mailed().filter { $0.hasPrefix("bob@") }.count == 2)
    }

    /// Of the lists named, only those are left that it did not go to.
    @Test func aListMoreGoesToThatListAlone() throws {
        let work = try lists()
        #expect(try work.mailer("send", "w1.md", "--list", "a", "--yes").status == 0)
        let more = try work.mailer("send", "w1.md", "--list", "a", "--list", "b", "--yes")
        #expect(more.status == 0 && more.errors.contains("this one goes to b"), "\(more)")
        #expect(try Set(work.mailed()).count == 4)
        #expect(try work.mailed().count == 4)
    }

    /// The first of two mailings is held half way: who is about to get it must not get it twice.
    @Test func whoIsAboutToGetItIsPassedOverToo() throws {
        let work = try lists()
        #expect(try work.mailer("send", "w1.md", "--list", "a", "--yes", "--canary", "50%").status == 75)
        #expect(try work.mailer("send", "w1.md", "--list", "b", "--yes").status == 0)
        #expect(try work.mailer("resume", "1").status == 0)
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try work.mailed().sorted() == ["ann", "bob", "cat", "dan"].map { "\($0)@example.org" })
    }

    @Test func scheduledOnesLookWhenTheyStart() throws {
        let work = try lists()
        for list in ["a", "b"] {
            let result = try work.mailer("send", "w1.md", "--list", list, "--yes", "--at", "2099-01-01T09:00Z")
            #expect(result.status == 0, "\(result)")
        }
        try work.sql("UPDATE mailings SET start_at = id")
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try work.mailed().sorted() == ["ann", "bob", "cat", "dan"].map { "\($0)@example.org" })
    }

    @Test func whereEverybodyHasItNothingIsStored() throws {
        let work = try lists()
        try work.write("c.csv", "email\nann@example.org\n")
        _ = try work.mailer("import", "c.csv", "--list", "c")
        #expect(try work.mailer("send", "w1.md", "--list", "a", "--yes").status == 0)
        let result = try work.mailer("send", "w1.md", "--list", "c", "--yes")
        #expect(result.status == 1 && result.errors.contains("have the issue already"), "\(result)")
        #expect(try work.mailer("status", "2").status == 1)
    }

    @Test(arguments: [
        ["status", "--json", "--config", "mailer.yaml", "--config", "mailer.yaml"],
        ["send", "w1.md", "--at", "2099-01-01T09:00Z", "--at", "2099-01-02T09:00Z"],
        ["send", "w1.md", "--test", "a@example.org", "--test=b@example.org"],
        ["import", "w1.csv", "--list", "a", "--list", "b"],
        ["pause", "w1", "--reason", "one", "--reason", "two"],
        ["subscribers", "unsubscribe", "a@example.org", "--list", "a", "--list", "b"],
    ])
    func anOptionOfOneValueStandsOnce(arguments: [String]) throws {
        let work = try Workspace()
        let result = try Program.run(Program.path, arguments, in: work.folder)
        #expect(result.status == 64, "\(result)")
        #expect(result.errors.contains("stands twice"), "\(result)")
    }

    @Test func flagsAndOptionsOfSeveralValuesMayBeRepeated() throws {
        let work = try lists()
        let result = try work.mailer("send", "w1.md", "--list", "a", "--list", "b", "--yes", "--yes", "--dry-run")
        #expect(result.status == 0, "\(result)")
        #expect(try work.mailer("plan", "w1.md", "--list", "a", "--list", "b").output.contains("4 to send"))
        #expect(try work.mailer("check", "w1.md", "--list", "a", "--list", "b").status == 0)
        // What stands behind -- is no option.
        #expect(try !work.mailer("status", "--", "--json", "--json").errors.contains("stands twice"))
    }
}
