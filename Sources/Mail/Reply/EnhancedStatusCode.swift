/// `class.subject.detail`, the machine-readable status of RFC 3463 §2, such as `5.1.1`.
package struct EnhancedStatusCode: Hashable, Sendable, CustomStringConvertible {
    package let statusClass: Int
    package let subject: Int
    package let detail: Int

    package init(_ statusClass: Int, _ subject: Int, _ detail: Int) {
        self.statusClass = statusClass
        self.subject = subject
        self.detail = detail
    }

    /// Reads exactly `d.d{1,3}.d{1,3}` with class 2, 4 or 5; anything else is nil.
    package init?(_ text: some StringProtocol) {
        let numbers = text.withBytes { bytes -> (Int, Int, Int)? in
            var rest = Slice(base: bytes, bounds: bytes.indices)
            guard let statusClass = Self.number(&rest), Self.dot(&rest), let subject = Self.number(&rest),
                Self.dot(&rest), let detail = Self.number(&rest), rest.isEmpty
            else { return nil }
            return (statusClass, subject, detail)
        }
        guard let numbers, numbers.0 == 2 || numbers.0 == 4 || numbers.0 == 5 else { return nil }
        self.init(numbers.0, numbers.1, numbers.2)
    }

    /// Takes one to three digits off the front.
    private static func number(_ bytes: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let digits = bytes.prefix(3).prefix { (0x30...0x39).contains($0) }
        bytes = bytes.dropFirst(digits.count)
        return digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func dot(_ bytes: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool { bytes.popFirst() == Byte.dot }

    package var description: String { "\(statusClass).\(subject).\(detail)" }
    package var isPermanent: Bool { statusClass == 5 }
    package var isTransient: Bool { statusClass == 4 }
}
