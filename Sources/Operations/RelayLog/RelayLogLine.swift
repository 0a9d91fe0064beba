/// One line of a Postfix log, cut into the parts that matter; nil for whatever else stands in a mail log.
///
///     Nov 23 04:51:08 relay postfix-out/cleanup[12743]: 4jXtn807Gxz2NKN9: message-id=<x@example.org>
///     └─ time ──────┘ └─ process ────────────────────┘  └─ queue id ───┘  └─ text ──────────────┘
///
/// The time is whatever stands in front; a host's name between it and the process belongs to `process`, so that
/// two machines in one log do not mix. The part before the last `/` is the instance's name and may be anything.
struct RelayLogLine {
    let head: ArraySlice<UInt8>
    /// Host, instance, daemon and process id.
    let process: ArraySlice<UInt8>
    /// `smtpd`, `cleanup`, `qmgr`, `smtp` and so on.
    let daemon: ArraySlice<UInt8>
    /// Empty where the line is not about a message in the queue.
    let queueID: ArraySlice<UInt8>
    /// Everything behind the queue id, or behind the process if there is none.
    let text: ArraySlice<UInt8>

    /// How far into a line the process may begin: time and host come before it.
    private static let longestHead = 400
    /// Short queue ids have 5 to 16 hexadecimal digits, long ones 10 to 20 letters and digits.
    private static let queueIDLengths = 5...24

    init?(_ line: ArraySlice<UInt8>) {
        guard let bracket = Self.processID(in: line.prefix(Self.longestHead)),
            let slash = line[..<bracket.lowerBound].lastIndex(of: Byte.slash),
            let space = line[..<slash].lastIndex(of: Byte.space),
            !line[slash..<bracket.lowerBound].contains(Byte.space)
        else { return nil }
        head = line[..<space]
        let host = line[..<space].lastIndex(of: Byte.space).map { $0 + 1 } ?? space
        process = line[host..<bracket.upperBound]
        daemon = line[(slash + 1)..<bracket.lowerBound]
        let rest = line[min(bracket.upperBound + 2, line.endIndex)...]
        let digits = rest.prefix { $0.isAlphanumeric }
        let after = rest[digits.endIndex...]
        if Self.queueIDLengths.contains(digits.count), after.starts(with: [Byte.colon, Byte.space]) {
            queueID = digits
            text = after.dropFirst(2)
        } else {
            queueID = rest[rest.startIndex..<rest.startIndex]
            text = rest
        }
    }

    /// Where `[12743]` stands, followed by a colon and a space.
    private static func processID(in line: ArraySlice<UInt8>) -> Range<Int>? {
        var rest = line
        while let open = rest.firstIndex(of: Byte.bracket) {
            let digits = line[(open + 1)...].prefix { $0.isDigit }
            let close = digits.endIndex
            if !digits.isEmpty, line[close...].starts(with: [Byte.closingBracket, Byte.colon, Byte.space]) {
                return open..<(close + 1)
            }
            rest = line[(open + 1)...]
        }
        return nil
    }
}

private enum Byte {
    static let space = UInt8(ascii: " ")
    static let slash = UInt8(ascii: "/")
    static let colon = UInt8(ascii: ":")
    static let bracket = UInt8(ascii: "[")
    static let closingBracket = UInt8(ascii: "]")
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isAlphanumeric: Bool { isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}
