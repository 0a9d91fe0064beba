/// Writes text in the quoted-printable transfer encoding (RFC 2045 §6.7), piece by piece.
///
/// Line ends of any kind become CRLF; lines are at most 76 columns; a space or tab before a line end, and
/// every byte outside printable ASCII, is written as `=XX`. Beyond the RFC's minimum, a `.` and a `From `
/// at the start of a line are encoded, because relays and mailboxes change them (RFC 2049 §3 (7)).
///
///     Pay 5 € now=20          "Pay 5 =E2=82=AC now=20"
///
/// A piece must not end between CR and LF.
package struct QuotedPrintableEncoder: Sendable {
    /// Columns used on the current line.
    private var column = 0

    package init() {}

    /// Encodes a whole text at once.
    package static func encode(_ text: String) -> [UInt8] {
        var encoder = QuotedPrintableEncoder()
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 8 + 16)
        encoder.append(text, to: &output)
        return output
    }

    /// Encodes `text` behind what was encoded before.
    package mutating func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, to: &output) }
    }

    /// Encodes UTF-8 bytes behind what was encoded before.
    package mutating func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0, to: &output) }
    }

    /// Ends the line in the encoding but not in the text, unless it is at its start: what comes next can
    /// then be replaced without a change to what stands before and behind it.
    package mutating func breakSoftly(to output: inout [UInt8]) {
        guard column > 0 else { return }
        output.append(contentsOf: [Byte.equals, Byte.cr, Byte.lf])
        column = 0
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == Byte.cr || byte == Byte.lf {
                output.append(contentsOf: [Byte.cr, Byte.lf])
                column = 0
                index += byte == Byte.cr && index + 1 < bytes.count && bytes[index + 1] == Byte.lf ? 2 : 1
                continue
            }
            let run = literalRun(in: bytes, from: index)
            if run > 0 {
                output.append(contentsOf: bytes[index..<index + run])
                column += run
                index += run
            } else if column + (Self.isLiteral(byte) ? 1 : 3) > Self.lineWidth {
                breakSoftly(to: &output)
            } else {
                output.append(contentsOf: [Byte.equals, Byte.hexadecimal(byte >> 4), Byte.hexadecimal(byte & 15)])
                column += 3
                index += 1
            }
        }
    }

    /// How many bytes from `start` can be copied as they are onto the current line.
    private func literalRun(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        if column == 0, Self.isFragile(bytes, at: start) { return 0 }
        let limit = min(bytes.count, start + Self.lineWidth - column)
        var end = start
        while end < limit {
            let byte = bytes[end]
            if Self.isLiteral(byte) {
                end += 1
            } else if byte == Byte.space || byte == Byte.tab, Self.isInsideLine(bytes, after: end) {
                end += 1
            } else {
                break
            }
        }
        return end - start
    }

    /// One less than 76, so that there is always room for the `=` of a soft line break.
    private static let lineWidth = 75

    private static func isLiteral(_ byte: UInt8) -> Bool {
        byte > Byte.space && byte < Byte.delete && byte != Byte.equals
    }

    /// Whether something other than a line end follows; the end of a piece counts as a line end.
    private static func isInsideLine(_ bytes: UnsafeBufferPointer<UInt8>, after index: Int) -> Bool {
        index + 1 < bytes.count && bytes[index + 1] != Byte.cr && bytes[index + 1] != Byte.lf
    }

    /// Whether a line that starts here would be taken for the end of data or of a message in a mailbox file.
    private static func isFragile(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        if bytes[index] == Byte.dot { return true }
        return bytes[index...].starts(with: [0x46, 0x72, 0x6F, 0x6D, 0x20])
    }
}
