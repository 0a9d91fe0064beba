import Mail

/// What holds a run's mail up, as it is told to people: since when, until when, in the server's words.
struct ConditionBook {
    private struct Key: Hashable {
        let key: String
        let kind: RelayCondition.Kind
    }

    /// A change that others are to know of; nil: it is over.
    struct Change: Hashable {
        let key: String
        let kind: RelayCondition.Kind
        let condition: RelayCondition?
    }

    private var known: [Key: RelayCondition] = [:]
    private var changes: [Change] = []

    /// In the order of their beginnings.
    var all: [RelayCondition] { known.values.sorted { ($0.since, $0.key) < ($1.since, $1.key) } }

    func holds(_ kind: RelayCondition.Kind, _ key: LimitKey) -> Bool {
        !known.isEmpty && known[Key(key: key.description, kind: kind)] != nil
    }

    /// It holds from now on, or still; what is told of it may have changed.
    mutating func note(
        _ kind: RelayCondition.Kind, _ key: LimitKey, _ words: String, at now: Timestamp, until: Timestamp? = nil,
        count: Int? = nil
    ) {
        let place = Key(key: key.description, kind: kind)
        var condition = RelayCondition(key: place.key, kind: kind, since: known[place]?.since ?? now, words: words)
        condition.until = until
        condition.count = count
        guard known[place] != condition else { return }
        known[place] = condition
        changes.append(Change(key: place.key, kind: kind, condition: condition))
    }

    mutating func end(_ kind: RelayCondition.Kind, _ key: LimitKey) {
        guard !known.isEmpty, known.removeValue(forKey: Key(key: key.description, kind: kind)) != nil else { return }
        changes.append(Change(key: key.description, kind: kind, condition: nil))
    }

    /// Forgotten without a word: whoever ends the run knows.
    mutating func takeChanges() -> [Change] {
        defer { changes = [] }
        return changes
    }
}

extension RelayCondition {
    /// For people: `smtp.example.org:587 gets less since 10:45:00 until 10:45:10: …`.
    package func text(time: (Timestamp) -> String) -> String {
        let name = key.split(separator: ":", maxSplits: 1).last.map(String.init) ?? key
        let since = "since \(time(self.since))"
        let next = until.map { ", again at \(time($0))" } ?? ""
        return switch kind {
        case .throttled: "\(name) gets less mail \(since)\(next): \(words)"
        case .unreachable: "\(name) cannot be reached \(since)\(next): \(words)"
        case .refusing: "\(name) refuses our mail \(since)\(next): \(words)"
        case .sessions: "\(name) takes \(count ?? 0) sessions at once \(since): \(words)"
        case .messages: "\(name) takes \(count ?? 0) messages a session \(since): \(words)"
        }
    }
}
