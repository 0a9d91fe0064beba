import Foundation
import Mail
import Testing

@testable import Store

/// What files of other systems say of consent, taken over or asked about.
@Suite struct ImportConsentTests {
    /// Each reader's state on the list, with the reason where the address is suppressed.
    private func states(_ test: TestStore, _ addresses: String...) throws -> [String] {
        try addresses.map { address in
            guard let reader = try test.store.subscriber(EmailAddress(address)) else { return "none" }
            let state = reader.subscriptions.first?.state.rawValue ?? "on no list"
            return state + (reader.suppression.map { ", suppressed: \($0.reason.rawValue)" } ?? "")
        }
    }

    private static let mailchimp = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,"

    @Test(arguments: [
        (
            "listmonk",
            """
            uuid,email,name,attributes,status,created_at,updated_at
            1,a@x.org,Ann,"{""city"": ""Bern"", ""plan"": {""x"": 1}, ""age"": 7, ""vip"": true}",enabled,t,t
            2,b@x.org,Bob,{},disabled,t,2025-03-01 10:00:00.123456 +0000 UTC
            3,c@x.org,Cy,{},blocklisted,t,2025-03-02 10:00:00 +0000 UTC
            """, ["subscribed", "unsubscribed", "subscribed, suppressed: imported", "none"]
        ),
        (
            "Keila",
            """
            Email,First name,Last name,Data,Status,External ID
            a@x.org,Ann,A,{},active,
            b@x.org,Bob,B,{},unsubscribed,
            c@x.org,Cy,C,{},unreachable,
            """, ["subscribed", "unsubscribed", "subscribed, suppressed: imported", "none"]
        ),
        (
            "Mailchimp",
            mailchimp + "LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
                + "a@x.org,Ann,A,2,2020-01-01 10:00:00,,2020-01-01 10:00:00,1,2,,\"\"\"Editors\"\"\"\n",
            ["subscribed", "none", "none", "none"]
        ),
        (
            "Mailchimp",
            mailchimp + "UNSUB_TIME,UNSUB_REASON,LEID,EUID\nb@x.org,Bob,B,2,,,2025-01-01 10:00:00,,1,2\n"
                + "c@x.org,Cy,C,2,,,,,1,2\n", ["none", "unsubscribed", "unsubscribed", "none"]
        ),
        (
            "Mailchimp",
            mailchimp.replacing("Email Address", with: "Adresse") + "CLEAN_TIME,LEID,EUID\n"
                + "c@x.org,Cy,C,2,,,2025-01-01 10:00:00,1,2\n",
            ["none", "none", "subscribed, suppressed: imported", "none"]
        ),
        (
            "Substack",
            """
            email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
            a@x.org,false,,other,false,2025-01-01T10:00:00.000Z,
            b@x.org,true,,yearly,true,2025-01-01T10:00:00.000Z,
            """, ["subscribed", "unsubscribed", "none", "none"]
        ),
        (
            "Buttondown",
            """
            id,secondary_id,email,notes,subscriber_type,creation_date,ip_address,unsubscription_date,tags,metadata
            1,1,a@x.org,,premium,,,,,
            2,2,b@x.org,,removed,,,2025-01-01 10:00:00,,
            3,3,c@x.org,,undeliverable,,,,,
            4,4,d@x.org,,unactivated,,,,,
            """, ["subscribed", "unsubscribed", "subscribed, suppressed: imported", "pending"]
        ),
        (
            "Ghost",
            "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at\r\n"
                + "1,a@x.org,,,true,false,,,\r\n2,b@x.org,,,false,false,,,\r\n3,c@x.org,,,true,,,,2025-01-01\r\n"
                + "4,d@x.org,,,,false,,,\r\n", ["subscribed", "unsubscribed", "unsubscribed", "pending"]
        ),
        (
            "beehiiv",
            """
            email,First Name,Last Name,status,tier,created_at,stripe_customer_id,unsubscribed_at
            a@x.org,,,active,free,2025-01-01 10:00:00 UTC,,
            b@x.org,,,inactive,free,2025-01-01 10:00:00 UTC,,2025-01-03 10:00:00 UTC
            d@x.org,,,pending,free,2025-01-01 10:00:00 UTC,,
            """, ["subscribed", "unsubscribed", "none", "pending"]
        ),
        (
            "phpList",
            "Email\tIs this subscriber confirmed\tIs this subscriber blacklisted\tIs this account disabled?\tName\t"
                + "List Membership\na@x.org\t1\t0\t0\tAnn\tnews; \nb@x.org\t1\t0\t1\tBob\tnews; \n"
                + "c@x.org\t1\t1\t0\t' =Cy\tnews; \nd@x.org\t0\t0\t0\tDi\tnews; \ne@x.org\t1\t0\t0\tEd\tNo Lists\n",
            ["subscribed", "unsubscribed", "subscribed, suppressed: imported", "pending"]
        ),
    ])
    func statusesOfKnownSystemsAreTakenOver(_ system: String, _ text: String, _ expected: [String]) throws {
        let test = try TestStore()
        let result = try test.importing(text)
        #expect(result.system == system)
        #expect(result.skipped == [])
        #expect(try states(test, "a@x.org", "b@x.org", "c@x.org", "d@x.org") == expected)
        #expect(try test.store.audience(of: test.list).toMail == expected.filter { $0 == "subscribed" }.count)
    }

