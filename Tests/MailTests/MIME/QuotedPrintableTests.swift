import Testing

@testable import Mail

@Suite struct QuotedPrintableTests {
    @Test(arguments: [
        ("", ""),
        ("plain text", "plain text"),
        ("a=b", "a=3Db"),
        ("Käldström", "K=C3=A4ldstr=C3=B6m"),
        ("€ 😀", "=E2=82=AC =F0=9F=98=80"),
        ("line\nline\n", "line\r\nline\r\n"),
        ("line\r\nline", "line\r\nline"),
        ("old Mac\rline", "old Mac\r\nline"),
        ("end \nnext", "end=20\r\nnext"),
        ("end\t\r\nnext", "end=09\r\nnext"),
        ("at the end ", "at the end=20"),
        ("a  b", "a  b"),
        (" leading", " leading"),
        (".\n..", "=2E\r\n=2E."),
        ("From here\nFromage", "=46rom here\r\nFromage"),
        ("not at a start: From x", "not at a start: From x"),
        ("\u{0}\u{7F}", "=00=7F"),
        ("\n\n", "\r\n\r\n"),
    ])
    func textIsWrittenAsTheRFCSays(text: String, encoded: String) {
        #expect(String(decoding: QuotedPrintableEncoder.encode(text), as: UTF8.self) == encoded)
    }

    @Test func longLinesAreBrokenSoftlyWithin76Columns() {
        let encoded = QuotedPrintableEncoder.encode(String(repeating: "x", count: 200))
        let lines = String(decoding: encoded, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.map(\.count) == [76, 76, 50])
        #expect(lines.dropLast().allSatisfy { $0.hasSuffix("=") })
    }

    @Test func anEscapeIsNeverCutByALineBreak() {
        for padding in 60..<80 {
            let text = String(repeating: "x", count: padding) + "€=€"
            #expect(Decoder.quotedPrintable(QuotedPrintableEncoder.encode(text)) == Array(text.utf8))
        }
    }

    /// Written in pieces with soft breaks between them, a piece's bytes do not depend on the one before.
    @Test func softBreakMakesPiecesIndependent() {
        for before in ["", "x", "line\n", String(repeating: "y", count: 75)] {
            var encoder = QuotedPrintableEncoder()
            var output: [UInt8] = []
            encoder.append(before, to: &output)
            encoder.breakSoftly(to: &output)
            let start = output.count
            encoder.append("Hello = all\n", to: &output)
            #expect(output[start...].elementsEqual("Hello =3D all\r\n".utf8))
            #expect(
                Decoder.quotedPrintable(output) == Array((before + "Hello = all\n").replacing("\n", with: "\r\n").utf8))
        }
    }

    @Test(arguments: 0..<300)
    func randomTextComesBackInShortLines(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = random.text(maximumPieces: 120, extra: ["\n", "\r\n", " \n", "\t\n", "\u{0}", ".", "\n.\n"])
        let encoded = QuotedPrintableEncoder.encode(text)
        let lines = encoded.split(separator: Byte.lf, omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 77 })
        #expect(lines.dropLast().allSatisfy { $0.last == Byte.cr })
        #expect(encoded.allSatisfy { $0 < 0x7F })
        #expect(Decoder.quotedPrintable(encoded) == Decoder.canonicalLines(text))
    }
}
