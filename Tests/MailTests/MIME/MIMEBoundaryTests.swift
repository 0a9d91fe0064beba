import Testing

@testable import Mail

@Suite struct MIMEBoundaryTests {
    @Test func boundaryCannotOccurInQuotedPrintable() throws {
        let boundary = try MIMEBoundary(token: "w51.a-b_c")
        #expect(boundary.description == "=_w51.a-b_c")
        let encoded = String(decoding: QuotedPrintableEncoder.encode("--\(boundary)--\n"), as: UTF8.self)
        #expect(!encoded.contains("=_"))
    }

    @Test(arguments: ["", "a b", "a\"b", "a\r\nb", "ä", String(repeating: "x", count: 61)])
    func unfitTokensAreRefused(token: String) {
        #expect(throws: HeaderError.self) { try MIMEBoundary(token: token) }
    }
}
