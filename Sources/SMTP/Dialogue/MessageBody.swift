import Mail

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A message's bytes on their way to the wire: writing them is copying in a few pieces.
struct MessageBody {
    let content: MessageBytes
    /// Where a line begins with a dot, which the wire needs twice (RFC 5321 §4.5.2); then it is all in one piece.
    let leadingDots: [Int]
    let endsInLineBreak: Bool
    /// It has bytes above 127, so that a server must know 8BITMIME (RFC 6152).
    let isEightBit: Bool

    /// In bytes as RFC 1870 §5 counts them: with the line break that is added at the end, without the dots that are.
    var size: Int { content.count + (endsInLineBreak ? 0 : 2) }

    /// Its header has them, so that a server must know SMTPUTF8 as well (RFC 6531 §3.1).
    var hasEightBitHeader: Bool {
        guard isEightBit else { return false }
        let bytes = content.flat
        guard let first = bytes.firstIndex(where: { $0 >= 0x80 }) else { return false }
        return !bytes[..<first].contains([0x0D, 0x0A, 0x0D, 0x0A])
    }

    /// Refuses a bare CR or LF: servers disagree on where such a message ends (RFC 5321 §2.3.8), and
    /// mending it here would break its signature.
    init(_ message: OutgoingMessage) throws(Unsendable) {
        let content = message.content
        isEightBit = content.form.isEightBit
        endsInLineBreak = content.form.last.map { $0 == UInt8(ascii: "\n") } ?? true
        guard !content.form.isPlain else {
            self.content = content
            leadingDots = []
            return
        }
        let bytes = content.flat
        var dots: [Int] = []
        let problem = bytes.withUnsafeBytes { Self.scan($0, dots: &dots) }
        if let problem { throw problem }
        self.content = MessageBytes(bytes)
        leadingDots = dots
    }

    /// Appends what goes on the wire, up to the final dot's line, which the caller adds.
    func append(to output: inout OutputBuffer) {
        if leadingDots.isEmpty {
            content.forEachPiece(own: { output.append($0) }, shared: { output.append(shared: $0) })
        } else {
            appendStuffed(to: &output)
        }
        if !endsInLineBreak { output.append("\r\n") }
    }

    private func appendStuffed(to output: inout OutputBuffer) {
        let bytes = content.flat
        var start = 0
        for dot in leadingDots {
            output.append(bytes[start...dot])
            start = dot
        }
        output.append(bytes[start...])
    }

    /// Line by line, for the few messages that are not plain.
    private static func scan(_ bytes: UnsafeRawBufferPointer, dots: inout [Int]) -> Unsendable? {
        guard let base = bytes.baseAddress else { return nil }
        var line = 0
        while line < bytes.count {
            if bytes[line] == UInt8(ascii: ".") { dots.append(line) }
            let rest = bytes.count - line
            let lineFeed = memchr(base + line, 0x0A, rest).map { UnsafeRawPointer($0) - base }
            let end = lineFeed ?? bytes.count
            let carriageReturn = memchr(base + line, 0x0D, end - line).map { UnsafeRawPointer($0) - base }
            guard lineFeed == nil ? carriageReturn == nil : carriageReturn == end - 1 else {
                return .bareLineBreak(at: min(carriageReturn ?? end, end))
            }
            line = end + 1
        }
        return nil
    }
}
