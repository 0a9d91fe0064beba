import Mail

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A message's bytes, looked through once, so that writing them is copying in a few pieces.
struct MessageBody {
    let bytes: [UInt8]
    /// Where a line begins with a dot, which the wire needs twice (RFC 5321 §4.5.2).
    let leadingDots: [Int]
    let endsInLineBreak: Bool

    /// Refuses a bare CR or LF: servers disagree on where such a message ends (RFC 5321 §2.3.8), and
    /// mending it here would break its signature.
    init(_ bytes: [UInt8]) throws(Unsendable) {
        var dots: [Int] = []
        let problem = bytes.withUnsafeBytes { Self.scan($0, dots: &dots) }
        if let problem { throw problem }
        self.bytes = bytes
        leadingDots = dots
        endsInLineBreak = bytes.isEmpty || bytes.last == UInt8(ascii: "\n")
    }

    /// Appends what goes on the wire, up to the final dot's line, which the caller adds.
    func append(to output: inout [UInt8]) {
        output.reserveCapacity(output.count + bytes.count + leadingDots.count + 512)
        var start = 0
        for dot in leadingDots {
            output.append(contentsOf: bytes[start...dot])
            start = dot
        }
        if start == 0 { output.append(contentsOf: bytes) } else { output.append(contentsOf: bytes[start...]) }
        if !endsInLineBreak { output.append(contentsOf: [0x0D, 0x0A]) }
    }

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

/// Why a message cannot go over this relay as it is.
enum Unsendable: Error, Hashable, CustomStringConvertible {
    case tooLarge(bytes: Int, limit: Int)
    case needsSMTPUTF8(EmailAddress)
    case noASCIIDomain(EmailAddress)
    case controlCharacter(EmailAddress)
    case bareLineBreak(at: Int)

    var description: String {
        switch self {
        case .tooLarge(let bytes, let limit):
            "The message has \(bytes) bytes, and the relay takes at most \(limit)."
        case .needsSMTPUTF8(let address):
            "\(address) has letters beyond ASCII before the @, and the relay does not offer SMTPUTF8."
        case .noASCIIDomain(let address):
            "The domain of \(address) cannot be written in ASCII (IDNA), which SMTP needs."
        case .controlCharacter(let address):
            "The address \"\(address.description.escapingControls)\" has a control character or an angle bracket."
        case .bareLineBreak(let offset):
            "The message has a CR or LF that is not part of a CRLF, at byte \(offset)."
        }
    }
}
