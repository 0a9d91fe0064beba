import Mail

/// What was learned of a relay by being turned away: how many sessions it takes at once, and how many messages in one.
///
/// A relay that takes fewer than it is configured for is used for what it takes. Now and then one more is tried.
struct SessionBook: Hashable {
    private static let firstPause = Duration.seconds(30)
    private static let longestPause = Duration.seconds(600)
    /// After a session more was taken, a further one is tried so soon.
    private static let successPause = Duration.seconds(1)

    private let configuredSessions: Int
    private let configuredMessages: Int
    /// Sessions at once that it is known to take.
    private(set) var sessions: Int
    /// Messages in a session.
    private(set) var messages: Int
    /// When more sessions are tried; nil: it takes as many as are configured.
    private var raiseAt: ContinuousClock.Instant?
    private var raisePause = firstPause
    private var step = 1
    /// How many messages the last session had carried that ended without a word.
    private var lastUnsaid: Int?

    init(_ settings: RelaySettings) {
        configuredSessions = settings.connections
        configuredMessages = settings.messagesPerConnection
        sessions = settings.connections
        messages = settings.messagesPerConnection
    }

    /// How many sessions there may be now.
    func allowed(at now: ContinuousClock.Instant) -> Int {
        guard let raiseAt, now >= raiseAt else { return sessions }
        return min(sessions + step, configuredSessions)
    }

    /// A session was refused while so many were open; answers whether that is news.
    mutating func wasTurnedAway(open: Int, at now: ContinuousClock.Instant) -> Bool {
        let known = sessions
        if let raiseAt {
            // Others that were tried with it say nothing more.
            if now >= raiseAt { raisePause = min(raisePause * 2, Self.longestPause) }
        }
        sessions = min(max(open, 1), configuredSessions)
        step = 1
        raiseAt = sessions < configuredSessions ? now + raisePause : nil
        return sessions != known
    }

    /// A session was opened, which makes so many; answers whether that is news.
    mutating func wasOpened(open: Int, at now: ContinuousClock.Instant) -> Bool {
        guard raiseAt != nil, open > sessions else { return false }
        sessions = min(open, configuredSessions)
        step *= 2
        raisePause = Self.firstPause
        raiseAt = sessions < configuredSessions ? now + Self.successPause : nil
        return true
    }

    /// When one session more may be tried.
    var nextRaise: ContinuousClock.Instant? { raiseAt }

    /// Whether fewer sessions are used than configured.
    var isShortOfSessions: Bool { sessions < configuredSessions }

    /// A session was ended by the relay; answers whether a number of messages was learned.
    ///
    /// Where it does not say so, two in a row have to have ended after the same number.
    mutating func noteEnding(_ ending: SessionEnding, isSudden: Bool) -> Bool {
        guard ending.carried > 0, ending.carried < messages else { return false }
        switch ending.cause {
        case .messages: break
        case .sessions: return false
        case .unsaid:
            defer { lastUnsaid = isSudden ? ending.carried : nil }
            guard isSudden, lastUnsaid == ending.carried else { return false }
        }
        messages = ending.carried
        return true
    }
}