    @Test func aListmonkExportKeepsTimesAndAttributesAndSaysWhatItLacks() throws {
        let test = try TestStore()
        let result = try test.importing(
            """
            uuid,email,name,attributes,status,created_at,updated_at
            1,a@x.org,Ann,"{""City"": ""Bern"", ""plan"": {""x"": 1}, ""age"": 7, ""vip"": true}",enabled,t,t
            2,b@x.org,Bob,{},disabled,t,2025-03-01 10:00:00.123456 +0100 CET
            """)
        #expect(result.warning?.contains("GET /api/subscribers") == true)
        let ann = try required(test.store.subscriber(EmailAddress("a@x.org")))
        #expect(ann.attributes.filter { !$0.key.hasSuffix("_at") } == ["city": "Bern", "age": "7", "vip": "true"])
        let bob = try required(test.store.subscriber(EmailAddress("b@x.org")))
        #expect(bob.subscriptions.first?.since.iso8601 == "2025-03-01T09:00:00.123Z")
    }

    @Test(arguments: [
        ("email,Opt-in\na@x.org,yes\nb@x.org,no\n", "Opt-in"),
        ("email,subscriberStatus\na@x.org,fine\n", "subscriberStatus"),
        ("email,unsubscribed_at\na@x.org,\nb@x.org,2025-01-01\n", "unsubscribed_at"),
        ("email,confirmed_at\na@x.org,\nb@x.org,\n", "confirmed_at"),
        ("email,what\na@x.org,0\nb@x.org,1\n", "what"),
        ("email,what\na@x.org,whatever\nb@x.org,Unsubscribed\n", "what"),
        ("email,what\na@x.org,hard_bounce\nb@x.org,lovely\n", "what"),
        ("email,state\na@x.org,confirmed\nb@x.org,pending\n", "state"),
        ("email,statut\na@x.org,abonné\nb@x.org,désabonné\n", "statut"),
        ("email;Status\na@x.org;abgemeldet\n", "Status"),
        ("email,\na@x.org,blocklisted\n", "column 2"),
        ("email,Accepts Email Marketing\na@x.org,maybe\n", "Accepts Email Marketing"),
        ("email,bounces\na@x.org,3\n", "bounces"),
    ])
    func aColumnThatLooksLikeConsentStopsTheImportWithAQuestion(_ text: String, _ column: String) throws {
        let test = try TestStore()
        let error = #expect(throws: StoreError.self) { try test.importing(text) }
        guard case .unansweredImport(_, let questions) = try required(error),
            case .column(let name, _) = try required(questions.first)
        else { throw Missing() }
        #expect(name == column)
        #expect(error?.description.contains("--status-column") == true)
        #expect(error?.description.contains("--ignore-column") == true)
        #expect(try test.store.lists().first?.subscribed == 0)
        // Once it is answered, it is settled.
        var choices = ImportChoices(list: "weekly")
        choices.ignoredColumns = [column]
        #expect(try test.importing(text, choices).taken > 0)
    }

    @Test(arguments: [
        "email,city,town of birth\na@x.org,Bern,Basel\n", "email,state\na@x.org,CA\nb@x.org,NY\n",
        "email,plan\na@x.org,free\nb@x.org,pro\n", "email,orders\na@x.org,0\nb@x.org,1\nc@x.org,2\n",
        "email,note\na@x.org,\nb@x.org,\n", "email,unsubscribed_at\na@x.org,\nb@x.org,\n",
    ])
    func otherColumnsAreAttributesWithoutAQuestion(_ text: String) throws {
        let test = try TestStore()
        #expect(try test.importing(text).lists["weekly"]?.added == text.split(separator: "\n").count - 1)
    }

