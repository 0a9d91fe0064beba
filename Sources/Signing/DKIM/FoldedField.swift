/// A header field that is written piece by piece and folded at 78 characters (RFC 5322 §2.1.1).
struct FoldedField {
    static let lineLength = 78

    private(set) var bytes: [UInt8]
    private var column: Int

    /// Begins with `Name:`.
    init(name: String) {
        self.bytes = Array(name.utf8) + [UInt8(ascii: ":")]
        self.column = bytes.count
    }

    /// Appends a piece behind a space, or on a new line where it does not fit.
    mutating func append(_ piece: String) { append(piece, separator: " ") }

    /// Appends a piece without a space in front, or on a new line where it does not fit.
    mutating func appendClosely(_ piece: String) { append(piece, separator: "") }

    /// Begins a new line with a piece.
    mutating func appendOnNewLine(_ piece: some Collection<UInt8>) {
        bytes.append(contentsOf: [0x0D, 0x0A, UInt8(ascii: " ")])
        bytes.append(contentsOf: piece)
        column = 1 + piece.count
    }

    /// Goes on with text that may be broken anywhere, as base64 may.
    mutating func appendValue(_ text: [UInt8]) {
        let first = text.prefix(max(0, Self.lineLength - column))
        bytes.append(contentsOf: first)
        column += first.count
        var rest = text.dropFirst(first.count)
        while !rest.isEmpty {
            let piece = rest.prefix(Self.lineLength - 1)
            appendOnNewLine(piece)
            rest = rest.dropFirst(piece.count)
        }
    }

    private mutating func append(_ piece: String, separator: String) {
        if column + separator.utf8.count + piece.utf8.count > Self.lineLength {
            appendOnNewLine(piece.utf8)
        } else {
            bytes.append(contentsOf: separator.utf8)
            bytes.append(contentsOf: piece.utf8)
            column += separator.utf8.count + piece.utf8.count
        }
    }
}
