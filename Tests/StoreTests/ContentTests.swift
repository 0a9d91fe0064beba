import Foundation
import GRDB
import Mail
import Testing

@testable import Store

@Suite struct ContentTests {
    @Test func aMailingBeginsWithVersion1OfItsContent() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        let stored = try test.store.contents(of: mailing)
        #expect(stored.version == 1)
        #expect(stored.createdAt == .day(2))
        #expect(stored.content == test.newMailing("2026-W01").content)
        #expect(try test.store.contents(of: mailing, version: 1) == stored)
    }

    @Test func everythingThatDeterminesTheBytesComesBack() throws {
        let test = try TestStore()
        let mailing = try test.startFull(.full)
        #expect(try test.store.contents(of: mailing).content == .full)
    }

    @Test func aCorrectionIsTheNextVersionAndChangesNoEarlierOne() throws {
        let test = try TestStore()
        let mailing = try test.startFull(.full)
        var corrected = MailingContent(subject: "Corrected", issuePath: "b.md", issue: [2], issueSHA256: "02")
        corrected.files = Array(MailingContent.full.files.dropLast())

        #expect(try test.store.addVersion(to: mailing, content: corrected, at: .day(3)) == 2)
        #expect(try test.store.addVersion(to: mailing, content: .full, at: .day(4)) == 3)

        #expect(try test.store.contents(of: mailing, version: 1).content == .full)
        #expect(try test.store.contents(of: mailing, version: 2).content == corrected)
        #expect(try test.store.contents(of: mailing).version == 3)
        #expect(try test.store.contents(of: mailing).createdAt == .day(4))
    }

    @Test func filesThatMailingsShareAreStoredOnce() throws {
        let test = try TestStore()
        let mailing = try test.startFull(.full)
        _ = try test.startFull(.full, slug: "2026-W02")
        _ = try test.store.addVersion(to: mailing, content: .full, at: .day(3))
        let count = try test.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM content_files") }
        #expect(count == MailingContent.full.files.count)
    }

    @Test func aVersionOrMailingThatIsNotThereIsAnError() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        #expect(throws: StoreError.noSuchVersion(2, slug: "2026-W01")) {
            try test.store.contents(of: mailing, version: 2)
        }
        let stranger = MailingID(rawValue: 9)
        #expect(throws: StoreError.noSuchMailing("9")) { try test.store.contents(of: stranger) }
        #expect(throws: StoreError.noSuchMailing("9")) {
            try test.store.addVersion(to: stranger, content: .full, at: .day(3))
        }
    }

    @Test func aVersionThatCannotBeStoredWholeIsNotStoredAtAll() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        var broken = MailingContent.full
        broken.files += [MailingContent.full.files[0]]
        #expect(throws: StoreError.self) { try test.store.addVersion(to: mailing, content: broken, at: .day(3)) }
        #expect(try test.store.contents(of: mailing).version == 1)
        let count = try test.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM content_files") }
        #expect(count == 0)
    }

    @Test func settingsThatAreNoJSONAreRefused() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        var broken = MailingContent.full
        broken.settings = "{"
        #expect(throws: StoreError.self) { try test.store.addVersion(to: mailing, content: broken, at: .day(3)) }
    }

    /// A mailing of the first schema becomes version 1, with what is known of it, and has its place in the archive.
    @Test func mailingsOfTheFirstSchemaAreTakenOver() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("v1-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("old.db").path
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "v1")
        try old.write { try $0.execute(sql: Self.earlier) }
        try old.close()

        let store = try MailerStore(path: path)

        let first = try store.contents(of: MailingID(rawValue: 1))
        #expect(first.version == 1)
        #expect(first.createdAt == Timestamp(milliseconds: 5))
        #expect(first.content.issue == Array("# Hi".utf8))
        #expect(first.content.issueSHA256 == "ab")
        #expect(first.content.settings == nil)
        #expect(first.content.mailerVersion == nil)
        #expect(try store.issue(of: MailingID(rawValue: 1)) == Array("# Hi".utf8))
        #expect(try store.archivePath(of: MailingID(rawValue: 1)) == "w1")
        #expect(try store.archivePath(of: MailingID(rawValue: 2)) == "w1-b")
    }

    private static let earlier = """
        INSERT INTO lists (id, name, title, created_at) VALUES (1, 'a', 'A', 1), (2, 'b', 'B', 1);
        INSERT INTO mailings (slug, list, subject, issue_path, issue_sha256, uid, state, audience, created_at, issue)
        VALUES ('w1', 1, 'Hi', 'issues/w1.md', 'ab', 'u1', 'sending', 0, 5, CAST('# Hi' AS BLOB)),
            ('w1', 2, 'Hi', 'issues/w1.md', 'ab', 'u2', 'sending', 0, 6, CAST('# Hi' AS BLOB))
        """
}

