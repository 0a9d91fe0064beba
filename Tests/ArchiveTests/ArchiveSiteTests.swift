import Templates
import Testing

@testable import Archive

@Suite struct ArchiveSiteTests {
    /// Titles that must stay text wherever they stand.
    static let hostile = [
        "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "\"\u{301} onload=\"alert(1)", "&lt;b&gt; &amp; ]]> <!-- --", "{{title}} {{{style}}}",
        "a\u{0}b\u{1B}c\u{FFFE}d",
        "\u{202E}txt.exe", "週刊ニュース 第51号", "أخبار الأسبوع",
    ]

    /// Attributes, elements and texts, as an HTML5 parser sees them.
    private static let parse = """
        import sys, html5lib
        parser = html5lib.HTMLParser(strict=False)
        tree = parser.parse(sys.stdin.buffer.read(), transport_encoding='utf-8')
        names = [e.tag.split('}')[-1] for e in tree.iter() if isinstance(e.tag, str)]
        handlers = [a for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith('on')]
        print('scripts', names.count('script'), 'images', names.count('img'), 'handlers', len(handlers))
        """

    @Test(arguments: hostile) func aTitleIsTextInEveryPage(_ title: String) throws {
        let issues = [
            Fixture.issue("w2", title: title, summary: title, day: 2, list: title),
            Fixture.issue("w1", title: title, summary: title),
        ]
        let site = try Fixture.site(issues, title: title)
        for file in try site.files() where file.contentType.hasPrefix("text/html") {
            let found = try Fixture.python(Self.parse, input: file.bytes)
            #expect(found == "scripts 0 images 0 handlers 0\n", "\(file.name): \(found)")
        }
    }

    @Test func eachIssueHasAPageAndTheRestIsThere() throws {
        let site = try Fixture.site([Fixture.issue("w2", day: 2), Fixture.issue("w1")])
        #expect(
            try site.files().map(\.name)
                == [
                    "index.html", "feed.atom", "archive.css", "unsubscribe.html", "test-copy.html", "w2.html",
                    "w1.html",
                ])
    }

    @Test func thePagesAreTheSameTwice() throws {
        let site = try Fixture.site([Fixture.issue("w2", day: 2), Fixture.issue("w1")])
        #expect(try site.files() == site.files())
    }

    @Test func aPageHasTheMessageAndLinksToItsNeighbours() throws {
        let issues = ["w3", "w2", "w1"].enumerated().map { Fixture.issue($1, title: "Title \($1)", day: 9 - $0) }
        let page = Fixture.text(try Fixture.site(issues).file("w2"))
        #expect(page.contains("<p>Hello</p>"))
        #expect(page.contains("p { margin: 0 }"))
        #expect(page.contains("<link rel=\"canonical\" href=\"https://news.example.org/archive/w2\">"))
        #expect(page.contains("<a href=\"w3.html\" rel=\"next\" lang=\"en\">Title w3</a>"))
        #expect(page.contains("<a href=\"w1.html\" rel=\"prev\" lang=\"en\">Title w1</a>"))
        let newest = Fixture.text(try Fixture.site(issues).file("w3"))
        #expect(!newest.contains("archive-newer"))
    }

    @Test(arguments: [
        ("", "index.html"), ("index.html", "index.html"), ("feed.atom", "feed.atom"), ("w1", "w1.html"),
        ("w1.html", "w1.html"), ("W1", "w1.html"), ("archive.css", "archive.css"), ("unsubscribe", "unsubscribe.html"),
    ])
    func aFileIsFoundByItsName(_ asked: String, _ name: String) throws {
        #expect(try Fixture.site([Fixture.issue("w1")]).file(asked)?.name == name)
    }

    @Test(arguments: ["w2", "../w1", "w1.html.html", "w1/", "images/x", ".mailer-archive", "w1.txt"])
    func thereIsNothingElse(_ asked: String) throws {
        #expect(try Fixture.site([Fixture.issue("w1")]).file(asked) == nil)
    }

    @Test func listsAreNamedOnlyWhereThereAreSeveral() throws {
        let one = try Fixture.site([Fixture.issue("w2", list: "Weekly"), Fixture.issue("w1", list: "Weekly")])
        #expect(!Fixture.text(try one.file("")).contains("Weekly"))
        let two = try Fixture.site([Fixture.issue("w2", list: "Daily"), Fixture.issue("w1", list: "Weekly")])
        #expect(Fixture.text(try two.file("")).contains("· Weekly"))
    }

    @Test func anEmptyArchiveSaysSo() throws {
        let page = Fixture.text(try Fixture.site([]).file(""))
        #expect(page.contains("No issue has been sent yet."))
        #expect(!page.contains("<ol"))
    }

    @Test func anImageIsOneFileHoweverManyIssuesHaveIt() throws {
        let image = ArchivedImage(name: "ab.png", contentType: "image/png", bytes: [1])
        let content = ArchivedContent(style: "", body: "", fragment: "", images: [image])
        let site = try Fixture.site([Fixture.issue("w2"), Fixture.issue("w1")], content: content)
        #expect(try site.files().filter { $0.name == "images/ab.png" }.map(\.bytes) == [[1]])
    }

    @Test func aFolderWithoutTemplatesIsAnError() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: ArchiveError.self) {
            try ArchiveTemplates(folder: TemplateFolder(path: folder.path))
        }
        #expect(
            error?.description == "\(folder.path)/layout.html cannot be read: there is no such file. "
                + "Restore it from the 'templates' folder of mailer.")
    }

    @Test func aDamagedTemplateIsNamed() throws {
        let folder = try TemporaryFolder()
        for name in ["layout.html", "index.html", "unsubscribe.html", "archive.css"] { try folder.write(name, "x") }
        try folder.write("issue.html", "{{#open}}")
        let error = #expect(throws: ArchiveError.self) {
            try ArchiveTemplates(folder: TemplateFolder(path: folder.path))
        }
        #expect(error?.description.contains("issue.html is no usable template") == true)
    }
}

