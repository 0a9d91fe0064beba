import Foundation
import GRDB
import Mail

extension MailerStore {
    /// Puts somebody on a list; never revives an unsubscribed or suppressed address (see `resubscribe`).
    package func add(
        _ new: NewSubscriber, to list: ListID, origin: Origin
    ) throws(StoreError) -> AddOutcome {
        try write("add a subscriber") { db in try Self.add(db, new, to: list, origin: origin) }
    }

    /// The same inside a transaction, for imports.
    static func add(_ db: Database, _ new: NewSubscriber, to list: ListID, origin: Origin) throws -> AddOutcome {
        if let name = new.name, name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return .skipped(.unusableName(name))
        }
        let key = new.address.key
        if let suppression = try suppression(db, key: key) { return .skipped(.suppressed(suppression)) }
        let state: SubscriptionState = new.isConfirmed ? .subscribed : .pending
        guard let known = try KnownSubscriber.fetch(db, key: key) else {
            let id = try insert(db, new, key: key, at: origin.at)
            try subscribe(db, SubscriptionKey(subscriber: id, list: list), state: state, origin: origin)
            return .added
        }
        let subscription = SubscriptionKey(subscriber: known.id, list: list)
        guard let current = try subscription.fetch(db) else {
            _ = try update(db, known, with: new)
            try subscribe(db, subscription, state: state, origin: origin)
            return .added
        }
        switch current.state {
        case .unsubscribed: return .skipped(.unsubscribed(since: current.since, source: current.source))
        case .pending: return .skipped(.waitsForConfirmation(since: current.since))
        case .subscribed: return try update(db, known, with: new) ? .updated : .unchanged
        }
    }

    /// The whole record of an address, or nil if it was never on a list.
    package func subscriber(_ address: EmailAddress) throws(StoreError) -> Subscriber? {
        try read("look up a subscriber") { db in
            try KnownSubscriber.fetch(db, key: address.key).map { try Self.record(db, $0) }
        }
    }

    package func subscriber(_ id: SubscriberID) throws(StoreError) -> Subscriber? {
        try read("look up a subscriber") { db in
            try KnownSubscriber.fetch(db, id: id).map { try Self.record(db, $0) }
        }
    }

    static func record(_ db: Database, _ known: KnownSubscriber) throws -> Subscriber {
        let subscriptions = try Row.fetchAll(db, sql: SQL.subscriptions, arguments: [known.id.rawValue])
        let history = try Row.fetchAll(db, sql: SQL.history, arguments: [known.id.rawValue])
        return Subscriber(
            id: known.id, address: known.address, name: known.name, attributes: known.attributes,
            createdAt: known.createdAt, subscriptions: try subscriptions.map(Subscription.init),
            history: try history.map(SubscriptionEvent.init), suppression: try suppression(db, key: known.address.key))
    }

    static func insert(
        _ db: Database, _ new: NewSubscriber, key: String, at now: Timestamp
    ) throws -> SubscriberID {
        let attributes = new.attributes.filter { !$0.value.isEmpty }
        let statement = try db.cachedStatement(sql: SQL.insert)
        try statement.execute(
            arguments: [new.address.description, key, new.name, Attributes.json(attributes), now.milliseconds])
        return SubscriberID(rawValue: db.lastInsertedRowID)
    }

    /// Merges what is new into the row; false if nothing was.
    private static func update(_ db: Database, _ known: KnownSubscriber, with new: NewSubscriber) throws -> Bool {
        let name = new.name ?? known.name
        let added = new.attributes.filter { !$0.value.isEmpty }
        // Files of earlier times were stored with names that no issue can use (`Town`): theirs are the older values.
        let kept = known.attributes.filter { name, _ in
            FieldName.isUsable(name) || added[FieldName.usable(name, column: 0)] == nil
        }
        let attributes = kept.merging(added) { $1 }
        if name == known.name, attributes == known.attributes, new.address == known.address { return false }
        let statement = try db.cachedStatement(sql: SQL.update)
        try statement.execute(
            arguments: [new.address.description, name, Attributes.json(attributes), known.id.rawValue])
        return true
    }
}

/// A subscriber's own row.
struct KnownSubscriber {
    let id: SubscriberID
    let address: EmailAddress
    let name: String?
    let attributes: [String: String]
    let createdAt: Timestamp

    static func fetch(_ db: Database, key: String) throws -> KnownSubscriber? {
        try Row.fetchOne(db.cachedStatement(sql: SQL.byKey), arguments: [key]).map(KnownSubscriber.init)
    }

    static func fetch(_ db: Database, id: SubscriberID) throws -> KnownSubscriber? {
        try Row.fetchOne(db.cachedStatement(sql: SQL.byID), arguments: [id.rawValue]).map(KnownSubscriber.init)
    }

    /// From columns id, address, name, attributes, created_at.
    private init(_ row: Row) throws {
        id = SubscriberID(rawValue: row[0])
        address = try StoredText.address(row[1], table: "subscribers", id: row[0])
        name = row[2]
        attributes = try Attributes.read(row[3], subscriber: row[0])
        createdAt = Timestamp(milliseconds: row[4])
    }
}

private enum SQL {
    static let insert = """
        INSERT INTO subscribers (address, address_key, name, attributes, created_at) VALUES (?, ?, ?, ?, ?)
        """
    static let update = "UPDATE subscribers SET address = ?, name = ?, attributes = ? WHERE id = ?"
    static let byKey = "SELECT id, address, name, attributes, created_at FROM subscribers WHERE address_key = ?"
    static let byID = "SELECT id, address, name, attributes, created_at FROM subscribers WHERE id = ?"

    static let subscriptions = """
        SELECT s.id, s.list, l.name AS list_name, s.state, s.since, s.source
        FROM subscriptions s JOIN lists l ON l.id = s.list
        WHERE s.subscriber = ? ORDER BY l.name
        """

    static let history = """
        SELECT e.id, e.list, l.name AS list_name, e.event, e.source, e.detail, e.at
        FROM subscription_events e JOIN lists l ON l.id = e.list
        WHERE e.subscriber = ? ORDER BY e.at, e.id
        """
}

extension Subscription {
    init(_ row: Row) throws {
        self.init(
            list: ListID(rawValue: row["list"]), listName: row["list_name"],
            state: try StoredText.value(row["state"], table: "subscriptions", id: row["id"]),
            since: Timestamp(milliseconds: row["since"]), source: row["source"])
    }
}

extension SubscriptionEvent {
    init(_ row: Row) throws {
        self.init(
            list: ListID(rawValue: row["list"]), listName: row["list_name"],
            kind: try StoredText.value(row["event"], table: "subscription_events", id: row["id"]),
            source: row["source"], detail: row["detail"], at: Timestamp(milliseconds: row["at"]))
    }
}
