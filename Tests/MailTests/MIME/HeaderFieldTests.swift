import Testing

@testable import Mail

@Suite struct HeaderFieldTests {
    @Test(arguments: [
        ("week 2017-W51", "Subject: week 2017-W51\r\n"),
        ("Käldström", "Subject: =?utf-8?B?S8OkbGRzdHLDtm0=?=\r\n"),
        ("looks =?utf-8?Q?encoded?=", "Subject: =?utf-8?B?bG9va3MgPT91dGYtOD9RP2VuY29kZWQ/PQ==?=\r\n"),
        ("two  spaces", "Subject: =?utf-8?Q?two__spaces?=\r\n"),
        (" leading", "Subject: =?utf-8?Q?_leading?=\r\n"),
        ("", "Subject:\r\n"),
    ])
    func subjectIsPlainOrEncoded(text: String, line: String) throws {
        #expect(try HeaderField("Subject", text: text).string == line)
    }

    @Test func longTextIsFoldedAtSpacesWithin78Columns() throws {
        let text = (1...60).map { "word\($0)" }.joined(separator: " ")
        let field = try HeaderField("Subject", text: text)
        #expect(field.lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(field.string.replacing("\r\n ", with: " ") == "Subject: \(text)\r\n")
    }

    @Test(arguments: [
        ("news@example.org", "From: news@example.org\r\n"),
        ("Works on Arm <news@example.org>", "From: Works on Arm <news@example.org>\r\n"),
        ("St. Mary, Inc. <a@b.org>", "From: \"St. Mary, Inc.\" <a@b.org>\r\n"),
        ("\"Say \"hi\" \\o/\" <a@b.org>", "From: \"Say \\\"hi\\\" \\\\o/\" <a@b.org>\r\n"),
        ("Jürgen <a@b.org>", "From: =?utf-8?Q?J=C3=BCrgen?= <a@b.org>\r\n"),
        ("=?utf-8?Q?x?= <a@b.org>", "From: =?utf-8?B?PT91dGYtOD9RP3g/PQ==?= <a@b.org>\r\n"),
    ])
    func displayNameIsWrittenAsItNeeds(mailbox: String, line: String) throws {
        #expect(try HeaderField("From", mailboxes: [Mailbox(mailbox)]).string == line)
    }

    @Test func anAddressIsNeverEncodedOrBroken() throws {
        let local = String(repeating: "a", count: 64)
        let domain = (1...4).map { _ in String(repeating: "d", count: 60) }.joined(separator: ".")
        let address = try EmailAddress("\(local)@\(domain)")
        let field = try HeaderField("To", mailboxes: [Mailbox(displayName: "Ä", address: address)])
        #expect(field.string.contains("<\(address)>"))
        #expect(field.lines.allSatisfy { $0.utf8.count <= 998 })
    }

    @Test func aLinkStaysWholeOnALineOfItsOwn() throws {
        let link = try HeaderURI("https://news.example.org/u/" + String(repeating: "t", count: 200))
        #expect(try HeaderField("List-Unsubscribe", link: link).string == "List-Unsubscribe:\r\n <\(link)>\r\n")
    }

    @Test func severalAddressesAreSeparatedByCommas() throws {
        let field = try HeaderField("To", mailboxes: [Mailbox("A <a@b.org>"), Mailbox("c@d.org")])
        #expect(field.string == "To: A <a@b.org>, c@d.org\r\n")
    }

