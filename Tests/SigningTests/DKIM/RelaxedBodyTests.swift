import Testing

@testable import Signing

@Suite("The relaxed body")
struct RelaxedBodyTests {
    /// The pieces, joined, and the place of a bad line break.
    private func canonical(_ body: [UInt8]) -> (text: String, lineBreak: Int?) {
        var pieces: [UInt8] = []
        let lineBreak = body.withUnsafeBytes { RelaxedBody.canonicalise($0) { pieces.append(contentsOf: $0) } }
        return (String(decoding: pieces, as: UTF8.self), lineBreak)
    }

    /// The first is the example of RFC 6376 §3.4.5.
    static let table: [(body: String, canonical: String)] = [
        (" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"),
        ("", ""), ("\r\n", ""), ("\r\n\r\n", ""), (" \r\n\t\r\n", ""), (" ", ""), ("\t \r\n ", ""),
        ("a", "a\r\n"), ("a\r\n", "a\r\n"), ("a \t", "a\r\n"), ("a\r\n\r\n\r\n", "a\r\n"),
        ("\ta", " a\r\n"), ("  a", " a\r\n"), (" a", " a\r\n"), ("a\tb", "a b\r\n"), ("a \tb  c", "a b c\r\n"),
        ("\r\na", "\r\na\r\n"), ("a\r\n \r\nb", "a\r\n\r\nb\r\n"), ("a \r\n b", "a\r\n b\r\n"),
        ("\u{B}\u{0}", "\u{B}\u{0}\r\n"),
    ]

    @Test("Bodies become what RFC 6376 §3.4.4 says", arguments: table)
    func canonicalForm(sample: (body: String, canonical: String)) {
        let result = canonical(Array(sample.body.utf8))
        #expect(result.text == sample.canonical)
        #expect(result.lineBreak == nil)
    }

    @Test(
        "A line break that is not CRLF is found at its place",
        arguments: [
            ("a\nb", 1), ("a\rb", 1), ("\n", 0), ("\r", 0), ("a\r\n\n", 3), ("a \nb", 2), ("a\r\r\nb", 1),
            ("a\r\n\r", 3),
        ])
    func bareLineBreaks(body: String, place: Int) {
        #expect(canonical(Array(body.utf8)).lineBreak == place)
    }

    @Test("Any mixture of text, white space and line breaks gives what the plain description gives")
    func randomBodies() {
        var generator = SystemRandomNumberGenerator()
        let parts = ["a", "bc", " ", "\t", "\r\n", "é", "."]
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...24, using: &generator)
            let body = (0..<count).map { _ in parts[Int.random(in: 0..<parts.count, using: &generator)] }.joined()
            #expect(canonical(Array(body.utf8)).text == plainly(body), "\(body.debugDescription)")
        }
    }

    /// The rules of §3.4.4 one after the other, without regard to speed.
    private func plainly(_ body: String) -> String {
        var lines = lines(of: body).map { line in
            var words = line.split(omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }.map(String.init)
            if let first = line.first, first == " " || first == "\t", !words.isEmpty { words.insert("", at: 0) }
            return words.joined(separator: " ")
        }
        while lines.last == "" { lines.removeLast() }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private func lines(of body: String) -> [String] {
        body.split(separator: "\r\n" as Character, omittingEmptySubsequences: false).map(String.init)
    }
}
