/// A row's key in the store. Each table has a type of its own, so that they cannot be mixed up.
package protocol RowID: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible
where RawValue == Int64 {
    init(rawValue: Int64)
}

extension RowID {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    package var description: String { String(rawValue) }
}

package struct SubscriberID: RowID {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

package struct ListID: RowID {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// One issue going to one audience.
package struct MailingID: RowID {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// One mailing × one subscriber.
package struct DeliveryID: RowID {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}
