/// Text outside ASCII inside a header field (RFC 2047).
///
///     =?utf-8?Q?K=C3=A4ldstr=C3=B6m?=        =?utf-8?B?8J+YgA==?=
///
/// Every word is at most 75 columns and holds whole characters: a reader that shows words one by one
/// shows no broken letters (§5: "an integral number of characters"). Of Q and B the shorter is taken.
/// Q uses only what §5 (3) allows inside a display name, so a word fits wherever encoded words may stand.
package enum EncodedWord {
    package static let maximumLength = 75

    /// The words for `text`, to be joined by folding white space, which readers drop.
    ///
    /// - Parameter firstWidth: columns that are left for the first word; the others have 75. A first
    ///   character that does not fit makes a longer word, which folding puts on a line of its own.
    package static func encode(_ text: String, firstWidth: Int = maximumLength) -> [String] {
        let quoted = words(text, firstWidth: firstWidth, in: .quoted)
        let base64 = words(text, firstWidth: firstWidth, in: .base64)
        return length(quoted) <= length(base64) ? quoted : base64
    }

    private static func length(_ words: [String]) -> Int { words.reduce(0) { $0 + $1.utf8.count + 1 } }

    private enum Encoding: String {
        case quoted = "Q"
        case base64 = "B"

        /// Columns that `bytes` take between the last `?` and the closing `?=`.
        func width(_ bytes: [UInt8]) -> Int {
            switch self {
            case .quoted: bytes.reduce(0) { $0 + (EncodedWord.isPlain($1) ? 1 : 3) }
            case .base64: (bytes.count + 2) / 3 * 4
            }
        }
    }

    /// `=?utf-8?Q?` and `?=`.
    private static let frame = 12

    private static func words(_ text: String, firstWidth: Int, in encoding: Encoding) -> [String] {
        var words: [String] = []
        var current: [UInt8] = []
        for unit in units(of: text, in: encoding) {
            let available = words.isEmpty ? min(firstWidth, maximumLength) : maximumLength
            if !current.isEmpty, encoding.width(current + unit) > available - frame {
                words.append(word(current, in: encoding))
                current = []
            }
            current += unit
        }
        if !current.isEmpty { words.append(word(current, in: encoding)) }
        return words
    }

    /// What must stay together: what people see as one character, as long as one word can hold it.
    private static func units(of text: String, in encoding: Encoding) -> [[UInt8]] {
        text.flatMap { character -> [[UInt8]] in
            let bytes = Array(character.utf8)
            if encoding.width(bytes) <= maximumLength - frame { return [bytes] }
            return character.unicodeScalars.map { Array(String($0).utf8) }
        }
    }

    private static func word(_ bytes: [UInt8], in encoding: Encoding) -> String {
        var payload: [UInt8] = []
        switch encoding {
        case .base64: Base64Lines.appendGroups(of: bytes, to: &payload)
        case .quoted: for byte in bytes { appendQuoted(byte, to: &payload) }
        }
        return "=?utf-8?\(encoding.rawValue)?\(String(decoding: payload, as: UTF8.self))?="
    }

    private static func appendQuoted(_ byte: UInt8, to payload: inout [UInt8]) {
        if byte == Byte.space {
            payload.append(Byte.underscore)
        } else if isPlain(byte) {
            payload.append(byte)
        } else {
            payload.append(contentsOf: [Byte.equals, Byte.hexadecimal(byte >> 4), Byte.hexadecimal(byte & 15)])
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte == Byte.space || Byte.isLetterOrDigit(byte) || "!*+-/".utf8.contains(byte)
    }
}
