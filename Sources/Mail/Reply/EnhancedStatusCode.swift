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
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ (1...3).contains($0.utf8.count) }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let statusClass = Int(parts[0]), let subject = Int(parts[1]), let detail = Int(parts[2]),
            [2, 4, 5].contains(statusClass)
        else { return nil }
        self.init(statusClass, subject, detail)
    }

    package var description: String { "\(statusClass).\(subject).\(detail)" }
    package var isPermanent: Bool { statusClass == 5 }
    package var isTransient: Bool { statusClass == 4 }
}
