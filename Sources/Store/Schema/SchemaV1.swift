/// The first tables. All times are milliseconds since 1970 in UTC.
enum SchemaV1 {
    static var sql: String { [lists, consent, mailings, ledger, bounces].joined(separator: "\n") }

    private static let lists = """
        CREATE TABLE lists (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            title TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE subscribers (
            id INTEGER PRIMARY KEY,
            address TEXT NOT NULL,
            address_key TEXT NOT NULL UNIQUE,
            name TEXT,
            attributes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(attributes)),
            created_at INTEGER NOT NULL
        ) STRICT;

        -- `since` and `source`: when and by what the row came into its state.
        CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY,
            subscriber INTEGER NOT NULL REFERENCES subscribers(id),
            list INTEGER NOT NULL REFERENCES lists(id),
            state TEXT NOT NULL CHECK (state IN ('pending', 'subscribed', 'unsubscribed')),
            since INTEGER NOT NULL,
            source TEXT NOT NULL,
            UNIQUE (subscriber, list)
        ) STRICT;
        CREATE INDEX subscriptions_by_list ON subscriptions(list, state);

        CREATE TABLE subscription_events (
            id INTEGER PRIMARY KEY,
            subscriber INTEGER NOT NULL REFERENCES subscribers(id),
            list INTEGER NOT NULL REFERENCES lists(id),
            event TEXT NOT NULL CHECK (event IN ('requested', 'subscribed', 'unsubscribed', 'resubscribed')),
            source TEXT NOT NULL,
            detail TEXT,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX subscription_events_by_subscriber ON subscription_events(subscriber);
        """

    private static let consent = """
        CREATE TABLE suppressions (
            address_key TEXT NOT NULL UNIQUE,
            reason TEXT NOT NULL
                CHECK (reason IN ('hard_bounce', 'soft_bounces', 'complaint', 'manual', 'imported')),
            detail TEXT,
            source TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        -- A lifted suppression leaves its row here.
        CREATE TABLE suppression_events (
            id INTEGER PRIMARY KEY,
            address_key TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('suppressed', 'lifted')),
            reason TEXT NOT NULL,
            detail TEXT,
            source TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX suppression_events_by_address ON suppression_events(address_key);
        """

    /// The file's bytes come last: columns behind a large value cost a walk through its pages.
    private static let mailings = """
        CREATE TABLE mailings (
            id INTEGER PRIMARY KEY,
            slug TEXT NOT NULL CHECK (slug <> ''),
            list INTEGER NOT NULL REFERENCES lists(id),
            subject TEXT NOT NULL,
            issue_path TEXT NOT NULL,
            issue_sha256 TEXT NOT NULL,
            uid TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('sending', 'paused', 'finished', 'cancelled')),
            audience INTEGER NOT NULL CHECK (audience >= 0),
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            owner TEXT,
            owner_until INTEGER,
            issue BLOB NOT NULL,
            UNIQUE (slug, list),
            CHECK ((state IN ('finished', 'cancelled')) = (finished_at IS NOT NULL)),
            CHECK ((owner IS NULL) = (owner_until IS NULL))
        ) STRICT;
        """

    /// The index by state holds the row id as its last column: it fetches pending rows in order of id
    /// and counts a mailing's states without touching the rows, at the same cost for each row fetched
    /// wherever in the mailing it is. Lookups by subscriber go through `mailings` (few) into UNIQUE.
    private static let ledger = """
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            mailing INTEGER NOT NULL REFERENCES mailings(id),
            subscriber INTEGER NOT NULL REFERENCES subscribers(id),
            state TEXT NOT NULL
                CHECK (state IN ('pending', 'in_flight', 'sent', 'deferred', 'failed', 'unknown', 'skipped')),
            reason TEXT,
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            next_attempt_at INTEGER,
            owner TEXT,
            lease_until INTEGER,
            updated_at INTEGER NOT NULL,
            UNIQUE (mailing, subscriber),
            CHECK ((state = 'deferred') = (next_attempt_at IS NOT NULL)),
            CHECK ((state = 'in_flight') = (owner IS NOT NULL)),
            CHECK ((owner IS NULL) = (lease_until IS NULL)),
            CHECK (state NOT IN ('deferred', 'failed', 'unknown', 'skipped') OR reason IS NOT NULL)
        ) STRICT;
        CREATE INDEX deliveries_by_state ON deliveries(mailing, state);
        CREATE INDEX deliveries_due ON deliveries(mailing, next_attempt_at) WHERE state = 'deferred';

        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES deliveries(id),
            at INTEGER NOT NULL,
            relay TEXT NOT NULL,
            address TEXT NOT NULL,
            stage TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'deferred', 'failed', 'unknown')),
            reply_code INTEGER,
            enhanced_status TEXT,
            text TEXT NOT NULL,
            bounce_class TEXT,
            duration_ms INTEGER NOT NULL,
            message_date INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX attempts_by_delivery ON attempts(delivery, at);
        """

    private static let bounces = """
        CREATE TABLE bounces (
            id INTEGER PRIMARY KEY,
            received_at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('bounce', 'complaint', 'autoreply', 'other')),
            is_verified INTEGER NOT NULL CHECK (is_verified IN (0, 1)),
            delivery INTEGER REFERENCES deliveries(id),
            subscriber INTEGER REFERENCES subscribers(id),
            recipient TEXT,
            status TEXT,
            class TEXT NOT NULL,
            action TEXT NOT NULL,
            rule TEXT NOT NULL,
            raw BLOB NOT NULL
        ) STRICT;
        CREATE INDEX bounces_by_delivery ON bounces(delivery) WHERE delivery IS NOT NULL;
        CREATE INDEX bounces_by_subscriber ON bounces(subscriber) WHERE subscriber IS NOT NULL;
        """
}
