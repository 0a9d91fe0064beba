import Testing

@testable import Sandbox

struct BodyReaderTests {
    /// Bytes on the wire with the message that they carry.
    @Test(arguments: [
        (".\r\n", ""), ("a\r\n.\r\n", "a\r\n"), ("..\r\n.\r\n", ".\r\n"), ("...\r\n.\r\n", "..\r\n"),
        (".a\r\n.\r\n", "a\r\n"), ("a.\r\n.\r\n", "a.\r\n"), ("\r\n\r\n.\r\n", "\r\n\r\n"),
    ])
    func undoesDotStuffing(wire: String, message: String) throws {
        let reader = try #require(read(Array(wire.utf8)))
        #expect(reader.bytes == Array(message.utf8))
        #expect(reader.flaw == nil)
    }

    @Test(arguments: [
        "", "a\r\n", "a\r\n.", "a\r\n.\r", "a\n.\n", "a\r.\r", "a\r\n.\n", "a\n.\r\n", "a.\r\n", "\r\n.\r\r\n",
    ])
    func waitsForTheRealEnd(wire: String) {
        #expect(read(Array(wire.utf8)) == nil)
    }

    static let flawed: [(wire: String, flaw: BodyReader.Flaw)] = [
        ("a\nb\r\n.\r\n", .bareLineBreak), ("a\rb\r\n.\r\n", .bareLineBreak), ("a\r\r\n.\r\n", .bareLineBreak),
        ("a\n.\r\n\r\n.\r\n", .bareLineBreak), ("\(line(999))\r\n.\r\n", .longLine),
        (".\(line(999))\r\n.\r\n", .longLine), ("\(line(5000))\r\n.\r\n", .longLine),
        (String(repeating: "x\r\n", count: 4000) + ".\r\n", .tooLarge),
    ]

    @Test(arguments: flawed)
    func refusesFlawsButReadsToTheEnd(wire: String, flaw: BodyReader.Flaw) throws {
        let reader = try #require(read(Array(wire.utf8)))
        #expect(reader.flaw == flaw)
        #expect(reader.bytes.isEmpty)
        let bytewise = try #require(read(wire.utf8.map { [$0] }))
        #expect(bytewise.flaw == flaw)
    }

    @Test func takesTheLongestLineAndTheLargestMessage() throws {
        let line = String(repeating: "x", count: 998) + "\r\n"
        #expect(try #require(read(Array((line + ".\r\n").utf8))).flaw == nil)
        #expect(try #require(read(Array((".." + line.dropFirst() + ".\r\n").utf8))).flaw == nil)
        let full = String(repeating: line, count: 10)
        #expect(try #require(read(Array((full + ".\r\n").utf8))).bytes.count == 10_000)
        #expect(try #require(read(Array((full + "\r\n.\r\n").utf8))).flaw == .tooLarge)
    }

    @Test func leavesWhatFollowsTheDot() {
        var input = LineBuffer()
        var reader = BodyReader(sizeLimit: 100)
        input.append(Array("a\r\n.\r\nQUIT\r\n".utf8))
        let isAtEnd = reader.read(&input)
        #expect(isAtEnd)
        guard case .line(let rest)? = input.nextLine(limit: 100) else {
            Issue.record("no line is left")
            return
        }
        #expect(Array(rest) == Array("QUIT\r\n".utf8))
    }

    /// Any message survives stuffing and unstuffing, in pieces of any size.
    @Test(arguments: 0..<200)
    func survivesTheRoundTrip(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let words = [".", "..", "a", "\r\n", "\r\n.", "\r\n\r\n", "é", ".\r\n"]
        let message = (0..<40).map { _ in words.randomElement(using: &random) ?? "" }.joined() + "\r\n"
        let wire = Array((stuffed(message) + ".\r\n").utf8)
        var chunks: [[UInt8]] = []
        var position = 0
        while position < wire.count {
            let end = min(position + Int.random(in: 1...20, using: &random), wire.count)
            chunks.append(Array(wire[position..<end]))
            position = end
        }
        let reader = try #require(read(chunks))
        #expect(reader.flaw == nil)
        #expect(reader.bytes == Array(message.utf8))
    }

    private static func line(_ length: Int) -> String { String(repeating: "x", count: length) }

    private func read(_ wire: [UInt8]) -> BodyReader? { read([wire]) }

    /// The reader at the end of the message; nil if the end was not seen in the last chunk.
    private func read(_ chunks: [[UInt8]]) -> BodyReader? {
        var input = LineBuffer()
        var reader = BodyReader(sizeLimit: 10_000)
        for (index, chunk) in chunks.enumerated() {
            input.append(chunk)
            if reader.read(&input) { return index == chunks.count - 1 ? reader : nil }
        }
        return nil
    }

    /// The message with a dot in front of each line that begins with one, made line by line.
    private func stuffed(_ message: String) -> String {
        let lines = Array(message.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
        let stuffed = lines.map { ($0.first == 0x2E ? [0x2E] : []) + Array($0) }
        return String(decoding: Array(stuffed.joined(separator: [0x0A])), as: UTF8.self)
    }
}

/// Numbers that are the same in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
