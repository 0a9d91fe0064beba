import Mail

/// How a recipient's value is written so that it stays a value where it stands.
enum ValueEscape: String, Hashable, Codable, Sendable {
    /// In the text part: as it is.
    case none
    /// In HTML text or an attribute's quotes.
    case markup

    /// Appends `value`, percent-encoded if the field says so, then escaped.
    func append(_ value: String, isPercentEncoded: Bool, to output: inout [UInt8]) {
        if isPercentEncoded { return Self.appendPercentEncoded(value, to: &output) }
        switch self {
        case .none: output.append(contentsOf: value.utf8)
        case .markup: value.withBytes { Self.appendMarkup($0, to: &output) }
        }
    }

    /// Appends a field's value as quoted-printable lines, the last of which ends softly.
    func appendLines(_ value: String, of field: MergeField, to output: inout [UInt8]) {
        var escaped: [UInt8] = []
        append(value, isPercentEncoded: field.isPercentEncoded, to: &escaped)
        var encoder = QuotedPrintableEncoder()
        encoder.append(escaped, to: &output)
        encoder.breakSoftly(to: &output)
    }

    private static func appendMarkup(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        // As in nearly every value.
        if bytes.allSatisfy({ !isMarkup($0) }) { return output.append(contentsOf: bytes) }
        for byte in bytes { appendMarkup(byte, to: &output) }
    }

    private static func isMarkup(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }

    private static func appendMarkup(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
        default: output.append(byte)
        }
    }

    /// Everything but RFC 3986's unreserved characters (§2.3) becomes `%XX`, which needs no further escape.
    private static func appendPercentEncoded(_ value: String, to output: inout [UInt8]) {
        for byte in value.utf8 {
            if Byte.isLetterOrDigit(byte) || "-._~".utf8.contains(byte) {
                output.append(byte)
            } else {
                output.append(contentsOf: [UInt8(ascii: "%"), Byte.hexadecimal(byte >> 4), Byte.hexadecimal(byte & 15)])
            }
        }
    }
}