    @Test(arguments: [
        ("Opt-in", ["yes", "no", "x", ""], ["subscribed", "unsubscribed", "subscribed", "none"]),
        ("Unsubscribed", ["0", "1", "true", "no"], ["subscribed", "unsubscribed", "unsubscribed", "subscribed"]),
        (
            "confirmed_at", ["2025-01-01", "", "2025-01-01 10:00", ""],
            ["subscribed", "pending", "subscribed", "pending"]
        ),
        (
            "Status", ["Active", "Hard-bounced", "un-subscribed", "Pending"],
            ["subscribed", "subscribed, suppressed: imported", "unsubscribed", "pending"]
        ),
        (
            "blocked", ["no", "yes", "no", "yes"],
            ["subscribed", "subscribed, suppressed: imported", "subscribed", "subscribed, suppressed: imported"]
        ),
    ])
    func aChosenColumnIsReadByItsWordsAndName(_ column: String, _ cells: [String], _ expected: [String]) throws {
        let test = try TestStore()
        var choices = ImportChoices(list: "weekly")
        choices.statusColumns = [column.uppercased()]
        choices.set("un-subscribed", to: .unsubscribed)
        let rows = zip("abcd", cells).filter { column != "Opt-in" || !$1.isEmpty }.map { "\($0)@x.org,\($1)" }
        _ = try test.importing("email,\(column)\n" + rows.joined(separator: "\n") + "\n", choices)
        #expect(try states(test, "a@x.org", "b@x.org", "c@x.org", "d@x.org") == expected)
    }

    @Test func wordsThatNobodyKnowsAreAskedAboutWithTheirLines() throws {
        let test = try TestStore()
        let text = "email,status,uuid\na@x.org,enabled,1\nb@x.org,sleepy,2\nc@x.org,,3\n"
        let error = #expect(throws: StoreError.self) { try test.importing(text) }
        let sentence = try required(error).description
        #expect(sentence.contains("'sleepy' in line 3, nothing in line 4 means"))
        #expect(sentence.contains("--status-value sleepy=unsubscribed"))
        var choices = ImportChoices(list: "weekly")
        choices.set("Sleepy", to: .pending)
        choices.set("", to: .unsubscribed)
        _ = try test.importing(text, choices)
        #expect(try states(test, "a@x.org", "b@x.org", "c@x.org") == ["subscribed", "pending", "unsubscribed"])
    }

    @Test(arguments: ["unsubscribed.csv", "lists/hard-bounces.csv", "Cleaned_2026.csv", "suppression-list.csv"])
    func aFileWhoseNameSaysThatItsPeopleLeftIsAskedAbout(_ name: String) throws {
        let test = try TestStore()
        let error = #expect(throws: StoreError.self) { try test.importing("email\na@x.org\n", name: name) }
        #expect(error?.description.contains("--all-are") == true)
        var choices = ImportChoices(list: "weekly")
        choices.everybody = .suppressed
        _ = try test.importing("email\na@x.org\n", name: name, choices)
        #expect(try states(test, "a@x.org") == ["subscribed, suppressed: imported"])
    }

    @Test func aFileTakesOffWhoItSaysLeftButNobodyWhoCameBackSince() throws {
        let test = try TestStore()
        try test.subscribe("stays@x.org", "back@x.org", "later@x.org", at: .day(1))
        for address in ["back@x.org", "later@x.org"] {
            _ = try test.store.unsubscribe(test.id(of: address), from: test.list, origin: .cli(.day(2)))
            _ = try test.store.resubscribe(test.id(of: address), to: test.list, origin: .cli(.day(3)))
        }
        let result = try test.importing(
            """
            email,subscriber_type,unsubscription_date
            stays@x.org,unsubscribed,2026-01-02
            back@x.org,unsubscribed,
            later@x.org,unsubscribed,2026-01-04 10:00:00
            """)
        #expect(result.lists["weekly"]?.unsubscribed == 2)
        #expect(
            result.skipped.map { "\($0.line): \($0.reason)" } == [
                "3: the file says that she left, but she is subscribed since 2026-01-03 by cli"
            ])
        #expect(
            try states(test, "stays@x.org", "back@x.org", "later@x.org")
                == ["unsubscribed", "subscribed", "unsubscribed"])
    }

    @Test func theWorstThatAFileSaysTwiceOfOneReaderHolds() throws {
        let test = try TestStore()
        _ = try test.importing(
            "email,subscriber_type,unsubscription_date\na@x.org,regular,\nA@x.org,unsubscribed,2025-01-01\n"
                + "b@x.org,unsubscribed,\nb@x.org,regular,\n")
        #expect(try states(test, "a@x.org", "b@x.org") == ["unsubscribed", "unsubscribed"])
    }

    @Test func aPendingReaderIsNeitherConfirmedNorTakenOffByAFile() throws {
        let test = try TestStore()
        try test.subscribe("in@x.org")
        let text = "email,subscriber_type\nin@x.org,unactivated\nnew@x.org,unactivated\n"
        #expect(try test.importing(text).lists["weekly"]?.pending == 1)
        #expect(try states(test, "in@x.org", "new@x.org") == ["subscribed", "pending"])
        #expect(try test.importing("email\nnew@x.org\n").skipped.count == 1)
        #expect(try states(test, "new@x.org") == ["pending"])
    }
}

