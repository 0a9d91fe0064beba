import Testing

@testable import Mail

@Suite struct InternationalDomainTests {
    /// Registered names and the examples of RFC 5891 and UTS #46, §4.
    @Test(arguments: [
        ("example.org", "example.org"), ("EXAMPLE.org", "example.org"),
        ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.example", "xn--bcher-kva.example"),
        ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("news.bücher.example", "news.xn--bcher-kva.example"),
        ("faß.de", "xn--fa-hia.de"), ("βόλος.com", "xn--nxasmm1c.com"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("हिन्दी.भारत", "xn--j2bd4cyah0f.xn--h2brj9c"), ("نامه\u{200C}ای.com", "xn--mgba3gch31f060k.com"),
        ("col·lecció.cat", "xn--collecci-ioa91d.cat"), ("ü.xn--zca.de", "xn--tda.xn--zca.de"),
    ])
    func aDomainHasOneASCIIForm(_ domain: String, _ ascii: String) {
        #expect(InternationalDomain.ascii(domain) == ascii)
        #expect(InternationalDomain.ascii(ascii) == ascii)
    }

    /// Text of a URL, symbols, labels of two directions, joiners in the wrong place, labels too long.
    @Test(arguments: [
        "ü@example.org", "ü.example/path", "ü.example:25", "ü%41.example", "ü.example?", "ü#.example",
        "ü\u{FF0F}x.example",
        "☕.example", "a≠ü.example", "אa.example", "1א.example", "a\u{200D}ü.example", "-ü.example", "ü-.example",
        "ab--ü.example", "ü..example", ".ü.example", "\u{301}ü.example", "ü x.example", "ü\u{0}.example",
        "ü.xn--99999999.example", String(repeating: "ü", count: 60) + ".example",
        (1...6).map { _ in String(repeating: "ü", count: 40) }.joined(separator: "."),
    ])
    func whatIsNoDomainNameHasNone(_ domain: String) {
        #expect(InternationalDomain.ascii(domain) == nil)
        #expect(throws: AddressError.self) { try EmailAddress("ann@\(domain)") }
    }
}
