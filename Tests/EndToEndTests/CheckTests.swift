import Testing

/// `mailer check` and what `send` and `work` do with readers who lack a value.
@Suite struct CheckTests {
    private static let readers = """
        email,name,city
        ann@example.net,Ann,Rome
        bob@example.net,,Bern
        cy@example.net,Cy,
        """

    private func workspace() throws -> Workspace {
        let work = try Workspace()
        try work.write("readers.csv", Self.readers)
        let imported = try work.mailer("import", "readers.csv", "--list", "weekly")
        #expect(imported.status == 0, "\(imported)")
        return work
    }

    /// A file that cannot be read does not keep the others from being looked at.
    @Test func severalFilesAreCheckedInTheirOrder() throws {
        let work = try Workspace()
        try work.write("good.md", "Week 50\n\nDear reader, all is well.\n")
        try work.write("bad.md", "Week 51\n\n![](https://example.org/a.png)\n")
        let both = try work.mailer("check", "--json", "bad.md", "missing.md", "good.md")
        #expect(both.status == 1, "\(both)")
        #expect(both.output.contains("\"bad.md\""), "\(both)")
        #expect(both.errors.contains("missing.md"), "\(both)")
        let text = try work.mailer("check", "missing.md", "good.md")
        #expect(text.status == 1 && text.output.contains("good.md"), "\(text)")
        #expect(try work.mailer("check", "good.md", "good.md").status == 0)
        #expect(try work.mailer("check").status == 64)
    }

    /// Before the first mailing there is neither a database nor keys, and looking makes neither.
    @Test func lookingAtAnIssueLeavesNothingBehind() throws {
        let work = try Workspace()
        try work.write("w50.md", "Week 50\n\nDear reader, all is well.\n")
        let before = try work.files()
        let checked = try work.mailer("check", "--spam", "w50.md")
        #expect(checked.status == 0, "\(checked)")
        let rendered = try work.mailer("render", "w50.md", "--part", "eml")
        #expect(rendered.status == 0 && rendered.output.contains("List-Unsubscribe"), "\(rendered)")
        #expect(try work.files() == before)
    }

    @Test func aSendStopsWithAListOfWhoLacksAValue() throws {
        let work = try workspace()
        try work.write("w50.md", "Week 50\n\nDear {{name}} in {{city}},\n\nnews.\n")
        let sent = try work.mailer("send", "w50.md", "--yes")
        #expect(sent.status == 1, "\(sent)")
        #expect(sent.errors.contains("bob@example.net: no 'name'; cy@example.net: no 'city'"), "\(sent)")
        #expect(work.outbox().isEmpty)

        try work.write("w50.md", "Week 50\n\nDear {{name | \"reader\"}}{{#city}} in {{city}}{{/city}},\n\nnews.\n")
        let mended = try work.mailer("send", "w50.md", "--yes")
        #expect(mended.status == 0, "\(mended)")
        let messages = try work.outbox().map { try work.read("outbox/\($0)") }.joined()
        for greeting in ["Dear Ann in Rome,", "Dear reader in Bern,", "Dear Cy,"] {
            let unfolded = messages.replacing("=\r\n", with: "").replacing("=20", with: " ")
            #expect(unfolded.contains(greeting), "\(greeting)")
        }
    }

    /// Somebody without the value joins after it was scheduled: it is paused with the list, and nobody gets it.
    @Test func aScheduledMailingIsLookedAtAgainWhenItStarts() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.write("readers.csv", "email,name,city\nann@example.net,Ann,Rome\n")
        _ = try work.mailer("import", "readers.csv", "--list", "weekly")
        try work.write("w51.md", "Week 51\n\nDear reader in {{city}},\n")
        let scheduled = try work.mailer("send", "w51.md", "--yes", "--at", "2099-01-01T09:00Z")
        #expect(scheduled.status == 0, "\(scheduled)")
        try work.write("readers.csv", "email,name,city\nbob@example.net,Bob,\n")
        _ = try work.mailer("import", "readers.csv", "--list", "weekly")
        try work.sql("UPDATE mailings SET start_at = 1")

        _ = try work.mailer("work", "--once")
        let status = try work.mailer("status", "w51")
        #expect(status.output.contains("1 of 2 readers lack a value"), "\(status)")
        #expect(status.output.contains("bob@example.net: no 'city'"), "\(status)")
        #expect(try work.mailed().isEmpty)

        #expect(try work.mailer("resume", "w51").status == 0)
        _ = try work.mailer("work", "--once")
        #expect(Set(try work.mailed()) == ["ann@example.net", "bob@example.net"])
    }

    @Test func withAListEveryReaderIsLookedAt() throws {
        let work = try workspace()
        try work.write("w52.md", "Week 52\n\nDear {{name}},\n")
        let alone = try work.mailer("check", "w52.md")
        #expect(alone.status == 0 && !alone.output.contains("missing-field"), "\(alone)")
        let asked = try work.mailer("check", "w52.md", "--list", "weekly", "--json")
        #expect(asked.status == 1, "\(asked)")
        #expect(
            asked.output.contains("\"rule\":\"missing-field\"") && asked.output.contains("bob@example.net"), "\(asked)")
        let unknown = try work.mailer("check", "w52.md", "--list", "daily")
        #expect(unknown.status == 1 && unknown.errors.contains("There is no list 'daily'"), "\(unknown)")
    }

    /// Before every send, and for each list by itself.
    @Test func aFieldThatNobodyHasIsNoSilence() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.write("a.csv", "email,city\nann@example.org,Rome\nbob@example.org,\n")
        try work.write("b.csv", "email\ncat@example.org\n")
        for list in ["a", "b"] { _ = try work.mailer("import", "\(list).csv", "--list", list) }
        try work.write("ok.md", "# A title\n\n{{#city}}Near {{city}}.{{/city}}\n")
        try work.write("slip.md", "# A title\n\nIn {{citi | \"town\"}}.\n")
        try work.write("other.md", "# A title\n\n{{#plan == \"pro\"}}For you.{{/plan}} And all.\n")
        #expect(try !work.mailer("check", "ok.md", "--list", "a").output.contains("unknown-field"))
        let both = try work.mailer("check", "ok.md", "--list", "a", "--list", "b")
        #expect(both.status == 0 && both.output.contains("No reader of list 'b' has a value for 'city'"), "\(both)")
        #expect(!both.output.contains("list 'a'"))
        let slip = try work.mailer("send", "slip.md", "--list", "a", "--yes")
        #expect(slip.status == 1, "\(slip)")
        #expect(slip.errors.contains("for 'city'. Did you mean it? [unknown-field]"), "\(slip)")
        #expect(try work.mailed().isEmpty)
        let other = try work.mailer("send", "other.md", "--list", "a", "--yes")
        #expect(other.status == 0 && other.errors.contains("warning: No reader of list 'a'"), "\(other)")
        try work.sql("UPDATE subscribers SET attributes = '{\"Town\": \"Rome\"}'")
        try work.write("case.md", "# A title\n\nIn {{town | \"town\"}}.\n")
        #expect(try work.mailer("check", "case.md", "--list", "a").status == 1)
    }
}
