import Foundation
import Mail
import Testing

@testable import Operations

@Suite struct LogTextTests {
    private func escaped(_ text: String, quoted: Bool = false) -> String {
        var bytes: [UInt8] = []
        bytes.appendEscaped(text, quoted: quoted)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("2.0.0 Ok: queued as 4F2", "2.0.0 Ok: queued as 4F2"),
        ("Käldström 😀", "Käldström 😀"),
        ("see https://help.example/?p=NoSuchUser", "see https://help.example/?p=NoSuchUser"),
        ("a\nb", "a\\u{A}b"),
        ("a\r\nb", "a\\u{D}\\u{A}b"),
        ("a\u{85}b\u{2028}c\u{2029}d", "a\\u{85}b\\u{2028}c\\u{2029}d"),
        ("gro.live\u{202E}", "gro.live\\u{202E}"),
        ("tab\tnul\0", "tab\\u{9}nul\\u{0}"),
        ("back\\slash", "back\\\\slash"),
        ("no) status=sent (250", "no) status\\=sent (250"),
        ("status=sent to=<x>", "status\\=sent to\\=<x>"),
        ("(to_send=1", "(to_send\\=1"),
        ("xstatus=sent", "xstatus=sent"),
    ])
    func foreignTextIsNoSecondLineAndNoField(text: String, expected: String) {
        #expect(escaped(text) == expected)
    }

    @Test func quotesAreEscapedOnlyInsideQuotes() {
        #expect(escaped("say \"hi\"", quoted: true) == "say \\\"hi\\\"")
        #expect(escaped("say \"hi\"") == "say \"hi\"")
    }

    @Test(arguments: ["plain", "q\"uo\\te", "line\nbreak\r\ttab", "\u{1}\u{85}\u{2028}\u{202E}", "Käldström 😀", ""])
    func jsonStringsReadBackAsTheyWere(text: String) throws {
        var bytes: [UInt8] = []
        bytes.appendJSONString(text)
        let json = String(decoding: bytes, as: UTF8.self)
        #expect(!json.unicodeScalars.contains { $0.isUnsafeInLogs })
        let value = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        #expect(value as? String == text)
    }

    @Test func randomTextNeverMakesALineOrAForgedField() throws {
        var random = SplitMix(state: 51)
        let pieces = [
            "status=", "sent", " ", "\n", "\r", "=", "\\", "(", ")", "\"", "\u{2028}", "é", "to=<", "code", "\u{85}",
        ]
        for _ in 0..<2_000 {
            let text = (0..<12).map { _ in pieces[random.next(below: pieces.count)] }.joined()
            let update = LogExamples.update(.failed, LogExamples.refused, text)
            let line = LogExamples.line(LogExamples.attempt(update))
            #expect(line.unicodeScalars.count { $0 == "\n" } == 1 && line.hasSuffix(")\n"), "\(text.debugDescription)")
            #expect(line.matches(of: /\bstatus=/).count == 1, "\(text.debugDescription)")
            #expect(line.matches(of: /\bto=/).count == 1, "\(text.debugDescription)")
            let json = Data(LogExamples.line(LogExamples.attempt(update), .json).utf8)
            let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
            #expect(object?["detail"] as? String == text)
        }
    }
}

/// A seeded generator, so that a failing text can be made again.
struct SplitMix {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(bound))
    }
}
