import Mail

/// The guard beneath the rules: holds a mailing when far more recipients are refused for good than its list has shown
/// before, whatever the replies say and whoever they are thought to be about.
///
/// Rules that read replies will miss some, and then a fault of ours looks like a thousand readers who are gone. It counts
/// those who were answered for good (sent or failed; who is tried again later is not), of the mailing and of each
/// destination. Nothing that it counts is booked before it has let the whole pass (`DeliveryLedger.bookRefusals`), so
/// that it may take its time.
///
/// | looked at | held when |
/// |---|---|
/// | the mailing, 20 answered or more | the share is above the limit by more than chance explains |
/// | a destination, 20 answered or more | the same, with a limit that is wider |
/// | either, at any moment of it | refusals gather: 10 in a row, or one for each two who are sent to, as often as it takes |
/// | the end, 20 answered or more | refusals have gathered half as much |
/// | the end, fewer than 20 answered | five or more were refused and nobody was sent to |
///
/// The limit is three times the share of the list's earlier mailings, between 5 % and 50 %. With nothing known it is 15 %,
/// and each hundred answers count as much as that guess.
package struct RefusalGuard: Sendable {
    /// Why a mailing is held, with the figures.
    package struct Hold: Hashable, Sendable {
        /// Nil: of the mailing.
        package let destination: Destination?
        package let count: RefusalCount
        /// Whether `count` is of a stretch of the mailing, the last one, and not of all of it.
        package let isStretch: Bool
        package let limit: Double
        package let history: RefusalCount
        /// What the server said last.
        package let words: String
    }

    static let least = 20
    static let leastOfSmall = 5
    static let gathering = 10.0
    static let lowestLimit = 0.05
    static let highestLimit = 0.5
    /// How far above the limit chance may carry a share, in standard deviations.
    static let chance = 3.0

    private var whole = Scope()
    /// Only those where somebody was refused, from her on.
    private var destinations: [Destination: Scope] = [:]
    /// People have said of these that it is so.
    private var known: Set<Destination> = []
    /// The share that people have let pass in this mailing.
    private var knownShare = 0.0
    private var words = ""
    /// What the list has shown before; asked for only when it matters.
    package var history: RefusalCount?

    package init() {}

    /// As it was when the last run ended.
    package init(_ record: RefusalRecord, destination: (EmailAddress) -> Destination) {
        let accepted = Dictionary(grouping: record.accepted, by: destination).mapValues(\.count)
        known = Set(accepted.filter { $0.value >= Self.leastOfSmall }.keys)
        let answered = record.count.answered + record.accepted.count
        if answered > 0 { knownShare = Double(record.accepted.count) / Double(answered) }
        for answer in record.latest { note(answer.isRefused, at: destination(answer.address)) }
        whole.count = record.count
    }

    /// Where refusals are open: what is to be looked at when a run begins or ends.
    package var concerned: [Destination] { Array(destinations.keys) }
    package var hasRefusals: Bool { whole.count.refused > 0 }

    /// Counts an outcome; true if it makes the mailing, or its destination, worth a verdict.
    package mutating func observe(_ update: DeliveryUpdate, at destination: Destination) -> Bool {
        switch update.disposition {
        case .sent: note(false, at: destination)
        case .failed:
            note(true, at: destination)
            words = update.attempt.detail
            return hold(at: destination, history: nil, isOver: false) != nil
        case .deferred, .unknown, .released: break
        }
        return false
    }

    /// - Parameter isOver: nothing is left to be sent now, so that few are all there are.
    package func verdict(at places: [Destination], isOver: Bool) -> Hold? {
        let history = history ?? RefusalCount()
        for place in places.isEmpty ? [""] : places {
            if let hold = hold(at: place, history: history, isOver: isOver) { return hold }
        }
        return nil
    }

    private mutating func note(_ isRefused: Bool, at destination: Destination) {
        if known.contains(destination) { return }
        whole.note(isRefused, calm: calm(Self.limit(history)))
        if isRefused {
            destinations[destination, default: Scope()].note(true, calm: Self.calmest)
        } else if !destinations.isEmpty {
            destinations[destination]?.note(false, calm: Self.calmest)
        }
    }

    /// With no history, the strictest limit that there is: whether it is worth asking for it.
    private func hold(at destination: Destination, history: RefusalCount?, isOver: Bool) -> Hold? {
        let limit = max(history.map(Self.limit) ?? Self.lowestLimit, min(1, 2 * knownShare))
        if let found = whole.finding(limit: limit, isOver: isOver, isWhole: true) {
            return Hold(
                destination: nil, count: found.count, isStretch: found.isStretch, limit: limit,
                history: history ?? RefusalCount(), words: words)
        }
        // A provider's own troubles are more uneven than a list's.
        let wide = min(0.9, max(0.3, 2 * limit))
        guard let found = destinations[destination]?.finding(limit: wide, isOver: isOver, isWhole: false) else {
            return nil
        }
        return Hold(
            destination: destination, count: found.count, isStretch: found.isStretch, limit: wide,
            history: history ?? RefusalCount(), words: words)
    }

    /// Three times what the list has shown, with a guess that a hundred answers outweigh: 5 % of a hundred.
    static func limit(_ history: RefusalCount?) -> Double {
        let history = history ?? RefusalCount()
        let share = (Double(history.refused) + 5) / (Double(history.answered) + 100)
        return min(highestLimit, max(lowestLimit, 3 * share))
    }

    /// How much one who is sent to takes back of what a refusal adds, so that a list that shows its usual share, or twice
    /// that, never gathers anything.
    private func calm(_ limit: Double) -> Double {
        let usual = min(0.95, max(1 / 3, 2 * limit, 2 * knownShare))
        return usual / (1 - usual)
    }

    private static let calmest = 0.5
}

