import Mail
import Testing

@testable import Store

@Suite struct CSVParserTests {
    /// Parses the bytes in chunks of a size; the result must not depend on it.
    private func rows(_ bytes: [UInt8], chunk: Int = 65_536) -> [CSVRow] {
        var parser = CSVParser()
        var rows: [CSVRow] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            parser.feed(bytes[start..<min(start + chunk, bytes.count)]) { rows.append($0) }
        }
        parser.finish { rows.append($0) }
        return rows
    }

    private func good(_ line: Int, _ fields: String..., to lastLine: Int? = nil) -> CSVRow {
        CSVRow(line: line, lastLine: lastLine ?? line, content: .success(fields))
    }

    private func bad(_ line: Int, _ damage: CSVDamage) -> CSVRow {
        CSVRow(line: line, lastLine: line, content: .failure(damage))
    }

    @Test(arguments: ["\n", "\r\n", "\r"], [1, 2, 3, 7, 1_000])
    func everyLineEndAndChunkSizeReadsTheSame(_ lineEnd: String, _ chunk: Int) {
        let text = [
            "\u{FEFF}email,name", "a@x.org,\"Ann, \"\"A\"\"\"", "", "b@x.org,", "\"c@x.org\",\"two", "lines\"", "d",
        ]
        let lineEndInField = "two\(lineEnd)lines"
        #expect(
            rows(Array(text.joined(separator: lineEnd).utf8), chunk: chunk) == [
                good(1, "email", "name"), good(2, "a@x.org", "Ann, \"A\""), good(4, "b@x.org", ""),
                good(5, "c@x.org", lineEndInField, to: 6), good(7, "d"),
            ])
    }

    @Test func anEmptyFileHasNoRows() {
        #expect(rows([]) == [])
        #expect(rows(Array("\u{FEFF}".utf8)) == [])
        #expect(rows(Array("\n\r\n\r".utf8)) == [])
    }

    @Test func aLineBreakAtTheEndAddsNoRow() {
        #expect(rows(Array("a,b\n".utf8)) == rows(Array("a,b".utf8)))
    }

    @Test func aQuoteInThePlainPartOfAFieldIsText() {
        #expect(rows(Array("5\" disk,x".utf8)) == [good(1, "5\" disk", "x")])
    }

    @Test(arguments: [1, 5, 1_000])
    func anUnterminatedQuoteCostsItsOwnLineOnly(_ chunk: Int) {
        let text = "email,name\na@x.org,\"Ann\nb@x.org,Bob\nc@x.org,Cid\n"
        #expect(
            rows(Array(text.utf8), chunk: chunk) == [
                good(1, "email", "name"), bad(2, .unterminatedQuote), good(3, "b@x.org", "Bob"),
                good(4, "c@x.org", "Cid"),
            ])
    }

    @Test func aQuoteThatEndsInTheNextRowsQuoteCostsItsOwnLineOnly() {
        let text = "\"a@x.org,Ann\n\"b@x.org\",Bob\n"
        #expect(rows(Array(text.utf8)) == [bad(1, .textAfterQuote), good(2, "b@x.org", "Bob")])
    }

    @Test func anUnterminatedQuoteInAnEndlessFileIsGivenUpAtTheLimit() {
        let line = "b@x.org,Bob\n"
        let count = CSVParser.recordLimit / line.utf8.count * 3
        let text = "\"a@x.org,Ann\n" + String(repeating: line, count: count)
        let rows = rows(Array(text.utf8), chunk: 1_000)
        #expect(rows.first == bad(1, .unterminatedQuote))
        #expect(rows.count == count + 1)
        #expect(rows.last == good(count + 1, "b@x.org", "Bob"))
    }

    @Test func bytesThatAreNoTextCostTheirRowOnly() {
        let text: [UInt8] = Array("a\nK".utf8) + [0xF6] + Array("ln\nb\n".utf8)
        #expect(rows(text) == [good(1, "a"), bad(2, .notUTF8), good(3, "b")])
    }

    @Test func aLineWithoutEndIsGivenUp() {
        let text = String(repeating: "x", count: 3 * CSVParser.recordLimit) + "\r\nb"
        #expect(rows(Array(text.utf8), chunk: 5_000) == [bad(1, .tooLong), good(2, "b")])
    }

    /// Any bytes, cut anywhere: no crash, the same rows, and lines that only grow.
    @Test(arguments: 1...40)
    func randomBytesReadTheSameHoweverTheyAreCut(_ seed: Int) {
        var random = SeededGenerator(state: UInt64(seed))
        let alphabet = Array("ab,,\"\"\n\r@é".utf8) + [0xFF]
        let bytes = (0..<300).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        let whole = rows(bytes)
        #expect(rows(bytes, chunk: Int.random(in: 1...9, using: &random)) == whole)
        #expect(zip(whole, whole.dropFirst()).allSatisfy { $0.line < $1.line })
    }

    @Test(arguments: [["a", "b,c", "d\"e", "two\nlines", "", " x"], ["é", "\r\n", "\"", ","]])
    func whatIsWrittenIsReadBack(_ fields: [String]) {
        #expect(rows(CSVLine.bytes(fields)).map(\.content) == [.success(fields)])
    }
}
