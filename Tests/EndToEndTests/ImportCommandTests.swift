import Foundation
import Testing

/// What an editor sees who brings her readers along.
@Suite struct ImportCommandTests {
    @Test func anImportSaysWhatItMadeAndWhomItKeptAway() throws {
        let work = try Workspace()
        try work.write(
            "people.csv",
            "uuid,email,name,attributes,status,created_at,updated_at\n1,a@example.org,Ann,{},enabled,,\n"
                + "2,b@example.org,Bob,{},disabled,,\n3,c@example.org,Cy,{},blocklisted,,\n")
        let result = try work.mailer("import", "people.csv", "--list", "weekly")
        #expect(result.status == 0, "\(result)")
        #expect(
            result.output == """
                new list 'weekly'
                weekly: 1 added, 0 updated, 0 unchanged, 0 skipped.
                weekly: kept away: 1 unsubscribed, 1 suppressed, 0 not confirmed.

                """)
        #expect(result.errors.contains("an export of listmonk"))
        #expect(
            try work.read("delivery.log").contains(
                "added=1 updated=0 unchanged=0 pending=0 unsubscribed=1 suppressed=1"))
        // The old file of addresses alone revives nobody.
        try work.write("old.csv", "email\na@example.org\nb@example.org\nc@example.org\n")
        let old = try work.mailer("import", "old.csv", "--list", "weekly")
        #expect(old.output == "weekly: 0 added, 0 updated, 1 unchanged, 2 skipped.\n", "\(old)")
        #expect(try work.mailer("lists").output == "weekly: 2 subscribed, 0 to confirm, 1 unsubscribed, 1 suppressed\n")
    }

    @Test func aQuestionStopsTheImportAndItsAnswerLetsItPass() throws {
        let work = try Workspace()
        try work.write("people.csv", "email,Opt-in,Town\na@example.org,yes,Ulm\nb@example.org,no,Bonn\n")
        let asked = try work.mailer("import", "people.csv", "--list", "weekly")
        #expect(asked.status == 1)
        #expect(asked.errors.contains("--status-column 'Opt-in'") && asked.errors.contains("--ignore-column 'Opt-in'"))
        #expect(try work.mailer("lists").output == "")
        let answered = try work.mailer("import", "people.csv", "--list", "weekly", "--status-column", "Opt-in")
        #expect(answered.output.contains("weekly: 1 added"), "\(answered)")
        #expect(answered.output.contains("1 unsubscribed"))
        #expect(answered.errors.contains("'Town' is {{town}}"))
        let other = try work.mailer("import", "people.csv", "--list", "weekli", "--ignore-column", "opt-in")
        #expect(other.output.contains("new list 'weekli' (did you mean 'weekly'?)"), "\(other)")
    }

    @Test(arguments: [
        (["--status-value", "yes"], "takes WORD=STATE"), (["--all-are", "subscribd"], "Did you mean 'subscribed'?"),
        (["--status-value", "yes=gone"], "takes a state"),
    ])
    func anAnswerThatIsNoneIsWrongUsage(_ options: [String], _ sentence: String) throws {
        let work = try Workspace()
        try work.write("people.csv", "email\na@example.org\n")
        let result = try Program.run(
            Program.path, ["import", "people.csv", "--list", "weekly"] + options, in: work.folder)
        #expect(result.status == 64)
        #expect(result.errors.contains(sentence), "\(result)")
    }

    @Test func nothingTakenIsAFailureAndMakesNoList() throws {
        let work = try Workspace()
        for text in ["email\nnobody\n", "email\n", "email\na\u{200B}b@example.org\n"] {
            try work.write("people.csv", text)
            let result = try work.mailer("import", "people.csv", "--list", "weekly")
            #expect(result.status == 1, "\(result)")
            #expect(result.errors.contains("no row was taken"))
        }
        try work.write("people.csv", "email\na@example.org\n")
        #expect(try work.mailer("import", "people.csv").status == 1)
        for name in ["two words", "-x", "a/b"] {
            let result = try work.mailer("import", "people.csv", "--list=\(name)")
            #expect(result.status == 1 && result.errors.contains("cannot be a list's name"), "\(result)")
        }
        #expect(try work.mailer("subscribers", "add", "a@example.org", "--list=two words").status == 1)
        #expect(try work.mailer("lists").output == "")
    }

    @Test func anExportIntoANewDatabaseIsTheSame() throws {
        let work = try Workspace()
        try work.importReaders(4)
        try work.importReaders(2, list: "board")
        #expect(try work.mailer("subscribers", "unsubscribe", "reader1@example.org", "--list", "weekly").status == 0)
        try work.write("bad.csv", "email\nreader2@example.org\n")
        #expect(try work.mailer("import", "bad.csv", "--list", "weekly", "--all-are", "suppressed").status == 0)
        let export = try work.mailer("export", "--all")
        #expect(export.status == 0)
        try work.write("all.csv", export.output)
        let back = try work.mailer("import", "all.csv", "--database", "other.db")
        #expect(back.status == 0, "\(back)")
        #expect(back.output.contains("new list 'board'") && back.output.contains("new list 'weekly'"))
        #expect(try work.mailer("export", "--all", "--database", "other.db").output == export.output)
        let old = try work.mailer("import", "readers.csv", "--list", "weekly", "--database", "other.db")
        #expect(old.errors.contains("reader1@example.org: unsubscribed on"), "\(old)")
        #expect(try work.mailer("lists", "--database", "other.db").output == work.mailer("lists").output)
    }

    @Test func aPipeIsRead() throws {
        let work = try Workspace()
        let script = "printf 'email\\na@example.org\\n' | \"$0\" import /dev/stdin --list weekly"
        let result = try Program.run("/bin/bash", ["-c", script, Program.path], in: work.folder)
        #expect(result.status == 0 && result.output.contains("1 added"), "\(result)")
    }
}
