import Foundation
import Testing

/// What the archive shows to everybody, what only to those who have the link, and what to nobody.
@Suite struct WithdrawTests {
    private func ready() throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(extra: "archive: public\n")
        try work.importReaders(10)
        for name in ["w1", "w2", "w3"] { try work.write("\(name).md", "# Title of \(name)\n\nText.\n") }
        #expect(try work.mailer("send", "w1.md", "--yes").status == 0)
        return work
    }

    /// Where the issue stands: its own page, the index, the feed; in a folder and from the server.
    private func places(_ name: String, _ work: Workspace) throws -> [String] {
        let result = try work.mailer("archive", "site")
        try #require(result.status == 0, "\(result)")
        let server = try work.start("serve", "--port", "0")
        let base = try #require(
            try server.line(containing: "http://127").firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)
        var places: [String] = []
        for (place, file) in [("page", name), ("index", ""), ("feed", "feed.atom")] {
            let shown = try Program.run("/usr/bin/curl", ["--silent", "--fail", "\(base)/archive/\(file)"], in: "/")
                .output
            let path = "site/" + (place == "page" ? "\(name).html" : place == "index" ? "index.html" : file)
            let written = FileManager.default.fileExists(atPath: work.path(path)) ? try work.read(path) : ""
            let isShown = shown.contains("Title of \(name)")
            #expect(isShown == written.contains("Title of \(name)"), "\(place)")
            if isShown { places.append(place) }
        }
        _ = server.stop()
        return places
    }

    @Test func whatIsHeldAfterItsCanaryIsForThoseWhoHaveTheLink() throws {
        let work = try ready()
        #expect(try work.mailer("send", "w2.md", "--yes", "--canary", "20%").status == 75)
        #expect(try places("w2", work) == ["page"])
        #expect(try work.read("site/w2.html").contains("noindex"))
        #expect(try !work.read("site/w1.html").contains("w2"))
        #expect(try work.mailer("resume", "w2").status == 0)
        #expect(try work.mailer("work", "--once").status == 0)
        #expect(try places("w2", work) == ["page", "index", "feed"])
        #expect(try work.read("site/w1.html").contains("w2") && !work.read("site/w2.html").contains("noindex"))
    }

    @Test func soIsWhatWasCancelledOrPaused() throws {
        let work = try ready()
        #expect(try work.mailer("send", "w2.md", "--yes", "--canary", "20%").status == 75)
        #expect(try work.mailer("cancel", "w2", "--yes").status == 0)
        #expect(try places("w2", work) == ["page"])
        #expect(try work.mailer("send", "w3.md", "--yes", "--canary", "20%").status == 75)
        try work.sql("UPDATE mailings SET pause_reason = 'held by the guard', canary_limit = NULL WHERE slug = 'w3'")
        #expect(try places("w3", work) == ["page"])
        #expect(try work.mailer("archive", "site").output.hasPrefix("site: 1 issue and 2 for those who have the link;"))
    }

    @Test func whatWasSentIsWithdrawnAndComesBack() throws {
        let work = try ready()
        #expect(try places("w1", work) == ["page", "index", "feed"])
        let out = try work.mailer("archive", "--withdraw", "w1.md")
        #expect(out.status == 0 && out.output.contains("withdrawn"), "\(out)")
        #expect(try places("w1", work) == [])
        #expect(!FileManager.default.fileExists(atPath: work.path("site/w1.html")))
        #expect(try work.mailer("status", "w1").output.contains("withdrawn since"))
        #expect(try work.mailer("archive", "--restore", "w1", "site").status == 0)
        #expect(try places("w1", work) == ["page", "index", "feed"])
    }

    /// An issue that went to two lists has two pages, and both go.
    @Test func allPagesOfAnIssueGoAtOnce() throws {
        let work = try ready()
        try work.write("more.csv", "email\nnew@example.org\n")
        _ = try work.mailer("import", "more.csv", "--list", "more")
        #expect(try work.mailer("send", "w1.md", "--list", "more", "--yes").status == 0)
        #expect(try work.mailer("archive", "site", "--withdraw", "w1").status == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: work.path("site"))
        #expect(!files.contains { $0.hasPrefix("w1") }, "\(files)")
        #expect(try work.mailer("archive", "site", "--restore", "2").status == 0)
        let back = try FileManager.default.contentsOfDirectory(atPath: work.path("site"))
        #expect(back.contains("w1-more.html") && !back.contains("w1.html"), "\(back)")
    }

    @Test func aSlipChangesNothing() throws {
        let work = try ready()
        #expect(try work.mailer("archive", "--withdraw", "w1", "--withdraw", "w9").status == 1)
        #expect(try places("w1", work) == ["page", "index", "feed"])
        #expect(try work.mailer("archive").status == 64)
    }

    @Test func aTestCopyIsTheMessageAndItsLinksSayThatItWasATest() throws {
        let work = try ready()
        let server = try work.start("serve", "--port", "0")
        let base = try #require(
            try server.line(containing: "http://127").firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)
        try work.reachServer(at: String(base))
        #expect(try work.mailer("send", "w2.md", "--test", "reader1@example.org").status == 0)
        #expect(try work.mailer("send", "w2.md", "--yes").status == 0)
        let script = """
            import sys, email, email.policy
            m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
            print(m['List-Unsubscribe'].strip('<>'))
            for part in m.walk():
                if part.get_content_maintype() == 'text': print(part.get_content())
            """
        // The mailing of w1 came first, to ten.
        let files = work.outbox().filter { $0.contains("reader1@") }
        let (test, sent) = (
            try Python.run(script, [work.path("outbox/\(files[1])")]).output,
            try Python.run(script, [work.path("outbox/\(files[2])")]).output
        )
        let token = /u\/[\w-]+/
        let expected = sent.replacing(token, with: "u/T").replacing("/archive/w2", with: "/archive/test-copy")
        #expect(test.replacing(token, with: "u/T").replacing("[Test] ", with: "") == expected)
        let link = String(try #require(test.split(separator: "\n").first))
        for arguments in [[link], ["--data", "List-Unsubscribe=One-Click", link], ["\(base)/archive/test-copy"]] {
            let answer = try Program.run("/usr/bin/curl", ["--silent", "--fail"] + arguments, in: "/")
            #expect(answer.status == 0 && answer.output.contains("This was a test"), "\(arguments) \(answer)")
        }
        #expect(try work.mailer("lists").output.contains("10 subscribed"))
    }
}