@Suite struct ArchivePathTests {
    @Test(arguments: [
        ("2026-W47", ["2026-W47", "2026-W47-weekly"]), ("v1.2", ["v1.2", "v1.2-weekly"]),
        ("../../etc/passwd", ["etc-passwd", "etc-passwd-weekly"]), ("a/b\\c d\n", ["a-b-c-d", "a-b-c-d-weekly"]),
        ("<script>", ["script", "script-weekly"]), (".htaccess", ["htaccess", "htaccess-weekly"]),
        ("index", ["index-weekly"]), ("INDEX", ["INDEX-weekly"]), ("feed.atom", ["feed.atom-weekly"]),
        ("style.css", ["style.css-weekly"]), ("page.html", ["page.html-weekly"]),
        ("週刊", ["zhou-kan", "zhou-kan-weekly"]),
        ("2026-новости", ["2026-novosti", "2026-novosti-weekly"]), ("..", []),
    ])
    func aPathIsSafeInAURLAndAFileName(_ slug: String, _ paths: [String]) {
        #expect(ArchivePath.preferred(slug: slug, list: "weekly") == paths)
    }

    @Test(arguments: ["w1", "週刊", "feed.atom", String(repeating: "x", count: 5_000), "a\u{0}b"])
    func thereIsAlwaysASafeOneLeft(_ slug: String) throws {
        let path = ArchivePath.numbered(slug: slug, mailing: MailingID(rawValue: 7), 3)
        #expect(path.hasSuffix("-7-3"))
        #expect(path.utf8.count < 130)
        #expect(path.utf8.allSatisfy { Byte.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") })
    }

    @Test func mailingsOfOneSlugHaveDifferentPathsWithoutRegardToCase() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let first = try test.start("New s")
        let second = try test.start("new-s")
        let third = try test.start("NEW/S")
        #expect(try test.store.archivePath(of: first) == "New-s")
        #expect(try test.store.archivePath(of: second) == "new-s-weekly")
        #expect(try test.store.archivePath(of: third) == "NEW-S-3")
    }

    @Test func oneThatIsNotForTheArchiveHasNoPathUntilACorrectionSaysOtherwise() throws {
        let test = try TestStore()
        var hidden = MailingContent.full
        hidden.isPublic = false
        let mailing = try test.startFull(hidden)
        #expect(try test.store.archivePath(of: mailing) == nil)
        _ = try test.store.addVersion(to: mailing, content: .full, at: .day(3))
        #expect(try test.store.archivePath(of: mailing) == "2026-W01")
        _ = try test.store.addVersion(to: mailing, content: hidden, at: .day(4))
        #expect(try test.store.archivePath(of: mailing) == "2026-W01")
    }
}

@Suite struct SubscriberRevisionTests {
    @Test func whatAReaderWasCalledBeforeIsKept() throws {
        let test = try TestStore()
        let ada = try test.subscribe("ada@x.org")[0]
        for name in ["Ada", "Ada", "Ada L."] {
            _ = try test.store.add(
                NewSubscriber(address: EmailAddress("ada@x.org"), name: name), to: test.list, origin: .cli(.day(2)))
        }
        let revision = try test.store.pool.read { db in
            try Int.fetchOne(db, sql: "SELECT revision FROM subscribers WHERE id = ?", arguments: [ada.rawValue])
        }
        let names = try test.store.pool.read { db in
            try Optional<String>.fetchAll(db, sql: "SELECT name FROM subscriber_revisions ORDER BY revision")
        }
        #expect(revision == 2)
        #expect(names == [nil, "Ada"])
    }
}

extension MailingContent {
    /// One with everything that there can be.
    static let full: MailingContent = {
        var content = MailingContent(subject: "Hi", issuePath: "issues/w1.md", issue: [35, 0, 255], issueSHA256: "0a")
        content.files = [
            ContentFile(role: .image, name: "img/a.png", bytes: [137, 80], sha256: "1a"),
            ContentFile(role: .message, name: "message", bytes: [1], sha256: "1b"),
            ContentFile(role: .template, name: "newsletter.css", bytes: [], sha256: "1c"),
            ContentFile(role: .template, name: "newsletter.html", bytes: [60], sha256: "1d"),
        ]
        content.settings = "{\"from\":\"a@x.org\"}"
        content.commit = SourceCommit(hash: "4f2a", isDirty: true)
        content.mailerVersion = "0.1.0"
        return content
    }()
}

extension TestStore {
    fileprivate func startFull(_ content: MailingContent, slug: String = "2026-W01") throws -> MailingID {
        try subscribe("full@example.org")
        let new = NewMailing(slug: slug, list: list, uid: "uid-\(slug)", content: content)
        return try store.createMailing(new, at: .day(2)).id
    }
}
