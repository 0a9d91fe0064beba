/// Turns a file's bytes into text that the parsers can take.
enum IssueText {
    /// The text with `\n` as line ends and without a byte order mark.
    static func decode(_ bytes: [UInt8], path: String) throws(IssueError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw notUTF8(bytes, path: path) }
        let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        if body.trimmingWhiteSpace.isEmpty { throw IssueError(path: path, line: nil, .empty) }
        return body.withLineFeeds
    }

    /// Without what may stand neither in HTML nor in YAML, and without the marks of our own placeholders.
    ///
    /// Line numbers stay: only characters inside lines go.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnwanted) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isUnwanted($0) }))
    }

    /// Controls other than tab and line feed; noncharacters; a byte order mark inside the text; U+E000, U+E001.
    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF, 0xFEFF: true
        case let value: value & 0xFFFE == 0xFFFE || scalar == MergeField.opening || scalar == MergeField.closing
        }
    }

    private static func notUTF8(_ bytes: [UInt8], path: String) -> IssueError {
        let offset = validPrefixLength(bytes)
        let line = bytes[..<offset].withLineFeeds.count { $0 == 0x0A } + 1
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        return IssueError(path: path, line: line, .notUTF8(offset: offset, isUTF16: isUTF16))
    }

    private static func validPrefixLength(_ bytes: [UInt8]) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var source = bytes.makeIterator()
        var length = 0
        while case .valid(let encoded) = parser.parseScalar(from: &source) { length += encoded.count }
        return length
    }
}

extension String {
    /// CRLF and lone CR as LF.
    fileprivate var withLineFeeds: String {
        utf8.contains(0x0D) ? String(decoding: Array(utf8)[...].withLineFeeds, as: UTF8.self) : self
    }
}

extension ArraySlice<UInt8> {
    fileprivate var withLineFeeds: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count)
        var previous: UInt8 = 0
        for byte in self {
            if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { output.append(0x0A) }
            if byte != 0x0D && byte != 0x0A { output.append(byte) }
            previous = byte
        }
        return output
    }
}