/// What was counted of a mailing or of a destination.
private struct Scope: Sendable {
    var count = RefusalCount()
    /// Rises by one with each refusal, falls with each who is sent to, never below zero.
    private var gathered = 0.0
    /// Since it was zero last.
    private var stretch = RefusalCount()

    mutating func note(_ isRefused: Bool, calm: Double) {
        count.answered += 1
        if isRefused {
            count.refused += 1
            gathered += 1
            stretch.answered += 1
            stretch.refused += 1
        } else if gathered > calm {
            gathered -= calm
            stretch.answered += 1
        } else {
            gathered = 0
            stretch = RefusalCount()
        }
    }

    func finding(limit: Double, isOver: Bool, isWhole: Bool) -> (count: RefusalCount, isStretch: Bool)? {
        guard count.answered >= RefusalGuard.least else {
            let isAll = count.refused == count.answered && count.refused >= RefusalGuard.leastOfSmall
            return isOver && isWhole && isAll && limit < 1 ? (count, false) : nil
        }
        let expected = limit * Double(count.answered)
        let deviation = (expected * (1 - limit)).squareRoot()
        if Double(count.refused) > expected + RefusalGuard.chance * deviation { return (count, false) }
        // What is refused more often than every second time by all that is known gathers by itself.
        guard limit < RefusalGuard.highestLimit || !isWhole, limit < 0.9 else { return nil }
        let enough = isOver && isWhole ? RefusalGuard.gathering / 2 : RefusalGuard.gathering
        return gathered >= enough ? (stretch, true) : nil
    }
}

extension RefusalGuard.Hold: CustomStringConvertible {
    /// The figures, for `pause_reason`:
    ///
    ///     held: of 20 recipients answered 20 were refused (100 %), where 3 of 812 (0.4 %) were in earlier mailings and
    ///     the limit is 5 %; nobody is failed or suppressed. The last: 550 …
    package var description: String {
        let whose = destination.map { " at \($0)" } ?? ""
        let which = isStretch && count.answered > 0 ? "of the last \(count.answered)" : "of \(count.answered)"
        let before =
            history.answered > 0
            ? "\(history.refused) of \(history.answered) (\(Self.percent(history.share))) were in earlier mailings"
            : "no earlier mailing to this list says what is usual"
        return "held: \(which) recipients answered\(whose) \(count.refused) were refused "
            + "(\(Self.percent(count.share))), where \(before) and the limit is \(Self.percent(limit)); "
            + "nobody is failed or suppressed" + (words.isEmpty ? "" : ". The last: \(words)")
    }

    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return tenths % 10 == 0 || tenths >= 100 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
