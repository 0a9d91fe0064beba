import Mail

/// The name of a field in the delivery log. Released names stay; docs/log.md explains each.
enum LogKey: String, CaseIterable {
    case event
    case mailing
    case delivery
    case to
    case relay
    case delay
    case code
    case dsn
    case status
    case next
    case bounceClass = "class"
    case stored
    case list
    case source
    case audience
    case toSend = "to_send"
    case sent
    case failed
    case skipped
    case pending
    case deferred
    case inFlight = "in_flight"
    case unknown
    case balanced
    case orphans
    case start
    case version
    case failure
    case stage
    case reason
    case kind
    case recipient
    case verified
    case rule
    case settled
    case file
    case added
    case updated
    case unchanged
    case unsubscribed
    case suppressed
    case lost
    case since
    /// In JSON this is a member like any other; in text it closes the line in parentheses.
    case detail

    /// The names as bytes, for `[UInt8].endsWithKey`.
    static let spellings = Set(allCases.map { Array($0.rawValue.utf8) })
    static let longestSpelling = spellings.map(\.count).max() ?? 0
}

/// A field's value, before it is spelled in one of the two formats.
enum LogValue {
    /// Of ours and free of anything to escape: a state, a code.
    case word(String)
    /// Chosen by somebody else: a slug, a file name, a host. Quoted where needed.
    case name(String)
    /// A sentence, a server's words. Only for `LogKey.detail`.
    case text(String)
    case address(EmailAddress)
    case integer(Int)
    /// In seconds, to the millisecond.
    case seconds(Duration)
    case time(Timestamp)
    case flag(Bool)
    /// A column that has no value here: `-` in text, null in JSON.
    case none
}