    @Test func identifiersStandBetweenAngleBrackets() throws {
        #expect(
            try HeaderField(MessageID(left: "w51.7", domain: "example.org")).string
                == "Message-ID: <w51.7@example.org>\r\n")
        let list = try ListIdentifier(title: "Works on Arm", name: "news", domain: "example.org")
        #expect(try HeaderField(list).string == "List-Id: Works on Arm <news.example.org>\r\n")
    }

    static let controls = [
        "\r\nBcc: x@y.z", "\n", "\r", "\u{0}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}", "\t", "\u{1B}[0m",
    ]

    @Test(arguments: controls)
    func controlCharactersAreRefusedInEveryValue(control: String) throws {
        let value = "a\(control)b"
        let address = try EmailAddress("a@b.org")
        #expect(throws: HeaderError.self) { try HeaderField("Subject", text: value) }
        #expect(throws: HeaderError.self) { try HeaderField("Subject", text: "ä" + value) }
        #expect(throws: HeaderError.self) { try HeaderField("X-Y", tokens: [value]) }
        #expect(throws: HeaderError.self) { try HeaderField(value, text: "x") }
        #expect(throws: HeaderError.self) {
            try HeaderField("To", mailboxes: [Mailbox(displayName: value, address: address)])
        }
        #expect(throws: HeaderError.self) { try HeaderURI("https://\(value)") }
        #expect(throws: HeaderError.self) { try MessageID(left: value, domain: "b.org") }
        #expect(throws: HeaderError.self) { try ListIdentifier(title: nil, name: value, domain: "b.org") }
        #expect(throws: HeaderError.self) {
            try HeaderField(ListIdentifier(title: value, name: "l", domain: "b.org"))
        }
    }

    @Test(arguments: [
        "", "news", "ftp://a.b", "javascript:alert(1)", "https://", "https://a b", "https://a>b", "https://a\"b",
        "https://ä.org",
    ])
    func whatIsNoLinkIsRefused(text: String) {
        #expect(throws: HeaderError.self) { try HeaderURI(text) }
    }

    @Test(arguments: ["", "a b", "a@b", "a..b", ".a", "a<b", "ä"])
    func whatIsNoIdentifierIsRefused(text: String) {
        #expect(throws: HeaderError.self) { try MessageID(left: text, domain: "example.org") }
        #expect(throws: HeaderError.self) { try ListIdentifier(title: nil, name: text, domain: "example.org") }
    }

    @Test func aDomainBeyondASCIIIsWrittenInALabels() throws {
        let mailbox = try Mailbox("Jürgen <ann@bücher.example>")
        let line = "To: =?utf-8?Q?J=C3=BCrgen?= <ann@xn--bcher-kva.example>\r\n"
        #expect(try HeaderField("To", mailboxes: [mailbox]).string == line)
    }

    @Test func aLocalPartBeyondASCIIIsWrittenOnlyWhereThatIsAllowed() throws {
        let mailbox = try Mailbox("Jürgen <jürgen@bücher.example>")
        let error = #expect(throws: HeaderError.self) { try HeaderField("From", mailboxes: [mailbox]) }
        #expect(error?.problem == .localPartNotASCII)
        #expect(error?.description.contains("before the @") == true)
        let field = try HeaderField("To", mailboxes: [mailbox], allowsUTF8: true)
        #expect(field.string == "To: =?utf-8?Q?J=C3=BCrgen?= <jürgen@xn--bcher-kva.example>\r\n")
    }

    @Test func aListOfADomainBeyondASCIIIsNamedInALabels() throws {
        let list = try ListIdentifier(title: nil, name: "news", domain: "bücher.example")
        #expect(list.identifier == "news.xn--bcher-kva.example")
    }

    @Test(arguments: ["", "Sub ject", "Subject:", "Sübject"])
    func malformedNamesAreRefused(name: String) {
        #expect(throws: HeaderError.self) { try HeaderField(name, text: "x") }
    }

    @Test func noAddressesAndUnfoldableTokensAreRefused() {
        #expect(throws: HeaderError.self) { try HeaderField("To", mailboxes: []) }
        #expect(throws: HeaderError.self) { try HeaderField("X", tokens: [String(repeating: "x", count: 998)]) }
    }

    @Test func theErrorSaysWhatWasRefusedOnOneLine() {
        let error = HeaderError(field: "Subject", value: "a\r\nb", problem: .controlCharacter)
        #expect(
            error.description
                == "Subject cannot be \"a\\u{D}\\u{A}b\": it has a control character, such as a line break. Remove it.")
    }

    @Test(arguments: 0..<200)
    func randomTextNeverMakesALongOrBareLine(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = random.text(maximumPieces: 80)
        let name = Mailbox(displayName: text, address: try EmailAddress("reader@example.org"))
        for field in [try HeaderField("Subject", text: text), try HeaderField("Reply-To", mailboxes: [name])] {
            #expect(field.lines.allSatisfy { $0.utf8.count <= 78 })
            #expect(field.bytes.allSatisfy { $0 < 0x7F })
            #expect(field.lines.dropFirst().allSatisfy { $0.hasPrefix(" ") && $0.contains { $0 != " " } })
        }
    }
}

extension HeaderField {
    fileprivate var string: String { String(decoding: bytes, as: UTF8.self) }
    /// The lines without their CRLF.
    fileprivate var lines: [Substring] { string.split(separator: "\r\n") }
}