/// Names, addresses and lists as they come into the house.
@Suite struct ImportNamesTests {
    @Test(arguments: [
        "\u{200B}a@x.org", "a@x.org\u{200B}", "\u{FEFF}a@x.org\u{A0}", " \u{2060}a@x.org\u{AD} ",
        "\u{202A}a@x.org\u{202C}",
        "\u{0}a@x.org\u{0}", "\u{200E}a@x.org\u{3000}", "\u{180E}a@x.org\u{3164}",
    ])
    func invisibleCharactersAroundAnAddressAreRemoved(_ address: String) throws {
        let test = try TestStore()
        let result = try test.importing("\u{FEFF}\u{200B}email\u{A0},name\n\(address),\u{200B}Ann\u{A0}\n")
        #expect(result.skipped == [])
        #expect(try test.store.subscriber(EmailAddress("a@x.org"))?.name == "Ann")
    }

    @Test(arguments: [
        "a\u{200B}b@x.org", "ab@x\u{200B}.org", "ab@x.\u{AD}org", "a\u{FEFF}b@x.org", "a\u{2060}b@x.org",
        "ab\u{202E}@x.org",
        "a\u{A0}b@x.org", "a\u{0}b@x.org", "a\u{200C}b@x.org", "ab@\u{200F}x.org",
    ])
    func invisibleCharactersWithinAnAddressAreRefusedAndShown(_ address: String) throws {
        let test = try TestStore()
        let result = try test.importing("email\n\(address)\n")
        #expect(result.taken == 0)
        #expect(result.skipped.first?.reason.description.contains("\\u{") == true)
        #expect(try test.store.lists().first?.subscribed == 0)
    }

