import Mail

/// Collects a message's segments, joining what is constant.
struct SegmentBuilder {
    private(set) var segments: [CompiledMessage.Segment] = []
    private var pending: [UInt8] = []
    /// Bytes of all constants so far.
    private(set) var constantSize = 0

    mutating func append(_ field: HeaderField) { append(field.bytes) }

    mutating func append(_ header: CompiledMessage.PersonalHeader) { append(.header(header)) }

    /// A constant that stands elsewhere.
    mutating func append(_ segment: CompiledMessage.Segment, size: Int) {
        append(segment)
        constantSize += size
    }

    /// Lines of ASCII text, each ended by CRLF.
    mutating func append(lines: [String]) {
        for line in lines { append(Array(line.utf8) + [Byte.cr, Byte.lf]) }
    }

    /// A text in quoted-printable with its fields as slots; it always ends in a line end.
    mutating func append(quotedPrintable text: String, escape: ValueEscape) {
        var encoder = QuotedPrintableEncoder()
        var encoded: [UInt8] = []
        for piece in (text.hasSuffix("\n") ? text : text + "\n").mergePieces {
            switch piece {
            case .text(let text): encoder.append(text, to: &encoded)
            case .field(let field):
                encoder.breakSoftly(to: &encoded)
                append(encoded)
                encoded = []
                append(.slot(escape == .markup ? field.unescapingMarkup : field, escape))
            }
        }
        append(encoded)
    }

    mutating func finish() -> [CompiledMessage.Segment] {
        flush()
        return segments
    }

    private mutating func append(_ bytes: [UInt8]) {
        pending += bytes
        constantSize += bytes.count
    }

    private mutating func append(_ segment: CompiledMessage.Segment) {
        flush()
        segments.append(segment)
    }

    private mutating func flush() {
        if !pending.isEmpty { segments.append(.constant(EncodedBytes(pending))) }
        pending = []
    }
}
