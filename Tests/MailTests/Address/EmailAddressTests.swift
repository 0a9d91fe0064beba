import Testing

@testable import Mail

@Suite struct EmailAddressTests {
    @Test(arguments: [
        ("Ann.Lee+x@Example.ORG", "Ann.Lee+x", "example.org"), ("a@b", "a", "b"),
        ("o'neil@mail-1.example.org", "o'neil", "mail-1.example.org"), ("a@b_c.org", "a", "b_c.org"),
        ("a!#$%&'*+-/=?^_`{|}~z@b.org", "a!#$%&'*+-/=?^_`{|}~z", "b.org"),
        ("jürgen@example.org", "jürgen", "example.org"), ("ann@Bücher.example", "ann", "bücher.example"),
    ])
    func anAddressIsReadAsWritten(_ text: String, _ local: String, _ domain: String) throws {
        let address = try EmailAddress(text)
        #expect(address.localPart == local && address.domain == domain)
    }

    @Test(arguments: [
        ("ann", AddressError.Problem.noAtSign), ("@b.org", .emptyLocalPart), ("a@", .emptyDomain),
        (".a@b.org", .misplacedDot), ("a.@b.org", .misplacedDot), ("a..b@b.org", .misplacedDot),
        ("a b@b.org", .forbiddenCharacter), ("\"a@b.org", .forbiddenCharacter), ("a<b@b.org", .forbiddenCharacter),
        ("\"a\"@b.org", .quotedLocalPart), ("\"john smith\"@b.org", .quotedLocalPart), ("\"\"@b.org", .quotedLocalPart),
        ("\"a@b\"@c.org", .quotedLocalPart), ("\"@b.org", .forbiddenCharacter), ("a.\"b\"@c.org", .forbiddenCharacter),
        ("\"a\r\nb\"@c.org", .controlCharacter),
        ("a@b@c.org", .forbiddenCharacter), ("a\u{A0}b@b.org", .forbiddenCharacter),
        ("a\r\n@b.org", .controlCharacter), ("a@b.org\n", .controlCharacter), ("a\u{85}@b.org", .controlCharacter),
        ("a@b..org", .malformedDomain), ("a@-b.org", .malformedDomain), ("a@[127.0.0.1]", .malformedDomain),
        ("a@b org", .malformedDomain), ("a@☕.org", .malformedDomain), ("a@אa.org", .unencodableDomain),
        ("", .noAtSign), ("a\u{0}@b.org", .controlCharacter), ("a\u{7F}@b.org", .controlCharacter),
        ("a@b\u{9F}.org", .controlCharacter), ("a@b.org\r\nRCPT TO:<c@d.org>", .controlCharacter),
        ("a@b.org.", .malformedDomain), ("a@.b.org", .malformedDomain), ("a@b-.org", .malformedDomain),
        (String(repeating: "a", count: 65) + "@b.org", .tooLong),
        ("a@" + String(repeating: "b", count: 64) + ".org", .malformedDomain),
    ])
    func whatIsNoAddressIsRefusedWithTheReason(_ text: String, _ problem: AddressError.Problem) {
        let error = #expect(throws: AddressError.self) { try EmailAddress(text) }
        #expect(error?.problem == problem)
        #expect(error?.description.contains(problem.rawValue) == true)
    }

    /// It is an address by RFC 5321 §4.1.2: who gave it must not be told that it is none.
    @Test func aQuotedLocalPartIsCalledUnsupportedAndNotWrong() throws {
        let error = try #require(throws: AddressError.self) { try EmailAddress("\"john smith\"@example.org") }
        #expect(
            error.description.contains("is an e-mail address that is not supported: what stands before the @ is in"))
    }

    /// One mailbox, however it is written: who has left under one spelling gets no mail under another.
    @Test(arguments: [
        ("Ann@Example.org", "ann@example.org"), ("ann@bücher.example", "Ann@xn--BCHER-kva.example"),
        ("jürgen@example.org", "JÜRGEN@example.org"), ("jürgen@example.org", "ju\u{308}rgen@example.org"),
        ("jürgen@bücher.example", "jürgen@bu\u{308}cher.example"),
    ])
    func spellingsOfOneMailboxHaveOneKey(_ first: String, _ second: String) throws {
        // As bytes, as a database compares them.
        #expect(Array(try EmailAddress(first).key.utf8) == Array(try EmailAddress(second).key.utf8))
    }

    @Test(arguments: [
        ("ann@example.org", "ann@example.org"), ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("jürgen@bücher.example", "jürgen@xn--bcher-kva.example"),
    ])
    func theWireHasDomainsInALabels(_ text: String, _ wire: String) throws {
        #expect(try EmailAddress(text).wireForm == wire)
    }
}
