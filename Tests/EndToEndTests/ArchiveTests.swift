import Foundation
import Testing

/// The archive as its readers and the operator meet it.
@Suite struct ArchiveTests {
    private static let issue = """
        ---
        subject: "週刊 51 for {{name | \\"everybody\\"}} <b>&amp;"
        preheader: "For {{name | \\"you\\"}} in {{city | \\"town\\"}}"
        ---
        Hello {{name | "reader"}} at {{email}}: [leave]({{unsubscribe_url}}).
        """

    private func sent(_ work: Workspace, archive: String = "archive: public\n") throws {
        try work.startSandbox(extra: "base_url: https://news.example.org\n\(archive)")
        try work.importReaders(2)
        try work.importReaders(1, list: "board")
        try work.write("w51.md", Self.issue)
        try work.write("w52.md", "---\narchive: false\n---\n# Kept out\n\nText.\n")
        for (file, list) in [("w51.md", "weekly"), ("w51.md", "board"), ("w52.md", "weekly")] {
            let result = try work.mailer("send", file, "--list", list, "--yes", "--again")
            try #require(result.status == 0, "\(result)")
        }
    }

    private func names(_ work: Workspace) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: work.path("site")).sorted()
    }

    /// The decoded parts of the first message to an address.
    private func parts(_ work: Workspace, _ name: String) throws -> String {
        let script = """
            import sys, email, email.policy
            m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
            for part in m.walk():
                if part.get_content_maintype() == 'text': print(part.get_content())
            """
        return try Python.run(script, [work.path("outbox/\(name)")]).output
    }

    @Test func theSiteHasWhatWasSentAndNothingPersonal() throws {
        let work = try Workspace()
        try sent(work)
        let result = try work.mailer("archive", "site")
        #expect(result.status == 0, "\(result)")
        #expect(
            try names(work) == [
                ".mailer-archive", "archive.css", "feed.atom", "index.html", "test-copy.html", "unsubscribe.html",
                "w51-board.html", "w51.html",
            ])
        for name in try names(work) {
            let text = try work.read("site/\(name)")
            for personal in ["reader1", "Reader 1", "/u/", "Kept out", "w52"] {
                #expect(!text.contains(personal), "\(name): \(personal)")
            }
        }
        let page = try work.read("site/w51.html")
        #expect(page.contains("https://news.example.org/archive/unsubscribe.html"))
        #expect(page.contains("<title>週刊 51 for everybody &lt;b&gt;&amp;amp;"))
        #expect(page.contains("<link rel=\"canonical\" href=\"https://news.example.org/archive/w51\">"))
        #expect(page.contains("Hello reader at"))
    }

    @Test func aSecondRunWritesNothing() throws {
        let work = try Workspace()
        try sent(work)
        _ = try work.mailer("archive", "site")
        let second = try work.mailer("archive", "site", "--json")
        #expect(second.output == "{\"issues\":2,\"removed\":[],\"unchanged\":7,\"written\":[]}\n")
    }

    @Test func theArchiveShowsWhatWasSentNotWhatTheFileBecame() throws {
        let work = try Workspace()
        try sent(work)
        _ = try work.mailer("archive", "site")
        try work.write("w51.md", "# Something else\n\nText.\n")
        #expect(try work.mailer("archive", "site").output.contains("0 files written"))
    }

    @Test(arguments: ["", "archive: off\n"]) func itIsOffUnlessAskedFor(_ archive: String) throws {
        let work = try Workspace()
        try sent(work, archive: archive)
        let result = try work.mailer("archive", "site")
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("Set 'archive: public'"))
        #expect(!FileManager.default.fileExists(atPath: work.path("site")))
        for name in work.outbox() { #expect(!(try parts(work, name).contains("/archive/"))) }
        let one = try work.mailer("archive", "site", "--list", "weekly")
        #expect(one.status == 0, "\(one)")
        #expect(try names(work).contains("w51.html"))
        #expect(!(try names(work).contains("w51-board.html")))
    }

    @Test func aListThatIsNotPublicIsNeitherShownNorLinkedTo() throws {
        let work = try Workspace()
        try sent(work, archive: "archive: public\narchive_lists: [weekly]\n")
        _ = try work.mailer("archive", "site")
        #expect(!(try names(work).contains("w51-board.html")))
        let board = try #require(work.outbox().dropFirst(2).first)
        #expect(!(try parts(work, board).contains("/archive/")))
    }

    @Test func eachMessageLinksToItsPageInBothParts() throws {
        let work = try Workspace()
        try sent(work)
        let messages = try work.outbox().map { try parts(work, $0) }
        let links = messages.map { text in
            Set(text.matches(of: /https:\/\/news\.example\.org\/archive\/([\w-]+)/).map { String($0.1) })
        }
        #expect(links == [["w51"], ["w51"], ["w51-board"], [], []])
        #expect(messages[0].components(separatedBy: "https://news.example.org/archive/w51").count > 2)
    }

    @Test func aFileOfTheOperatorsIsNotOverwritten() throws {
        let work = try Workspace()
        try sent(work)
        try FileManager.default.createDirectory(atPath: work.path("site"), withIntermediateDirectories: true)
        try work.write("site/index.html", "mine")
        let result = try work.mailer("archive", "site")
        #expect(result.status == 1)
        #expect(result.errors.contains("index.html. Nothing was written."), "\(result)")
        #expect(try work.read("site/index.html") == "mine")
    }

    @Test func theServerShowsTheSame() throws {
        let work = try Workspace()
        try sent(work)
        _ = try work.mailer("archive", "site")
        let server = try work.start("serve", "--port", "0")
        let line = try server.line(containing: "http://127")
        let base = try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)
        func get(_ path: String) throws -> String {
            try Program.run("/usr/bin/curl", ["--silent", "--fail", "\(base)/archive/\(path)"], in: "/").output
        }
        for (path, name) in [("", "index.html"), ("w51", "w51.html"), ("W51-board", "w51-board.html")] {
            #expect(try get(path) == work.read("site/\(name)"), "\(path)")
        }
        #expect(try get("feed.atom") == work.read("site/feed.atom"))
        #expect(try get("archive.css") == work.read("site/archive.css"))
        #expect(try get("w52") == "")
    }

    /// The smallest PNG: one transparent pixel.
    private static let pixel: [UInt8] = [UInt8](
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
            ?? Data())

    @Test func picturesInAMessageAreFilesOfTheArchive() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "base_url: https://news.example.org\narchive: public\n")
        try work.importReaders(1)
        try work.write("dot.png", bytes: Self.pixel)
        for slug in ["w51", "w52"] {
            try work.write("\(slug).md", "---\nimages: embed\n---\n# Title \(slug)\n\n![A dot](dot.png)\n")
            let sent = try work.mailer("send", "\(slug).md", "--yes")
            #expect(sent.status == 0, "\(sent)")
            try FileManager.default.removeItem(atPath: work.path("\(slug).md"))
        }
        try FileManager.default.removeItem(atPath: work.path("dot.png"))

        let result = try work.mailer("archive", "site")
        #expect(result.status == 0, "\(result)")
        let images = try FileManager.default.contentsOfDirectory(atPath: work.path("site/images"))
        #expect(images.count == 1)
        let image = try #require(images.first)
        #expect(try Data(contentsOf: URL(fileURLWithPath: work.path("site/images/\(image)"))) == Data(Self.pixel))
        #expect(try work.read("site/w51.html").contains("src=\"images/\(image)\""))
        #expect(try work.read("site/feed.atom").contains("https://news.example.org/archive/images/\(image)"))

        let server = try work.start("serve", "--port", "0")
        let line = try server.line(containing: "http://127")
        let base = try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)
        func status(_ name: String) throws -> String {
            let arguments = ["--silent", "--output", "/dev/null", "--write-out", "%{http_code} %{content_type}"]
            return try Program.run("/usr/bin/curl", arguments + ["\(base)/archive/images/\(name)"], in: "/").output
        }
        #expect(try status(image) == "200 image/png")
        #expect(try status("x\(image)").hasPrefix("404"))
    }

    @Test(arguments: [
        ["--url", "ftp://x.org"], ["--url", "nonsense"], ["--list", "nobody"], ["/proc/nowhere/site"],
    ])
    func wrongInputIsExplained(_ arguments: [String]) throws {
        let work = try Workspace()
        try work.startSandbox(extra: "archive: public\n")
        let all = arguments.count == 1 ? ["archive"] + arguments : ["archive", "site"] + arguments
        let result = try Program.run(Program.path, all, in: work.folder)
        #expect(result.status != 0 && result.output == "" && !result.errors.isEmpty, "\(result)")
    }
}
