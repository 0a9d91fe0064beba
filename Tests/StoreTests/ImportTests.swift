import Foundation
import Mail
import Testing

@testable import Store

@Suite struct ImportTests {
    private func importing(_ text: String, _ test: TestStore) throws -> ImportReport {
        try test.importing(Array(text.utf8))
    }

    @Test func goodRowsAreAddedWithTheirLineInTheHistory() throws {
        let test = try TestStore()
        let text = "Name,E-Mail,city\r\nAnn,Ann@x.org,\"Köln, Deutz\"\r\n,b@x.org,\r\n"
        let report = try importing(text, test)
        #expect(report.added == 2)
        #expect(report.skipped == [])
        let ann = try required(test.store.subscriber(EmailAddress("ann@x.org")))
        #expect(ann.name == "Ann")
        #expect(ann.attributes == ["city": "Köln, Deutz"])
        #expect(ann.history.first?.source == "import people.csv:2")
        let other = try required(test.store.subscriber(EmailAddress("b@x.org")))
        #expect(other.name == nil)
        #expect(other.attributes == [:])
    }

    @Test func importingAgainChangesNothing() throws {
        let test = try TestStore()
        let text = "email,name\na@x.org,Ann\nb@x.org,Bob\n"
        _ = try importing(text, test)
        let again = try importing(text, test)
        #expect(again.added == 0)
        #expect(again.unchanged == 2)
        let changed = try importing("email,name\na@x.org,Anna\n", test)
        #expect(changed.updated == 1)
    }

