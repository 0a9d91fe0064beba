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
        var pieces = (text.hasBytes(suffix: "\n") ? text : text + "\n").mergePieces[...]
        // A mark that closes nothing ends a round.
        while !pieces.isEmpty { append(&pieces, escape: escape) }
    }

    /// Takes the pieces up to the end of the section that we are in.
    ///
    /// Slots and sections begin and end at the start of an encoded line, so that the lines around them are the same with
    /// and without them.
    private mutating func append(_ pieces: inout ArraySlice<MergePiece>, escape: ValueEscape) {
        var encoder = QuotedPrintableEncoder()
        var encoded: [UInt8] = []
        while let piece = pieces.popFirst(), piece != .closing {
            if case .text(let text) = piece {
                encoder.append(text, to: &encoded)
                continue
            }
            encoder.breakSoftly(to: &encoded)
            append(encoded)
            encoded = []
            switch piece {
            case .field(let field): append(.slot(escape == .markup ? field.unescapingMarkup : field, escape))
            case .opening(let condition):
                var inner = SegmentBuilder()
                inner.append(&pieces, escape: escape)
                append(escape == .markup ? condition.unescapingMarkup : condition, inner)
            case .text, .closing: break
            }
        }
        encoder.breakSoftly(to: &encoded)
        append(encoded)
    }

    private mutating func append(_ condition: MergeCondition, _ inner: SegmentBuilder) {
        var inner = inner
        let segments = inner.finish()
        if !segments.isEmpty { append(.section(condition, segments), size: inner.constantSize) }
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
