import Mail

/// Somebody to put on a list.
package struct NewSubscriber: Hashable, Sendable {
    package let address: EmailAddress
    /// Nil keeps the name that the store has.
    package let name: String?
    /// Added to those that the store has, overwriting those of the same name.
    package let attributes: [String: String]
    /// False: the subscription waits for its confirmation.
    package let isConfirmed: Bool

    package init(
        address: EmailAddress, name: String? = nil, attributes: [String: String] = [:], isConfirmed: Bool = true
    ) {
        self.address = address
        self.name = name
        self.attributes = attributes
        self.isConfirmed = isConfirmed
    }
}

/// What putting somebody on a list came to.
package enum AddOutcome: Hashable, Sendable {
    case added
    case unchanged
    /// Was on the list; the name, an attribute or the address's spelling is new.
    case updated
    case skipped(SkipReason)
}

/// Why an address was not put on a list: adding never overrides what its owner or a server said.
package enum SkipReason: Hashable, Sendable {
    case unsubscribed(since: Timestamp, source: String)
    case suppressed(Suppression)
    case waitsForConfirmation(since: Timestamp)
    /// The name has a line break or another control character.
    case unusableName(String)
}

extension SkipReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsubscribed(let since, let source): "unsubscribed on \(since.day) by \(source)"
        case .suppressed(let suppression): suppression.reasonText
        case .waitsForConfirmation(let since): "waits for its confirmation since \(since.day)"
        case .unusableName(let name): "the name \"\(name.escapingControls)\" has a control character"
        }
    }
}

package enum UnsubscribeOutcome: Hashable, Sendable {
    case changed
    case alreadyUnsubscribed(since: Timestamp, source: String)
    /// No such subscriber, or never on that list.
    case notFound
}

package enum ResubscribeOutcome: Hashable, Sendable {
    case changed
    case alreadySubscribed
    /// Lift the suppression first.
    case refused(Suppression)
    case notFound
}

/// By whom and when something was changed, for the history.
package struct Origin: Hashable, Sendable {
    /// `import FILE:LINE`, `one-click`, `page`, `cli`.
    package let source: String
    /// Anything worth keeping: the remote address, the operator's remark.
    package let detail: String?
    package let at: Timestamp

    package init(source: String, detail: String? = nil, at: Timestamp) {
        self.source = source
        self.detail = detail
        self.at = at
    }
}
