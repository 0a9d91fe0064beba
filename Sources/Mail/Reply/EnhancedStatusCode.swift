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
        let parts = text.utf8.split(separator: Byte.dot, omittingEmptySubsequences: false)
        guard parts.count == 3,
            parts.allSatisfy({ part in (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.map { part in part.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        guard numbers[0] == 2 || numbers[0] == 4 || numbers[0] == 5 else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    package var description: String { "\(statusClass).\(subject).\(detail)" }
    package var isPermanent: Bool { statusClass == 5 }
    package var isTransient: Bool { statusClass == 4 }
}
