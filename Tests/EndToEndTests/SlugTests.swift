import Foundation
import Testing

/// One slug, one issue: whose it is, and every way to name a mailing.
@Suite struct SlugTests {
    private func ready(_ readers: Int = 2) throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(readers)
        return work
    }

    private func write(_ work: Workspace, _ name: String, _ text: String) throws {
        let folder = URL(fileURLWithPath: work.path(name)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try work.write(name, text)
    }

    @Test func aSlugOfAnotherFileIsRefusedBeforeAnythingAndBothAreNamed() throws {
        let work = try ready()
        try write(work, "issues/2026/01.md", "# January\n\nText.\n")
        try write(work, "issues/2027/01.md", "# January again\n\nOther text.\n")
        #expect(try work.mailer("send", "issues/2026/01.md", "--yes").status == 0)
        for arguments in [
            ["send", "issues/2027/01.md", "--yes"], ["send", "issues/2027/01.md", "--dry-run"],
            ["send", "issues/2027/01.md", "--yes", "--at", "2099-01-01T09:00Z"], ["plan", "issues/2027/01.md"],
            ["send", "--yes"],
        ] {
            let result = try Program.run(Program.path, arguments, in: work.folder)
            #expect(result.status == 1, "\(arguments) \(result)")
            #expect(result.errors.contains("issues/2026/01.md") && result.errors.contains("issues/2027/01.md"))
            #expect(result.errors.contains("slug: 2027-01"))
            #expect(!result.errors.contains("Every issue"))
        }
        let check = try work.mailer("check", "issues/2027/01.md")
        #expect(check.status == 1 && check.output.contains("[slug-taken]"), "\(check)")
        #expect(try work.mailed().count == 2)
        try write(work, "issues/2027/01.md", "---\nslug: 2027-01\n---\n# January again\n\nOther text.\n")
        #expect(try work.mailer("send", "--yes").status == 0)
        #expect(try work.mailed().count == 4)
        #expect(try work.mailer("send", "--yes").errors.contains("Every issue"))
    }

    /// Each of the two is `01.md` where it is sent from.
    @Test func theSameNameInTwoFoldersIsTwoFiles() throws {
        let work = try ready()
        for year in ["2026", "2027"] {
            try write(work, "\(year)/01.md", "# \(year)\n\nText.\n")
            let result = try Program.run(
                Program.path, ["send", "01.md", "--yes", "--config", "../mailer.yaml"], in: work.path(year))
            #expect(result.status == (year == "2026" ? 0 : 1), "\(result)")
        }
        #expect(try work.mailed().count == 2)
    }

    @Test func aCopyIsAnotherFileAndOneThatWasMovedIsTheSame() throws {
        let work = try ready()
        try write(work, "one/w1.md", "# Title\n\nText.\n")
        #expect(try work.mailer("send", "one/w1.md", "--yes").status == 0)
        try write(work, "two/w1.md", "# Title\n\nText.\n")
        #expect(try work.mailer("send", "two/w1.md", "--yes").status == 1)
        try FileManager.default.removeItem(atPath: work.path("one/w1.md"))
        let moved = try work.mailer("send", "two/w1.md", "--yes")
        #expect(moved.status == 0 && moved.errors.contains("This mailing is over"), "\(moved)")
        try write(work, "two/w1.md", "# Another\n\nText.\n")
        let changed = try work.mailer("send", "two/w1.md", "--yes")
        #expect(changed.status == 1 && changed.errors.contains("one/w1.md"), "\(changed)")
        #expect(try work.mailed().count == 2)
    }

    @Test func filesCheckedTogetherMustNotShareASlug() throws {
        let work = try Workspace()
        try write(work, "2026/01.md", "# A title here\n\nText.\n")
        try write(work, "2027/01.md", "# A title there\n\nText.\n")
        let result = try work.mailer("check", "2026/01.md", "2027/01.md")
        #expect(result.status == 1)
        #expect(result.output.contains("2027/01.md has the same slug") && result.output.contains("2026/01.md has the"))
    }

    @Test func namesOfOtherScriptsStayApartEverywhere() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "archive: public\n")
        try work.importReaders(1)
        let names = ["новости", "週刊", "العدد-٣"]
        for name in names {
            try work.write("\(name).md", "# Title\n\nText.\n")
            let result = try work.mailer("send", "\(name).md", "--yes")
            #expect(result.status == 0, "\(result)")
            #expect(try work.status(name)["sent"] as? Int == 1)
            #expect(try work.mailer("render", "\(name).md", "--part", "eml").status == 0)
        }
        let messages = try work.messages()
        for field in ["Feedback-ID: ", "Message-ID: "] {
            let lines = messages.compactMap { text in
                text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(field) }
            }
            #expect(Set(lines).count == 3 && lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(lines)")
        }
        #expect(try work.mailer("archive", "site").status == 0)
        let pages = try FileManager.default.contentsOfDirectory(atPath: work.path("site"))
        #expect(pages.contains("novosti.html") && pages.contains("zhou-kan.html"), "\(pages)")
        #expect(try work.read("delivery.log").contains("mailing=\"новости\""))
        let json = try work.mailer("status", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let mailings = try #require(object?["mailings"] as? [[String: Any]])
        #expect(Set(mailings.compactMap { $0["mailing"] as? String }) == Set(names))
    }

    @Test func issuesOfEachYearAreFoundAndDraftsAreLeftAlone() throws {
        let work = try ready(1)
        for name in ["2026/12", "2027/02", "drafts/zz", "_later/zz", ".hidden/zz", "templates/x/issue"] {
            try write(work, "issues/\(name).md", "# \(name)\n\nText.\n")
        }
        #expect(try work.mailer("send", "--yes").output.contains("02: 2027/02"))
        #expect(try work.mailer("send", "--yes").output.contains("12: 2026/12"))
        #expect(try work.mailer("send", "--yes").errors.contains("Every issue"))
        #expect(try work.mailed().count == 2)
    }

    @Test(arguments: ["issues/w1.md", "./issues/w1.md", "w1", "W1", "1"])
    func everyCommandTakesSlugNumberOrFile(name: String) throws {
        let work = try Workspace()
        try work.startSandbox(["--fault", "rcpt=451 4.7.1 Later @first:1"])
        try work.importReaders(2)
        try write(work, "issues/w1.md", "# First title\n\nText.\n")
        #expect(try work.mailer("send", "issues/w1.md", "--yes").status == 75)
        #expect(try work.mailer("status", name).status == 0)
        #expect(try work.mailer("explain", "reader1@example.org", name).status == 0)
        #expect(try work.mailer("unknown", name).status == 0)
        #expect(try work.mailer("plan", name).output.contains("1 to send"))
        let sent = try #require(try work.mailed().first)
        #expect(try work.mailer("render", "--mailing", name, "--for", sent).output.contains("First title"))
        #expect(try work.mailer("pause", name).status == 0)
        #expect(try work.mailer("resume", name).status == 0)
        try write(work, "issues/w1.md", "# Second title\n\nText.\n")
        #expect(try work.mailer("correct", name, "--yes").status == 0)
        #expect(try work.mailer("send", name, "--dry-run").errors.contains("goes on with 1 of 2"))
        #expect(try work.mailer("cancel", name, "--yes").status == 0)
        #expect(try work.status("w1")["state"] as? String == "cancelled")
    }

    /// `01` is a slug before it is a number.
    @Test func aSlugOfDigitsIsNoNumber() throws {
        let work = try ready(1)
        for name in ["first", "01"] {
            try work.write("\(name).md", "# Title of \(name)\n\nText.\n")
            #expect(try work.mailer("send", "\(name).md", "--yes").status == 0)
        }
        #expect(try work.mailer("status", "01").output.contains("Title of 01"))
        #expect(try work.mailer("status", "1").output.contains("Title of first"))
    }

    @Test func aFileThatWasNotSentIsNoMailing() throws {
        let work = try ready(1)
        try work.write("new.md", "# Title\n\nText.\n")
        let result = try work.mailer("status", "new.md")
        #expect(result.status == 1 && result.errors.contains("was not sent yet"), "\(result)")
        #expect(try work.mailer("status", "gone.md").status == 1)
    }

    @Test func aCorrectionShowsWhatDiffersBeforeItAsks() throws {
        let work = try Workspace()
        try work.startSandbox(["--fault", "rcpt=451 4.7.1 Later @first:1"])
        try work.importReaders(2)
        try work.write("w1.md", "# Title\n\nThe wrong word stands here.\n")
        #expect(try work.mailer("send", "w1.md", "--yes").status == 75)
        try work.write("w1.md", "# Title\n\nThe right word stands here.\n")
        let asked = try work.mailer("correct", "w1")
        #expect(asked.status == 64, "\(asked)")
        #expect(asked.errors.contains("-The wrong word stands here."), "\(asked)")
        #expect(asked.errors.contains("+The right word stands here."), "\(asked)")
        #expect(try work.mailer("correct", "w1", "--yes").errors.contains("+The right word"))
        #expect(try work.mailer("correct", "w1", "--yes").errors.contains("what is being sent already"))
    }

    @Test func aPreviewOfAFileThatIsNotThereFails() throws {
        let work = try Workspace()
        let result = try work.mailer("preview", "nowhere.md", "--port", "0")
        #expect(result.status == 1 && result.errors.contains("nowhere.md"), "\(result)")
        #expect(result.output == "")
    }
}