    @Test func aColumnThatNoIssueCouldUseGetsANameThatItCanSaidOnce() throws {
        let test = try TestStore()
        let result = try test.importing(
            "email,Signed up,Town,Größe (cm),2nd,日本,View_URL,plan\na@x.org,May,Ulm,180,b,東京,u,pro\n")
        #expect(
            result.renamed.map { "\($0.title)=\($0.name)" } == [
                "Signed up=signed_up", "Town=town", "Größe (cm)=grosse_cm", "2nd=field_2nd", "日本=field_6",
                "View_URL=field_view_url",
            ])
        #expect(
            try test.store.subscriber(EmailAddress("a@x.org"))?.attributes == [
                "signed_up": "May", "town": "Ulm", "grosse_cm": "180", "field_2nd": "b", "field_6": "東京",
                "field_view_url": "u", "plan": "pro",
            ])
    }

    @Test func twoColumnsThatWouldBecomeOneAreAnError() throws {
        let test = try TestStore()
        let error = #expect(throws: StoreError.self) { try test.importing("email,Signed up,signed-up\na@x.org,1,2\n") }
        #expect(
            error?.description == "people.csv: columns 'Signed up' and 'signed-up' would both be {{signed_up}} in an "
                + "issue. Rename one of the two.")
    }

    @Test func aNameInTwoColumnsIsOneName() throws {
        let test = try TestStore()
        _ = try test.importing("E-Mail-Adresse;Vorname;Nachname\na@x.org;Ann;Lee\nb@x.org;;Bo\n")
        #expect(try test.store.subscriber(EmailAddress("a@x.org"))?.name == "Ann Lee")
        #expect(try test.store.subscriber(EmailAddress("b@x.org"))?.name == "Bo")
        #expect(try test.store.subscriber(EmailAddress("a@x.org"))?.attributes["vorname"] == "Ann")
    }

    @Test func anAttributeOfAnEarlierImportIsReplacedUnderItsUsableName() throws {
        let test = try TestStore()
        _ = try test.store.add(
            .init(address: EmailAddress("a@x.org"), attributes: ["Town": "Ulm", "Old one": "x"]), to: test.list,
            origin: .cli(.day(1)))
        _ = try test.importing("email,Town\na@x.org,Bonn\n")
        #expect(
            try test.store.subscriber(EmailAddress("a@x.org"))?.attributes == ["town": "Bonn", "Old one": "x"])
    }

    @Test func aFileOfBareAddressesIsRead() throws {
        let test = try TestStore()
        let result = try test.importing("a@x.org\nb@x.org\nnobody\n")
        #expect(result.lists["weekly"]?.added == 2)
        #expect(result.skipped.map(\.line) == [3])
        #expect(try test.store.subscriber(EmailAddress("a@x.org"))?.history.first?.source == "import people.csv:1")
    }

    @Test(arguments: [
        "", "  ", "a b", "-weekly", "../x", "week\u{200B}ly", "a\nb", "a,b", String(repeating: "x", count: 65),
    ])
    func aListNameThatWouldBreakElsewhereIsRefusedBeforeAnythingIsStored(_ name: String) throws {
        let test = try TestStore()
        #expect(throws: StoreError.self) { try test.importing("email\na@x.org\n", ImportChoices(list: name)) }
        #expect(throws: StoreError.self) { try test.store.createList(name: name, title: "x", at: .day(1)) }
        #expect(try test.store.subscriber(EmailAddress("a@x.org")) == nil)
        #expect(try test.store.lists().count == 1)
    }

    @Test(arguments: ["weekly-2", "Übersicht", "новости", "週刊", "a.b_c", "2026"])
    func lettersOfEveryScriptMakeAListName(_ name: String) throws {
        let test = try TestStore()
        #expect(try test.importing("email\na@x.org\n", ImportChoices(list: name)).newLists == [name])
    }

    @Test func aListIsMadeOnlyWithItsFirstReader() throws {
        let test = try TestStore()
        let nothing = try test.importing("email\nnobody\n", ImportChoices(list: "new"))
        #expect(nothing.taken == 0)
        #expect(nothing.newLists == [])
        _ = try test.store.suppress(EmailAddress("bad@x.org"), reason: .complaint, origin: .cli(.day(1)))
        #expect(try test.importing("email\nbad@x.org\n", ImportChoices(list: "new")).taken == 0)
        #expect(throws: StoreError.self) { try test.importing("email,Status\na@x.org,1\n", ImportChoices(list: "new")) }
        #expect(throws: StoreError.self) { try test.importing("who\na@x.org\n", ImportChoices(list: "new")) }
        #expect(try test.store.list(named: "new") == nil)
        #expect(try test.importing("email\nbad@x.org\na@x.org\n", ImportChoices(list: "new")).newLists == ["new"])
    }
}