@Suite struct AtomFeedTests {
    /// What RFC 4287 requires, looked at by an XML parser.
    private static let check = """
        import sys, xml.etree.ElementTree as ET
        ns = '{http://www.w3.org/2005/Atom}'
        feed = ET.fromstring(sys.stdin.buffer.read())
        assert feed.tag == ns + 'feed'
        for part in [feed] + feed.findall(ns + 'entry'):
            for name in ['id', 'title', 'updated']:
                assert len(part.findall(ns + name)) == 1, name
                assert part.find(ns + name).text is not None, name
            assert part.find(ns + 'author/' + ns + 'name').text
            assert [l.get('rel') for l in part.findall(ns + 'link')].count('alternate') == 1
            assert part.find(ns + 'updated').text.endswith('Z')
        ids = [e.find(ns + 'id').text for e in feed.findall(ns + 'entry')]
        assert len(ids) == len(set(ids))
        print(len(ids), feed.find(ns + 'updated').text)
        for entry in feed.findall(ns + 'entry'):
            print(entry.find(ns + 'title').text, '|', entry.find(ns + 'content').text)
        """

    private func read(_ issues: [ArchivedIssue], title: String = "News") throws -> String {
        let file = try Fixture.site(issues, title: title).file("feed.atom")
        return try Fixture.python(Self.check, input: try #require(file).bytes)
    }

    @Test func itHasWhatTheStandardAsksFor() throws {
        let feed = try read([
            Fixture.issue("w2", title: "Two", day: 3), Fixture.issue("w1", title: "One", day: 1, updated: 9),
        ])
        #expect(
            feed == """
                2 2026-01-10T00:00:00.000Z
                Two | <p>Hello &amp; <b>welcome</b></p>
                One | <p>Hello &amp; <b>welcome</b></p>

                """)
    }

    @Test(arguments: ArchiveSiteTests.hostile) func aTitleIsTextInTheFeed(_ title: String) throws {
        let feed = try read([Fixture.issue("w1", title: title, summary: title)], title: title)
        #expect(feed.hasPrefix("1 2026-01-02T"), "\(feed)")
    }

    @Test func anEmptyFeedIsAFeed() throws {
        #expect(try read([]) == "0 1970-01-01T00:00:00.000Z\n")
    }

    @Test func itHasTheNewestOnly() throws {
        let issues = (1...30).map { Fixture.issue("w\($0)", day: 40 - $0) }
        #expect(try read(issues).hasPrefix("20 "))
    }

    @Test func anUpdateIsNeverBeforeThePublication() {
        #expect(Fixture.issue("w1", day: 5, updated: 3).updatedAt == Fixture.time(5))
    }
}
