/// One header field as it goes on the wire: encoded, folded, ended by CRLF.
///
/// Lines are at most 78 columns wherever there is a place to fold (RFC 5322 §2.1.1); what must stay whole,
/// such as an address or a URL, gets a line of its own, and no line ever exceeds 998. A control character
/// in any value is refused: nothing can start a second field.
///
///     Subject: =?utf-8?Q?K=C3=A4ldstr=C3=B6m?=\r\n
///     List-Unsubscribe:\r\n
///      <https://news.example.org/u/…>\r\n
package struct HeaderField: Hashable, Sendable {
    package let name: String
    package let bytes: [UInt8]

    /// A field of free text (RFC 5322 §3.6.5), encoded where it has to be.
    package init(_ name: String, text: String) throws(HeaderError) {
        try Self.refuseControls(in: text, of: name)
        let isPlain = text.isPlainHeaderText
        let firstWidth = Self.encodedLineLength - name.utf8.count - 2
        let tokens =
            isPlain
            ? text.split(separator: " ").map(String.init)
            : EncodedWord.encode(text, firstWidth: firstWidth)
        try self.init(name, tokens: tokens)
    }

    /// A field whose parts have a grammar of their own; each token stays whole, spaces go between them.
    package init(_ name: String, tokens: [String]) throws(HeaderError) {
        try self.init(name, tokens: tokens, allowsUTF8: false)
    }

    /// - Parameter allowsUTF8: for an address beyond ASCII (RFC 6532); all else is encoded before.
    init(_ name: String, tokens: [String], allowsUTF8: Bool) throws(HeaderError) {
        guard name.isVisibleASCII, !name.utf8.contains(Byte.colon), name.utf8.count <= 76 else {
            throw HeaderError(field: "A header field's name", value: name, problem: .malformedName)
        }
        var line = FoldedLine(name: name)
        for token in tokens {
            try Self.refuseControls(in: token, of: name)
            guard allowsUTF8 || token.isASCII else {
                throw HeaderError(field: name, value: token, problem: .notASCII)
            }
            guard token.utf8.count < Self.hardLimit else {
                throw HeaderError(field: name, value: token, problem: .tooLong)
            }
            line.append(token)
        }
        self.name = name
        self.bytes = line.finish()
    }

    /// The longest line with an encoded word in it (RFC 2047 §2).
    private static let encodedLineLength = 76
    /// RFC 5322 §2.1.1, without CRLF.
    private static let hardLimit = 998

    static func refuseControls(in value: String, of name: String) throws(HeaderError) {
        if value.isPrintableASCII { return }
        // The last two separate lines and paragraphs.
        guard value.unicodeScalars.contains(where: { $0.isControl || $0 == "\u{2028}" || $0 == "\u{2029}" })
        else { return }
        throw HeaderError(field: name, value: value, problem: .controlCharacter)
    }
}

/// A field's lines while tokens are put on them.
private struct FoldedLine {
    private static let softLimit = 78
    private var bytes: [UInt8]
    private var column: Int

    init(name: String) {
        bytes = []
        bytes.reserveCapacity(128)
        bytes.append(contentsOf: name.utf8)
        bytes.append(Byte.colon)
        column = bytes.count
    }

    mutating func append(_ token: String) {
        if column + 1 + token.utf8.count > Self.softLimit {
            breakLine()
            column = 0
        }
        bytes.append(Byte.space)
        bytes.append(contentsOf: token.utf8)
        column += 1 + token.utf8.count
    }

    private mutating func breakLine() {
        bytes.append(Byte.cr)
        bytes.append(Byte.lf)
    }

    mutating func finish() -> [UInt8] {
        breakLine()
        return bytes
    }
}

extension String {
    /// Whether free text can stand in a field as it is: ASCII, nothing that reads as an encoded word, no
    /// spaces that folding or reading would lose, no word that does not fit a line.
    fileprivate var isPlainHeaderText: Bool {
        guard isASCII, !containsBytes("=?") else { return false }
        return utf8.split(separator: Byte.space, omittingEmptySubsequences: false)
            .allSatisfy { (1...76).contains($0.count) }
    }
}
