import Mail

/// What a message that came back says.
package struct ParsedReport: Sendable {
    package enum Kind: Sendable {
        /// Mail was not delivered, or is late.
        case bounce
        /// A report of success (RFC 3464: delivered, relayed, expanded): the message had been taken.
        case success
        /// A reader (or their provider on their behalf) calls the mail spam, or wants out.
        case complaint
        /// A feedback report (ARF) that is no complaint: authentication failure, virus, not-spam. Ignore.
        case otherFeedback
        /// Out of office, challenge-response. Ignore.
        case autoreply
        /// Ordinary mail, for a person to read.
        case other
        /// Beyond the bounds of what is read (`MIMEBounds`); the rule says which. Ignore.
        case unreadable
    }

    package let kind: Kind
    /// ARF's Feedback-Type, lowercase, such as `abuse`.
    package let feedbackType: String?
    /// In the report's own words; empty if it names nobody. Never act on these: a verified return address decides.
    package let recipients: [ReportedRecipient]
    /// What it means for the reader; nil for kinds that mean nothing.
    package let bounceClass: BounceClass?
    /// Which rule decided that.
    package let rule: String
    /// Addresses that may be the signed return address (VERP), the likeliest first, each once.
    package let returnAddresses: [String]
    /// Message-ID of what was returned, without `<>`.
    package let originalMessageID: String?
}

/// One recipient of a report.
package struct ReportedRecipient: Hashable, Sendable {
    /// RFC 3464 §2.3.3, as far as it matters here.
    package enum Action: String, Hashable, Sendable {
        case failed
        case delayed
    }

    package let address: EmailAddress
    package let status: EnhancedStatusCode?
    package let bounceClass: BounceClass
    package let action: Action
    /// The server's own words, in one line.
    package let diagnostic: String
    /// The rule of the classifier that matched.
    package let rule: String
}