    @Test func aBadRowIsSkippedWithLineAndReasonAndTheRestGoesOn() throws {
        let test = try TestStore()
        let text = """
            email,name
            a@x.org,Ann
            b@x.org
            ,Nobody
            not an address,X
            "c@x.org\u{0D}\u{0A}RCPT TO:<d@x.org>",Mallory
            A@X.org,Twice
            e@x.org,"Eve" x
            f@x.org,"Two
            lines"
            g@x.org,"never closed
            h@x.org,Last
            """
        let report = try test.importing(
            Array(text.utf8) + Array("\nK".utf8) + [0xF6] + Array("ln@x.org,Latin\ni@x.org,Really last".utf8))

        #expect(
            report.skipped.map { "\($0.line) \($0.address): \($0.reason)" } == [
                "3 : the row has 1 field where the header has 2 (it ends on line 3)",
                "4 : the address is empty",
                "5 not an address: \"not an address\" is not an e-mail address: it has no @.",
                "6 c@x.org\r\nRCPT TO:<d@x.org>: \"c@x.org\\u{D}\\u{A}RCPT TO:<d@x.org>\" is not an e-mail address: "
                    + "it has a control character, such as a line break.",
                "8 A@X.org: the address is already on line 2",
                "9 : the row cannot be read: text follows a closing quote",
                "10 f@x.org: the name \"Two\\u{A}lines\" has a control character",
                "12 : the row cannot be read: a quote is opened and never closed",
                "14 : the row cannot be read: it is not UTF-8 (save the file as \"CSV UTF-8\")",
            ])
        #expect(report.added == 3)
        #expect(report.rows == 12)
        #expect(try test.store.lists().first?.subscribed == 3)
        #expect(try test.store.subscriber(EmailAddress("h@x.org"))?.name == "Last")
        #expect(try test.store.subscriber(EmailAddress("i@x.org"))?.name == "Really last")
    }

    @Test func anImportNeverRevivesAnyone() throws {
        let test = try TestStore()
        try test.subscribe("gone@x.org", "bounced@x.org", "stays@x.org")
        let origin = Origin(source: "one-click", at: .day(2))
        _ = try test.store.unsubscribe(test.id(of: "gone@x.org"), from: test.list, origin: origin)
        _ = try test.store.suppress(EmailAddress("bounced@x.org"), reason: .hardBounce, origin: .cli(.day(2)))

        let report = try importing("email\nGONE@x.org\nbounced@X.org\nstays@x.org\n", test)

        #expect(
            report.skipped.map { "\($0.line) \($0.address): \($0.reason)" } == [
                "2 GONE@x.org: unsubscribed on 2026-01-02 by one-click",
                "3 bounced@x.org: suppressed: hard_bounce since 2026-01-02",
            ])
        #expect(report.unchanged == 1)
        #expect(try test.store.audience(of: test.list).toMail == 1)
    }

    @Test(arguments: [
        ("", "people.csv: the file is empty. It needs a header line with a column 'email'."),
        ("\n\n", "people.csv: the file is empty. It needs a header line with a column 'email'."),
        (
            "who;name\na@x.org;Ann\n",
            "people.csv: the first line names no column 'email', only 'who', 'name'. "
                + "Name the column with the addresses 'email' and separate columns by commas."
        ),
        (
            "a@x.org,Ann\n",
            "people.csv: the first line names no column 'email', only 'a@x.org', 'Ann'. "
                + "Name the column with the addresses 'email' and separate columns by commas."
        ),
        ("email,City,city\n", "people.csv: the first line names column 'city' twice. Rename one of the two."),
        (
            "\"email\n",
            "people.csv: the first line cannot be read: a quote is opened and never closed. "
                + "It needs the columns' names, separated by commas."
        ),
    ])
    func aFileWithoutAUsableHeaderIsAnError(_ text: String, _ message: String) throws {
        let test = try TestStore()
        let error = #expect(throws: StoreError.self) { try importing(text, test) }
        #expect(error?.description == message)
    }

    @Test func aFileThatIsNotThereIsAnError() throws {
        let error = #expect(throws: StoreError.self) { try ImportSource.file("/no/such/file.csv") }
        #expect(
            error?.description
                == "/no/such/file.csv: cannot be read: there is no such file. Check the path and its permissions.")
    }

    @Test func aFolderIsNoImportFile() throws {
        let test = try TestStore()
        #expect(throws: StoreError.self) {
            try test.store.importCSV(.file(test.folder.path), ImportChoices(list: "weekly"), at: .day(1))
        }
    }

    @Test func aHundredThousandRowsAreImportedWithProgress() throws {
        let test = try TestStore()
        let path = test.folder.appendingPathComponent("many.csv").path
        let rows = (1...100_000).map { "reader\($0)@example.org,Reader \($0)\r\n" }
        try Data(("email,name\r\n" + rows.joined()).utf8).write(to: URL(fileURLWithPath: path))
        var progress: [Int] = []

        let result = try test.store.importCSV(.file(path), ImportChoices(list: "weekly"), at: .day(1)) {
            progress.append($0)
        }

        #expect(result.lists["weekly"]?.added == 100_000)
        #expect(progress.prefix(3) == [1_000, 2_000, 3_000])
        #expect(try test.store.lists().first?.subscribed == 100_000)
        #expect(
            try test.store.subscriber(EmailAddress("reader100000@example.org"))?.history.first?.source
                == "import \(path):100001")
    }

    @Test func anExportEndsWithTheReceiversError() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        #expect(throws: Missing.self) { try test.store.exportCSV([test.list]) { _ in throw Missing() } }
        #expect(try test.store.lists().count == 1)
    }
}

extension TestStore {
    func source(_ bytes: [UInt8], name: String = "people.csv") -> ImportSource {
        ImportSource(name: name) {
            var rest = bytes[...]
            return {
                defer { rest = rest.dropFirst(16) }
                return Array(rest.prefix(16))
            }
        }
    }

    func importing(_ bytes: [UInt8]) throws -> ImportReport {
        try store.importCSV(source(bytes), ImportChoices(list: "weekly"), at: .day(5)).lists["weekly"] ?? ImportReport()
    }

    func importing(
        _ text: String, name: String = "people.csv", _ choices: ImportChoices = ImportChoices(list: "weekly")
    ) throws -> ImportResult {
        try store.importCSV(source(Array(text.utf8), name: name), choices, at: .day(5))
    }
}
