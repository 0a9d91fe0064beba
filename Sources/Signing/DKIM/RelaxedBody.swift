/// The "relaxed" body canonicalisation (RFC 6376 §3.4.4), in one pass and without a copy.
///
/// White space at the end of a line goes, a run of it within a line becomes one space, empty lines at
/// the end of the body go, and a body that is not empty ends in CRLF.
enum RelaxedBody {
    private static let tab = UInt8(ascii: "\t")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let space = UInt8(ascii: " ")

    /// SHA-256 of the canonical form of everything from `start` on.
    static func digest(of message: [UInt8], from start: Int) throws(DKIMError) -> [UInt8] {
        let stream = try DKIMError.wrapping { () throws(CryptoFailure) in try SHA256Stream() }
        let lineBreak = message.withUnsafeBytes { bytes in
            canonicalise(UnsafeRawBufferPointer(rebasing: bytes[start...]), into: stream.update)
        }
        if let lineBreak { throw .bareLineBreak(offset: start + lineBreak) }
        return try DKIMError.wrapping { () throws(CryptoFailure) in try stream.finish() }
    }

    /// Hands the canonical form on in pieces. Returns the place of a CR or LF that stands alone, if
    /// there is one: there it stopped.
    static func canonicalise(_ body: UnsafeRawBufferPointer, into sink: (UnsafeRawBufferPointer) -> Void) -> Int? {
        let end = endOfText(body)
        var kept = 0
        var index = 0
        while index < end {
            let byte = body[index]
            // Almost every byte is neither a line break nor white space.
            if byte > space || (byte != space && byte != tab && byte != carriageReturn && byte != lineFeed) {
                index += 1
            } else if byte == carriageReturn || byte == lineFeed {
                guard byte == carriageReturn, body[index + 1] == lineFeed else { return index }
                index += 2
            } else {
                let next = endOfWhiteSpace(body, from: index)
                if body[next] == carriageReturn {
                    sink(UnsafeRawBufferPointer(rebasing: body[kept..<index]))
                    kept = next
                } else if next > index + 1 || byte == tab {
                    sink(UnsafeRawBufferPointer(rebasing: body[kept..<index]))
                    sinkSpace(sink)
                    kept = next
                }
                index = next
            }
        }
        if end > 0 {
            sink(UnsafeRawBufferPointer(rebasing: body[kept..<end]))
            sinkLineBreak(sink)
        }
        return bareLineBreak(in: body, from: end)
    }

    /// Behind the last byte that is neither white space nor a line break: all that follows becomes one CRLF.
    private static func endOfText(_ body: UnsafeRawBufferPointer) -> Int {
        var end = body.count
        while end > 0, [space, tab, carriageReturn, lineFeed].contains(body[end - 1]) { end -= 1 }
        return end
    }

    /// There is text behind white space, because it is only asked for in front of `endOfText`.
    private static func endOfWhiteSpace(_ body: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while body[index] == space || body[index] == tab { index += 1 }
        return index
    }

    private static func bareLineBreak(in body: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index < body.count {
            if body[index] == lineFeed { return index }
            if body[index] == carriageReturn {
                guard index + 1 < body.count, body[index + 1] == lineFeed else { return index }
                index += 1
            }
            index += 1
        }
        return nil
    }

    private static func sinkSpace(_ sink: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(of: space) { sink($0) }
    }

    private static func sinkLineBreak(_ sink: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(of: (carriageReturn, lineFeed)) { sink($0) }
    }
}
