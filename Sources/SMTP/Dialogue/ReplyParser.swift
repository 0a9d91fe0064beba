import Mail

/// Cuts a stream of bytes into replies (RFC 5321 §4.2), however the network has split it.
///
///     550-5.1.1 The account does not exist.
///     550 5.1.1 See https://example.org/help
///
/// Text is made only for replies that somebody wants to read: most are `250 ok`.
struct ReplyParser {
    /// A whole reply, still in the parser's buffer: valid until `next` is called again.
    struct RawReply {
        let code: Int
        fileprivate let bytes: Range<Int>
    }

    /// The longest reply that is read to its end.
    static let sizeLimit = 64 * 1024

    private var buffer: [UInt8] = []
    /// Where the reply begins that is being read, and where its next line does.
    private var replyStart = 0
    private var lineStart = 0
    private var code: Int?

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if replyStart > 0 {
            buffer.removeFirst(replyStart)
            lineStart -= replyStart
            replyStart = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole reply, or nil until more bytes have come.
    mutating func next() throws(ReplyProblem) -> RawReply? {
        while let lineEnd = buffer[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
            let isLast = try readLine(lineStart..<lineEnd)
            lineStart = lineEnd + 1
            if lineStart - replyStart > Self.sizeLimit { throw .tooLong }
            if isLast, let code {
                defer {
                    replyStart = lineStart
                    self.code = nil
                }
                return RawReply(code: code, bytes: replyStart..<lineStart)
            }
        }
        if buffer.count - replyStart > Self.sizeLimit { throw .tooLong }
        return nil
    }

    /// The reply with its text, control characters replaced.
    func reply(_ raw: RawReply) -> SMTPReply {
        var lines: [String] = []
        var rest = buffer[raw.bytes]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Self.text(rest[..<end].dropFirst(4)))
            rest = rest[(end + 1)...]
        }
        return SMTPReply(code: raw.code, lines: lines)
    }

    /// Checks code and separator of one line, whose line feed is at the range's end; true if it is the reply's last.
    private mutating func readLine(_ range: Range<Int>) throws(ReplyProblem) -> Bool {
        guard let lineCode = code(at: range) else { throw .noCode(Self.text(buffer[range].prefix(80))) }
        if let code, code != lineCode { throw .codesDiffer(code, lineCode) }
        code = lineCode
        switch buffer[range.lowerBound + 3] {
        case UInt8(ascii: " "), UInt8(ascii: "\n"): return true
        case UInt8(ascii: "\r") where range.count == 4: return true
        case UInt8(ascii: "-"): return false
        default: throw .noCode(Self.text(buffer[range].prefix(80)))
        }
    }

    private func code(at range: Range<Int>) -> Int? {
        guard range.count >= 3, (0x32...0x35).contains(buffer[range.lowerBound]) else { return nil }
        var code = 0
        for place in range.lowerBound..<range.lowerBound + 3 {
            guard (0x30...0x39).contains(buffer[place]) else { return nil }
            code = code * 10 + Int(buffer[place] - 0x30)
        }
        return code
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        let bytes = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        let text = String(decoding: bytes, as: UTF8.self)
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            if scalar == "\t" { return " " }
            return scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

/// How a server's reply breaks the protocol.
enum ReplyProblem: Error, Hashable, CustomStringConvertible {
    case noCode(String)
    case codesDiffer(Int, Int)
    case tooLong

    var description: String {
        switch self {
        case .noCode(let line): "the server sent a line that is no SMTP reply: \"\(line)\""
        case .codesDiffer(let first, let other): "the lines of one reply have different codes, \(first) and \(other)"
        case .tooLong: "the server sent a reply of more than \(ReplyParser.sizeLimit / 1024) KiB"
        }
    }
}
