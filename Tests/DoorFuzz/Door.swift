import Foundation
import Mail

/// A way by which somebody else's bytes come in.
struct Door: Sendable {
    let name: String
    /// An input with something of everything in it, which is damaged.
    let sample: String
    /// What means something here, beside what is hostile everywhere.
    let tokens: [String]
    /// Inputs that grow: a name, what is repeated, and what stands around it.
    let growing: [(name: String, input: @Sendable (Int) -> String)]
    /// Takes an input in; an error is an answer, a trap or a second is none.
    let feed: @Sendable ([UInt8]) throws -> Void

    /// Numbers that fit nowhere, characters that join what is apart, depth, and line ends of both kinds.
    static let hostileTokens: [String] =
        [
            "9223372036854775807", "-9223372036854775808", "18446744073709551616", "99999999999999999999999999",
            "1e309",
            "nan", "NaN", "inf", "-0", "0.0000000000001", "4294967295", "2147483648", "0x7fffffff", "\u{661}\u{662}",
            "\u{600}", "\u{E33}", "\u{200D}", "\u{301}", "\u{FE0F}", "\u{1F1E6}", "\u{E000}", "\u{E001}", "\u{202E}",
            "\u{212A}", "\u{17F}", "\u{2028}", "\u{85}", "\u{FEFF}", "\u{10FFFF}", "\r\n", "\n", "\r", "\0", "\t",
            "%00",
            "%0d%0a", "&#x0e33;", "&#10;", "\\", "'", "\"", "<", ">", "=", ":", ";", ",", "/", "@",
        ]
        + ["(", "[", "{", "<a>", ">", "((", "[[", "{{"].map { String(repeating: $0, count: 40) }
}

/// Repeats a piece up to a size in bytes.
func repeated(_ piece: String, _ size: Int, head: String = "", tail: String = "") -> String {
    head + String(repeating: piece, count: max(1, size / piece.utf8.count)) + tail
}
