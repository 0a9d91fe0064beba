import GRDB
import Mail

/// What became of a row of an import file.
enum ImportOutcome: Hashable, Sendable {
    case added
    case unchanged
    case updated
    case pending
    case unsubscribed
    case suppressed
    case skipped(RowProblem)
}

/// Stores what a file says of a reader: it may take somebody off a list, and never puts anybody back.
enum ImportWriter {
    /// - Parameter list: nil: the address is on none; its suppression counts for all.
    static func store(
        _ db: Database, _ reader: ImportedReader, on list: ListID?, origin: Origin
    ) throws -> ImportOutcome {
        guard let suppression = reader.suppression else {
            guard let list else { return .unchanged }
            return try subscription(db, reader, on: list, origin: origin)
        }
        let key = reader.subscriber.address.key
        // Before the suppression is stored, which would keep her out of the list's history.
        var isNew = false
        if let list, try current(db, reader, on: list) == nil {
            let state: SubscriptionState =
                switch reader.status {
                case .subscribed, .suppressed: .subscribed
                case .pending: .pending
                case .unsubscribed: .unsubscribed
                }
            try insert(db, reader, state, on: list, origin: origin)
            isNew = true
        } else if let list, reader.status == .unsubscribed || reader.status == .pending {
            // What suppresses her does not hide that she left.
            isNew = try subscription(db, reader, on: list, origin: origin) == .unsubscribed
        }
        let isSuppressed = try MailerStore.suppress(
            db, key: key, reason: suppression.reason,
            origin: Origin(
                source: suppression.source ?? origin.source, detail: suppression.detail,
                at: earlier(suppression.since ?? reader.since, origin.at)))
        return isSuppressed || isNew ? .suppressed : .unchanged
    }

    private static func subscription(
        _ db: Database, _ reader: ImportedReader, on list: ListID, origin: Origin
    ) throws -> ImportOutcome {
        switch reader.status {
        case .subscribed, .suppressed:
            return outcome(
                try MailerStore.add(db, reader.subscriber, to: list, origin: told(reader, origin)), isPending: false)
        case .pending:
            if let current = try current(db, reader, on: list) {
                if current.state == .unsubscribed { return .skipped(.refused(left(current))) }
                return .unchanged
            }
            let new = NewSubscriber(
                address: reader.subscriber.address, name: reader.subscriber.name,
                attributes: reader.subscriber.attributes, isConfirmed: false)
            return outcome(try MailerStore.add(db, new, to: list, origin: told(reader, origin)), isPending: true)
        case .unsubscribed:
            return try leave(db, reader, list, origin: origin)
        }
    }

    private static func leave(
        _ db: Database, _ reader: ImportedReader, _ list: ListID, origin: Origin
    ) throws -> ImportOutcome {
        guard let known = try KnownSubscriber.fetch(db, key: reader.subscriber.address.key),
            let current = try SubscriptionKey(subscriber: known.id, list: list).fetch(db)
        else {
            try insert(db, reader, .unsubscribed, on: list, origin: origin)
            return .unsubscribed
        }
        if current.state == .unsubscribed { return .unchanged }
        let key = SubscriptionKey(subscriber: known.id, list: list)
        if try subscribedSince(db, key, current, reader) {
            return .skipped(.subscribedSince(current.since, source: current.source))
        }
        let told = told(reader, origin)
        try key.set(db, .unsubscribed, origin: told)
        try key.record(db, .unsubscribed, origin: told)
        return .unsubscribed
    }

    /// Whether she, or the operator for her, subscribed after the file's people had left: another import is neither.
    private static func subscribedSince(
        _ db: Database, _ key: SubscriptionKey, _ current: (state: SubscriptionState, since: Timestamp, source: String),
        _ reader: ImportedReader
    ) throws -> Bool {
        guard current.state == .subscribed, !current.source.hasPrefix("import ") else { return false }
        if let since = reader.since { return current.since > since }
        return try key.hasResubscribed(db)
    }

    private static func insert(
        _ db: Database, _ reader: ImportedReader, _ state: SubscriptionState, on list: ListID, origin: Origin
    ) throws {
        let told = told(reader, origin)
        let key = reader.subscriber.address.key
        let known = try KnownSubscriber.fetch(db, key: key)?.id
        let id = try known ?? MailerStore.insert(db, reader.subscriber, key: key, at: told.at)
        try MailerStore.subscribe(db, SubscriptionKey(subscriber: id, list: list), state: state, origin: told)
    }

    private static func current(
        _ db: Database, _ reader: ImportedReader, on list: ListID
    ) throws -> (state: SubscriptionState, since: Timestamp, source: String)? {
        guard let known = try KnownSubscriber.fetch(db, key: reader.subscriber.address.key) else { return nil }
        return try SubscriptionKey(subscriber: known.id, list: list).fetch(db)
    }

    /// Where the file says since when and by what, that is the origin, and the import a detail of it.
    private static func told(_ reader: ImportedReader, _ origin: Origin) -> Origin {
        Origin(
            source: reader.source ?? origin.source, detail: reader.source == nil ? nil : origin.source,
            at: earlier(reader.since, origin.at))
    }

    /// A file does not know the future.
    private static func earlier(_ time: Timestamp?, _ now: Timestamp) -> Timestamp { min(time ?? now, now) }

    private static func left(_ current: (state: SubscriptionState, since: Timestamp, source: String)) -> SkipReason {
        .unsubscribed(since: current.since, source: current.source)
    }

    private static func outcome(_ outcome: AddOutcome, isPending: Bool) -> ImportOutcome {
        switch outcome {
        case .added: isPending ? .pending : .added
        case .unchanged: .unchanged
        case .updated: .updated
        case .skipped(let reason): .skipped(.refused(reason))
        }
    }
}
