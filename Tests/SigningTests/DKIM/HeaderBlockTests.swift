import Testing

@testable import Signing

@Suite("The header, relaxed")
struct HeaderBlockTests {
    private func relaxed(_ message: String) throws -> [String] {
        let header = try HeaderBlock(Array(message.utf8))
        return header.fields.map { String(decoding: header.relaxed($0), as: UTF8.self) }
    }

    /// The first is the example of RFC 6376 §3.4.5.
    static let table: [(header: String, canonical: [String])] = [
        ("A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\n", ["a:X\r\n", "b:Y Z\r\n"]),
        ("SUBJect: AbC\r\n\r\n", ["subject:AbC\r\n"]),
        ("A:\r\n\r\n", ["a:\r\n"]), ("A: \t \r\n\r\n", ["a:\r\n"]), ("A:\r\n x\r\n\r\n", ["a:x\r\n"]),
        ("A:b:c\r\n\r\n", ["a:b:c\r\n"]), ("A: x\r\n\t \r\n y\r\n\r\n", ["a:x y\r\n"]), ("A: x", ["a:x\r\n"]),
        ("", []), ("\r\nbody", []),
    ]

    @Test("Fields become what RFC 6376 §3.4.2 says", arguments: table)
    func canonicalForm(sample: (header: String, canonical: [String])) throws {
        #expect(try relaxed(sample.header) == sample.canonical)
    }

    @Test(
        "The body begins behind the first empty line",
        arguments: [("A: b\r\n\r\nc", 8), ("A: b\r\n", 6), ("A: b", 4), ("\r\n\r\n", 2)])
    func bodyStart(message: String, start: Int) throws {
        #expect(try HeaderBlock(Array(message.utf8)).bodyStart == start)
    }

    static let damaged: [(header: String, error: DKIMError)] = [
        ("no colon\r\n\r\n", .malformedHeader(after: nil)), (" continuation\r\n\r\n", .malformedHeader(after: nil)),
        ("A: b\r\n: c\r\n\r\n", .malformedHeader(after: "a")), ("A: b\r\nx y: c\r\n\r\n", .malformedHeader(after: "a")),
        ("A: b\nC: d\r\n\r\n", .bareLineBreak(offset: 4)), ("A: b\rC: d\r\n\r\n", .bareLineBreak(offset: 4)),
        ("A: b\r", .bareLineBreak(offset: 4)),
    ]

    @Test("What is no header is refused", arguments: damaged)
    func refusals(sample: (header: String, error: DKIMError)) {
        #expect(throws: sample.error) { try HeaderBlock(Array(sample.header.utf8)) }
    }
}
