import Mail

/// What enhanced status codes (RFC 3463, RFC 7372, RFC 7505) mean by themselves.
enum StatusRules {
    struct Rule: Sendable {
        /// nil: 4 and 5 alike.
        let statusClass: Int?
        let subject: Int
        let details: ClosedRange<Int>
        let bounceClass: BounceClass

        var name: String {
            let detail = details.count == 1 ? "\(details.lowerBound)" : "\(details.lowerBound)-\(details.upperBound)"
            return "status \(statusClass.map(String.init) ?? "x").\(subject).\(detail)"
        }

        init(_ statusClass: Int?, _ subject: Int, _ details: ClosedRange<Int>, _ bounceClass: BounceClass) {
            self.statusClass = statusClass
            self.subject = subject
            self.details = details
            self.bounceClass = bounceClass
        }

        func matches(_ status: EnhancedStatusCode) -> Bool {
            (statusClass ?? status.statusClass) == status.statusClass && subject == status.subject
                && details.contains(status.detail)
        }
    }

    /// About us, whatever the text says (RFC 3463, RFC 7372, RFC 7505, Microsoft's own numbers).
    static let ours: [Rule] = [
        Rule(nil, 1, 7...8, .sender),
        Rule(nil, 1, 90...90, .account),
        Rule(nil, 7, 20...24, .auth),
        Rule(nil, 7, 25...25, .reputation),
        Rule(nil, 7, 26...26, .auth),
        Rule(nil, 7, 27...27, .sender),
        Rule(nil, 7, 28...28, .throttle),
        Rule(nil, 7, 57...57, .account),
        Rule(nil, 7, 60...60, .sender),
        Rule(nil, 7, 64...64, .account),
        Rule(nil, 7, 133...136, .sender),
        Rule(nil, 7, 501...508, .account),
        Rule(nil, 7, 509...509, .auth),
        Rule(nil, 7, 511...511, .reputation),
        Rule(nil, 7, 515...515, .auth),
        Rule(nil, 7, 606...699, .reputation),
        Rule(nil, 7, 705...705, .account),
        Rule(nil, 7, 708...708, .reputation),
        Rule(nil, 7, 750...750, .sender),
    ]

    /// Used by servers for what they are meant for, unless the words say that it is about us.
    static let reliable: [Rule] = [
        Rule(nil, 2, 2...2, .full),
        Rule(nil, 2, 121...122, .throttle),
        Rule(nil, 3, 4...4, .size),
    ]

    /// Asked when the text says nothing.
    static let others: [Rule] = [
        Rule(5, 1, 1...3, .hard),
        Rule(5, 1, 6...6, .hard),
        Rule(5, 1, 10...10, .hard),
        Rule(5, 2, 1...1, .disabled),
        Rule(nil, 2, 3...3, .size),
        Rule(nil, 3, 1...2, .throttle),
        Rule(nil, 3, 5...5, .protocolError),
        Rule(nil, 4, 5...5, .throttle),
        Rule(nil, 4, 6...6, .protocolError),
        Rule(nil, 4, 0...999, .expired),
        Rule(nil, 5, 3...3, .throttle),
        Rule(5, 5, 1...6, .protocolError),
        Rule(nil, 6, 0...999, .content),
        Rule(nil, 7, 0...999, .reputation),
    ]

    /// Nothing but a reply code, or not even that.
    static func fallback(code: Int?) -> (BounceClass, String) {
        switch code {
        case 421: (.throttle, "code 421")
        // QUIRK: Symantec's cloud (MessageLabs) says "542 ADDRESS Rejected" of who is not registered with it.
        case 542: (.hard, "code 542")
        case 552: (.full, "code 552")
        case 500?, 501?, 502?, 503?, 504?: (.protocolError, "code 500-504")
        default: (.unknown, "nothing known")
        }
    }
}
