import Foundation
import Testing

/// A message that was sent can be made again, byte for byte, from the store and the key files.
@Suite struct ReproducibleTests {
    private static let issue = """
        ---
        subject: "Week 51 for {{name | \\"reader\\"}}: Grüße aus Köln"
        preheader: "Hello {{city | \\"there\\"}}"
        ---
        # Week 51

        Hello {{name | "reader"}} of {{city | "somewhere"}}, see [this](https://example.org/?who={{email}}).

        週刊ニュース and a [link of your own]({{unsubscribe_url}}).
        """

    private static let readers = """
        email,name,city
        ada@example.org,Ada Lindqvist,Göteborg
        zoe@example.org,"Zoë <b>O'Neil</b>",
        plain@example.org,,

        """

    /// A mailing to three readers, signed with RSA and Ed25519, with signed return addresses and a link to the archive.
    private func sent(_ work: Workspace, extra: String = "", issue: String = issue) throws {
        for (name, options) in [("rsa", [String]()), ("ed", ["--ed25519"])] {
            let result = try Program.run(
                Program.path,
                ["keys", "make", "--domain", "example.org", "--selector", name, "--file", "\(name).pem"] + options,
                in: work.folder)
            try #require(result.status == 0, "\(result)")
        }
        let templates = URL(fileURLWithPath: work.path("templates"))
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: "\(Program.repository)/templates"), to: templates)
        try work.startSandbox(extra: extra)
        try work.write("mailer.yaml", try work.read("mailer.yaml") + Self.dkim)
        let configuration = try work.read("mailer.yaml")
        try work.write(
            "mailer.yaml", configuration.replacing("\(Program.repository)/templates", with: templates.path))
        try work.write("readers.csv", Self.readers)
        try #require(try work.mailer("import", "readers.csv", "--list", "weekly").status == 0)
        try work.write("w51.md", issue)
        let result = try work.mailer("send", "w51.md", "--yes")
        try #require(result.status == 0, "\(result)")
    }

    private static let dkim = """

        dkim:
          - { domain: example.org, selector: rsa, key_file: rsa.pem }
          - { domain: example.org, selector: ed, key_file: ed.pem }
        archive: public

        """

    /// Each message of the outbox is what `render --mailing` prints for its recipient.
    private func expectRebuilt(_ work: Workspace) throws {
        let names = work.outbox()
        #expect(names.count == 3)
        for address in ["ada", "zoe", "plain"].map({ "\($0)@example.org" }) {
            let name = try #require(names.first { $0.contains(address) })
            let rebuilt = try work.mailer("render", "--mailing", "w51", "--for", address)
            #expect(rebuilt.status == 0, "\(rebuilt)")
            #expect(rebuilt.errors == "")
            #expect(Array(rebuilt.output.utf8) == Array(try work.read("outbox/\(name)").utf8))
        }
    }

    @Test func theBytesAreThoseThatTheRelayGot() throws {
        let work = try Workspace()
        try sent(work)
        let message = try work.read("outbox/\(try #require(work.outbox().first))")
        #expect(message.contains("a=rsa-sha256"))
        #expect(message.contains("a=ed25519-sha256"))
        #expect(message.contains("/archive/w51"))
        try expectRebuilt(work)
    }

    @Test func whateverBecomesOfIssueTemplatesAndConfiguration() throws {
        let work = try Workspace()
        try sent(work)
        try FileManager.default.removeItem(atPath: work.path("w51.md"))
        try FileManager.default.removeItem(atPath: work.path("templates"))
        let changed = try work.read("mailer.yaml")
            .replacing("The Printing Room <news@example.org>", with: "Somebody Else <other@example.net>")
            .replacing("bounce.example.org", with: "returns.example.net")
            .replacing("https://news.example.org", with: "https://elsewhere.example.net")
            .replacing("archive: public", with: "archive: off")
        try work.write("mailer.yaml", changed)
        try expectRebuilt(work)
    }

    @Test func whateverBecomesOfTheReader() throws {
        let work = try Workspace()
        try sent(work)
        try work.write(
            "readers.csv", "email,name,city\nADA@example.org,Ada Berg,Malmö\nplain@example.org,P. Lain,\n")
        let changed = try work.mailer("import", "readers.csv", "--list", "weekly")
        #expect(changed.status == 0, "\(changed)")
        for address in ["ada@example.org", "zoe@example.org"] {
            #expect(try work.mailer("subscribers", "show", address).status == 0)
        }
        #expect(try work.mailer("export", "--list", "weekly").output.contains("Ada Berg"))
        try expectRebuilt(work)
    }

    @Test func anOlderLinkKeyStillSignsWhatItSigned() throws {
        let work = try Workspace()
        try sent(work)
        try work.write(
            "link.keys", try work.read("link.keys") + "k2 q1m5rQb0dT2o8j3n7s0yEw6kZ4hV9xLcPaUfGiBtR2M=\n")
        try expectRebuilt(work)
    }

    @Test(arguments: ["link.keys", "rsa.pem", "ed.pem"])
    func aKeyThatIsGoneIsNamedAndNothingIsPrinted(_ file: String) throws {
        let work = try Workspace()
        try sent(work)
        try FileManager.default.removeItem(atPath: work.path(file))
        let result = try work.mailer("render", "--mailing", "w51", "--for", "ada@example.org")
        #expect(result.status != 0)
        #expect(result.output == "")
        #expect(result.errors.contains(file), "\(result)")
        #expect(!FileManager.default.fileExists(atPath: work.path(file)))
    }

    @Test func anotherKeyOfTheSameNameIsNoSubstitute() throws {
        let work = try Workspace()
        try sent(work)
        let keys = try work.read("link.keys")
        try work.write("link.keys", "k1 q1m5rQb0dT2o8j3n7s0yEw6kZ4hV9xLcPaUfGiBtR2M=\n")
        let link = try work.mailer("render", "--mailing", "w51", "--for", "ada@example.org")
        #expect(link.status == 78 && link.output == "", "\(link)")
        #expect(link.errors.contains("link key 'k1'"))
        try work.write("link.keys", keys)
        try FileManager.default.removeItem(atPath: work.path("ed.pem"))
        try FileManager.default.moveItem(atPath: work.path("rsa.pem"), toPath: work.path("ed.pem"))
        let dkim = try work.mailer("render", "--mailing", "w51", "--for", "ada@example.org")
        #expect(dkim.status == 78 && dkim.output == "", "\(dkim)")
        #expect(dkim.errors.contains("DKIM key rsa._domainkey.example.org"))
    }

    @Test func aDeferredMessageIsTheOneThatWasTakenInTheEnd() throws {
        let work = try Workspace()
        try work.startSandbox(["--fault", "dot=451 4.7.1 Try later @first:1"], extra: "retry:\n  pauses: [1s]\n")
        try work.importReaders(1)
        try work.write("w51.md", Self.issue)
        let result = try work.mailer("send", "w51.md", "--yes", "--wait", "30s")
        #expect(result.status == 0, "\(result)")
        let rebuilt = try work.mailer("render", "--mailing", "w51", "--for", "reader1@example.org")
        #expect(try work.read("outbox/\(try #require(work.outbox().last))") == rebuilt.output)
    }

    @Test func eachReaderOfACorrectedMailingHasTheVersionTheyGotAndTheArchiveTheLast() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "base_url: https://news.example.org\narchive: public\n")
        try work.importReaders(2)
        try work.write("w51.md", "# Week 51\n\nA mistake, {{name | \"reader\"}}.\n")
        _ = try work.mailer("send", "w51.md", "--yes", "--canary", "50%")
        try #require(work.outbox().count == 1)
        try work.write("w51.md", "# Week 51\n\nNo mistake, {{name | \"reader\"}}.\n")
        let corrected = try work.mailer("correct", "w51", "--yes")
        #expect(corrected.status == 0, "\(corrected)")
        let rest = try work.mailer("send", "w51.md", "--yes")
        #expect(rest.status == 0, "\(rest)")

        let messages = try work.outbox().map { try work.read("outbox/\($0)") }
        #expect(messages.map { $0.contains("A mistake") } == [true, false])
        for (address, message) in zip(try work.mailed(), messages) {
            let rebuilt = try work.mailer("render", "--mailing", "w51", "--for", address)
            #expect(rebuilt.output == message, "\(address): \(rebuilt.errors)")
        }
        _ = try work.mailer("archive", "site")
        #expect(try work.read("site/w51.html").contains("No mistake, reader."))
        let diff = try work.mailer("diff", "w51@1", "w51@2")
        #expect(diff.status == 1 && diff.output.contains("-A mistake, {{name | \"reader\"}}."), "\(diff)")
    }

    @Test func whoGotNothingHasNoMessage() throws {
        let work = try Workspace()
        try sent(work)
        let stranger = try work.mailer("render", "--mailing", "w51", "--for", "nobody@example.org")
        #expect(stranger.status == 1 && stranger.output == "")
        #expect(stranger.errors.contains("nobody@example.org is not among the recipients of 'w51'"))
        let mailing = try work.mailer("render", "--mailing", "w52", "--for", "ada@example.org")
        #expect(mailing.status == 1 && mailing.errors.contains("There is no mailing 'w52'"))
        #expect(try work.mailer("render", "--mailing", "w51").status == 64)
        #expect(try work.mailer("render", "w51.md", "--mailing", "w51", "--for", "ada@example.org").status == 64)
        #expect(try work.mailer("render").status == 64)
    }

    @Test func aDamagedStoreIsNotTakenForWhatWasSent() throws {
        let work = try Workspace()
        try sent(work)
        let script = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            db.execute("UPDATE content_files SET bytes = CAST(replace(bytes, 'Week', 'Weak') AS BLOB)")
            db.commit()
            """
        #expect(try Python.run(script, [work.path("mailer.db")]).status == 0)
        let result = try work.mailer("render", "--mailing", "w51", "--for", "ada@example.org")
        #expect(result.status == 1 && result.output == "")
        #expect(result.errors.contains("is damaged"), "\(result)")
    }

    @Test(arguments: [false, true]) func theCommitIsStoredWithWhetherTheFileWasTheCommits(isDirty: Bool) throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        try work.write("w51.md", Self.issue)
        let git = """
            git init -q . && git add w51.md && git -c user.name=A -c user.email=a@x.org commit -q -m first
            \(isDirty ? "echo more >> w51.md" : "")
            git rev-parse HEAD
            """
        let commit = try Program.run("/bin/bash", ["-c", git], in: work.folder)
        try #require(commit.status == 0, "\(commit)")
        #expect(try work.mailer("send", "w51.md", "--yes").status == 0)
        let script = """
            import sqlite3, sys
            print(*sqlite3.connect(sys.argv[1]).execute("SELECT git_commit, git_dirty FROM mailing_contents").fetchone())
            """
        let stored = try Python.run(script, [work.path("mailer.db")]).output
        #expect(stored == "\(commit.output.trimmingCharacters(in: .newlines)) \(isDirty ? 1 : 0)\n")
    }
}