/// Out and in again: nothing is lost, above all not who left.
@Suite struct ExportRoundTripTests {
    private func export(_ store: MailerStore, _ lists: [ListID]?) throws -> String {
        var bytes: [UInt8] = []
        try store.exportCSV(lists) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Two lists with every state in them, and an address that is on neither.
    private func filled() throws -> TestStore {
        let test = try TestStore()
        let board = try test.store.createList(name: "board", title: "board", at: .day(1)).id
        _ = try test.store.add(
            .init(
                address: EmailAddress("a@x.org"), name: "Ann, \"A\"", attributes: ["city": "Köln\nDeutz", "vip": "yes"]),
            to: test.list, origin: .cli(.day(1)))
        _ = try test.store.add(.init(address: EmailAddress("a@x.org")), to: board, origin: .cli(.day(2)))
        try test.subscribe("gone@x.org", "bad@x.org")
        _ = try test.store.add(.init(address: EmailAddress("bad@x.org")), to: board, origin: .cli(.day(2)))
        _ = try test.store.add(
            .init(address: EmailAddress("wait@x.org"), isConfirmed: false), to: test.list, origin: .cli(.day(3)))
        _ = try test.store.unsubscribe(
            test.id(of: "gone@x.org"), from: test.list, origin: Origin(source: "one-click", at: .day(4)))
        _ = try test.store.unsubscribe(
            test.id(of: "bad@x.org"), from: board, origin: Origin(source: "page", at: .day(4)))
        let origin = Origin(source: "bounces", detail: "550 5.1.1 No", at: .day(4))
        _ = try test.store.suppress(EmailAddress("bad@x.org"), reason: .complaint, origin: origin)
        _ = try test.store.suppress(EmailAddress("nolist@x.org"), reason: .manual, origin: .cli(.day(4)))
        return test
    }

    @Test func everythingComesBackAsItWas() throws {
        let test = try filled()
        let text = try export(test.store, nil)
        let path = test.folder.appendingPathComponent("other.db").path
        let other = try MailerStore(path: path)
        let result = try other.importCSV(test.source(Array(text.utf8)), ImportChoices(), at: .day(9))

        #expect(result.skipped == [])
        #expect(result.newLists == ["weekly", "board"])
        #expect(try export(other, nil) == text)
        for address in ["a@x.org", "gone@x.org", "bad@x.org", "wait@x.org"] {
            let (old, new) = (
                try required(test.store.subscriber(EmailAddress(address))),
                try required(other.subscriber(EmailAddress(address)))
            )
            #expect(new.name == old.name)
            #expect(new.attributes == old.attributes)
            #expect(new.suppression == old.suppression)
            #expect(
                new.subscriptions.map { "\($0.listName) \($0.state) \($0.since) \($0.source)" }
                    == old.subscriptions.map { "\($0.listName) \($0.state) \($0.since) \($0.source)" })
        }
        #expect(try other.suppression(of: EmailAddress("nolist@x.org"))?.reason == .manual)
        // Into itself, or a second time, it changes nothing.
        #expect(
            try other.importCSV(test.source(Array(text.utf8)), ImportChoices(), at: .day(10)).lists["weekly"]?.unchanged
                == 4)
        #expect(try export(other, nil) == text)
        try other.close()
    }

    @Test func anOldFileRevivesNobodyAfterTheRoundTrip() throws {
        let test = try filled()
        let text = try export(test.store, [test.list])
        let elsewhere = try TestStore()
        _ = try elsewhere.importing(text)
        let old = try elsewhere.importing("email\ngone@x.org\nbad@x.org\nwait@x.org\na@x.org\n")
        #expect(old.skipped.map(\.line) == [2, 3, 4])
        #expect(try elsewhere.store.audience(of: elsewhere.list).toMail == 1)
    }

    @Test func theHeaderAndRowsAreAsDocumented() throws {
        let test = try TestStore()
        _ = try test.store.add(
            .init(address: EmailAddress("a@x.org"), name: "Ann, A", attributes: ["city": "Köln"]), to: test.list,
            origin: .cli(.day(1)))
        #expect(
            try export(test.store, [test.list]) == """
                email,name,subscription_list,subscription_state,subscription_since,subscription_source,suppressed,\
                suppressed_since,suppressed_source,suppressed_detail,city\r
                a@x.org,"Ann, A",weekly,subscribed,2026-01-01T12:00:00.000Z,cli,,,,,Köln\r\n
                """)
    }

    @Test func aFileOfSeveralListsGivesOneOfThemOrAll() throws {
        let test = try filled()
        let text = try export(test.store, nil)
        let elsewhere = try TestStore()
        let one = try elsewhere.importing(text, ImportChoices(list: "board"))
        #expect(one.lists["board"]?.taken == 2)
        #expect(try elsewhere.store.lists().first { $0.list.name == "weekly" }?.subscribed == 0)
        let error = #expect(throws: StoreError.self) { try elsewhere.importing(text, ImportChoices(list: "other")) }
        #expect(error?.description.contains("it holds the lists 'board', 'weekly', and not 'other'") == true)
        // A file of one list may go to another.
        let copy = try elsewhere.importing(try export(test.store, [test.list]), ImportChoices(list: "copy"))
        #expect(copy.newLists == ["copy"])
    }

    @Test func anExportOfEarlierVersionsKeepsAwayWhoLeft() throws {
        let test = try TestStore()
        let text = """
            email,name,subscription_state,subscription_since,subscription_source,suppressed,city
            a@x.org,"Ann, A",subscribed,2026-01-01T12:00:00.000Z,cli,,Köln
            gone@x.org,,unsubscribed,2026-01-02T12:00:00.000Z,one-click,,
            bad@x.org,,subscribed,2026-01-01T12:00:00.000Z,cli,complaint,
            """
        let report = try required(try test.importing(text).lists["weekly"])
        #expect(report.added == 1)
        #expect(report.unsubscribed == 1)
        #expect(report.suppressed == 1)
        #expect(try test.store.audience(of: test.list).toMail == 1)
        #expect(throws: StoreError.self) { try test.importing(text, ImportChoices()) }
    }
}
