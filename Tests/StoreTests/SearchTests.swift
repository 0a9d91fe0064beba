import Mail
import Testing

@testable import Store

@Suite struct SearchTests {
    private func filled() throws -> TestStore {
        let test = try TestStore()
        for (address, name) in [
            ("zoe@example.org", "Ada_Lovelace"), ("ada@example.org", "Ada 100%"), ("100@example.org", nil),
            ("back@example.org", "a\\b"),
        ] {
            _ = try test.store.add(
                NewSubscriber(address: EmailAddress(address), name: name), to: test.list, origin: .cli(.day(1)))
        }
        return test
    }

    private func found(_ text: String, _ test: TestStore, on list: ListID? = nil, limit: Int = 9) throws -> [String] {
        try test.store.subscribers(matching: text, on: list, limit: limit).map(\.address.localPart)
    }

    @Test(arguments: [
        ("", ["100", "ada", "back", "zoe"]), ("ada", ["ada", "zoe"]), ("ADA@EXAMPLE", ["ada"]), ("a_l", ["zoe"]),
        ("100%", ["ada"]), ("%", ["ada"]), ("_", ["zoe"]), ("\\", ["back"]), ("nobody", []), ("' OR 1=1 --", []),
    ])
    func addressesAndNamesAreSearchedLiterally(text: String, expected: [String]) throws {
        #expect(try found(text, filled()) == expected)
    }

    @Test func onlyAsManyAsAreAskedFor() throws {
        #expect(try found("", filled(), limit: 2) == ["100", "ada"])
    }

    @Test func aListLimitsTheSearchToItsOwn() throws {
        let test = try filled()
        let other = try test.store.createList(name: "other", title: "Other", at: .day(1)).id
        _ = try test.store.add(
            NewSubscriber(address: EmailAddress("ada@example.org")), to: other, origin: .cli(.day(1)))
        #expect(try found("", test, on: other) == ["ada"])
        #expect(try found("zoe", test, on: other) == [])
    }
}
