import GRDB
import Mail

extension MailerStore {
    /// Takes a subscriber off a list, at once also for mail that is already queued; may be repeated.
    package func unsubscribe(
        _ subscriber: SubscriberID, from list: ListID, origin: Origin
    ) throws(StoreError) -> UnsubscribeOutcome {
        try write("unsubscribe a reader") { db in
            try Self.unsubscribe(db, SubscriptionKey(subscriber: subscriber, list: list), origin: origin)
        }
    }

    /// Takes an address off every list it is on; the outcome for each list by name, empty if it is on none.
    package func unsubscribeEverywhere(
        _ address: EmailAddress, origin: Origin
    ) throws(StoreError) -> [String: UnsubscribeOutcome] {
        try write("unsubscribe an address") { db in
            let rows = try Row.fetchAll(db, sql: SQL.subscriptionsOfAddress, arguments: [address.key])
            var outcomes: [String: UnsubscribeOutcome] = [:]
            for row in rows {
                let key = SubscriptionKey(
                    subscriber: SubscriberID(rawValue: row["subscriber"]), list: ListID(rawValue: row["list"]))
                outcomes[row["name"]] = try Self.unsubscribe(db, key, origin: origin)
            }
            return outcomes
        }
    }

    /// Puts somebody back on a list, or confirms a pending subscription, because its owner said so.
    ///
    /// Refuses while the address is suppressed.
    package func resubscribe(
        _ subscriber: SubscriberID, to list: ListID, origin: Origin
    ) throws(StoreError) -> ResubscribeOutcome {
        try write("subscribe a reader again") { db in
            let key = SubscriptionKey(subscriber: subscriber, list: list)
            guard let current = try key.fetch(db), let known = try KnownSubscriber.fetch(db, id: subscriber) else {
                return .notFound
            }
            if let suppression = try Self.suppression(db, key: known.address.key) { return .refused(suppression) }
            if current.state == .subscribed { return .alreadySubscribed }
            try key.set(db, .subscribed, origin: origin)
            try key.record(db, current.state == .pending ? .subscribed : .resubscribed, origin: origin)
            return .changed
        }
    }

    private static func unsubscribe(
        _ db: Database, _ key: SubscriptionKey, origin: Origin
    ) throws -> UnsubscribeOutcome {
        guard let current = try key.fetch(db) else { return .notFound }
        if current.state == .unsubscribed {
            return .alreadyUnsubscribed(since: current.since, source: current.source)
        }
        try key.set(db, .unsubscribed, origin: origin)
        try key.record(db, .unsubscribed, origin: origin)
        return .changed
    }

    /// A first subscription of somebody to a list.
    static func subscribe(
        _ db: Database, _ key: SubscriptionKey, state: SubscriptionState, origin: Origin
    ) throws {
        let statement = try db.cachedStatement(sql: SQL.insert)
        try statement.execute(
            arguments: [
                key.subscriber.rawValue, key.list.rawValue, state.rawValue, origin.at.milliseconds, origin.source,
            ])
        let kind: SubscriptionEvent.Kind =
            switch state {
            case .pending: .requested
            case .subscribed: .subscribed
            case .unsubscribed: .unsubscribed
            }
        try key.record(db, kind, origin: origin)
    }
}

/// A subscription by what makes it unique.
struct SubscriptionKey {
    let subscriber: SubscriberID
    let list: ListID

    /// The subscription's state, since when and by what; nil if there is none.
    func fetch(_ db: Database) throws -> (state: SubscriptionState, since: Timestamp, source: String)? {
        let statement = try db.cachedStatement(sql: SQL.fetch)
        return try Row.fetchOne(statement, arguments: [subscriber.rawValue, list.rawValue]).map { row in
            (
                try StoredText.value(row["state"], table: "subscriptions", id: row["id"]),
                Timestamp(milliseconds: row["since"]), row["source"]
            )
        }
    }

    func set(_ db: Database, _ state: SubscriptionState, origin: Origin) throws {
        try db.execute(
            sql: SQL.set,
            arguments: [
                state.rawValue, origin.at.milliseconds, origin.source, subscriber.rawValue, list.rawValue,
            ])
    }

    /// Whether its owner came back after having left.
    func hasResubscribed(_ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: SQL.hasResubscribed, arguments: [subscriber.rawValue, list.rawValue]) == true
    }

    func record(_ db: Database, _ kind: SubscriptionEvent.Kind, origin: Origin) throws {
        let statement = try db.cachedStatement(sql: SQL.record)
        try statement.execute(
            arguments: [
                subscriber.rawValue, list.rawValue, kind.rawValue, origin.source, origin.detail,
                origin.at.milliseconds,
            ])
    }
}

private enum SQL {
    static let insert = "INSERT INTO subscriptions (subscriber, list, state, since, source) VALUES (?, ?, ?, ?, ?)"
    static let fetch = "SELECT id, state, since, source FROM subscriptions WHERE subscriber = ? AND list = ?"
    static let set = "UPDATE subscriptions SET state = ?, since = ?, source = ? WHERE subscriber = ? AND list = ?"
    static let hasResubscribed = """
        SELECT EXISTS (
            SELECT 1 FROM subscription_events WHERE subscriber = ? AND list = ? AND event = 'resubscribed')
        """
    static let record = """
        INSERT INTO subscription_events (subscriber, list, event, source, detail, at) VALUES (?, ?, ?, ?, ?, ?)
        """

    static let subscriptionsOfAddress = """
        SELECT s.subscriber, s.list, l.name
        FROM subscribers p JOIN subscriptions s ON s.subscriber = p.id JOIN lists l ON l.id = s.list
        WHERE p.address_key = ?
        """
}
