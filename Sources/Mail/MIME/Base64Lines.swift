/// Base64 as a transfer encoding (RFC 2045 §6.8): lines of 76 columns, each ended by CRLF.
package enum Base64Lines {
    /// Bytes that fill one line.
    private static let bytesPerLine = 57

    /// The body for `bytes`; empty for none.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count / bytesPerLine + 1) * 78)
        for start in stride(from: 0, to: bytes.count, by: bytesPerLine) {
            appendGroups(of: bytes[start..<min(start + bytesPerLine, bytes.count)], to: &output)
            output.append(contentsOf: [Byte.cr, Byte.lf])
        }
        return output
    }

    /// Appends the digits of `bytes` with padding and without line ends, as an encoded word has them.
    static func appendGroups(of bytes: some RandomAccessCollection<UInt8>, to output: inout [UInt8]) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let end = bytes.index(index, offsetBy: 3, limitedBy: bytes.endIndex) ?? bytes.endIndex
            let count = bytes.distance(from: index, to: end)
            let group = bytes[index..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32((3 - count) * 8)
            for position in 0..<4 {
                let digit = Int(group >> UInt32(18 - 6 * position)) & 63
                output.append(position <= count ? alphabet[digit] : Byte.equals)
            }
            index = end
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
