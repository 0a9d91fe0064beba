/// The ledger's two tables with CHECKs that cost little.
///
/// SQLite builds a table in memory for each `IN` list of constants, each time that a CHECK with one is evaluated; a
/// chain of comparisons is only compared, and stops at the first that holds. A message changes three such rows, and
/// half of the ledger's time went into those lists.
///
/// Both tables are made anew because SQLite cannot change a CHECK; the columns behind it are the same.
enum SchemaV5 {
    static var sql: String { [deliveries, attempts].joined(separator: "\n") }

    private static let deliveries = """
        CREATE TABLE deliveries_new (
            id INTEGER PRIMARY KEY,
            mailing INTEGER NOT NULL REFERENCES mailings(id),
            subscriber INTEGER NOT NULL REFERENCES subscribers(id),
            state TEXT NOT NULL
                CHECK (state = 'sent' OR state = 'in_flight' OR state = 'pending' OR state = 'deferred'
                    OR state = 'failed' OR state = 'skipped' OR state = 'unknown'),
            reason TEXT,
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            next_attempt_at INTEGER,
            owner TEXT,
            lease_until INTEGER,
            updated_at INTEGER NOT NULL,
            -- The version whose data may have gone out, set by the claim; null before.
            version INTEGER,
            UNIQUE (mailing, subscriber),
            CHECK ((state = 'deferred') = (next_attempt_at IS NOT NULL)),
            CHECK ((state = 'in_flight') = (owner IS NOT NULL)),
            CHECK ((owner IS NULL) = (lease_until IS NULL)),
            CHECK (reason IS NOT NULL OR state = 'sent' OR state = 'in_flight' OR state = 'pending')
        ) STRICT;
        INSERT INTO deliveries_new (id, mailing, subscriber, state, reason, attempts, next_attempt_at, owner, lease_until,
            updated_at, version)
        SELECT id, mailing, subscriber, state, reason, attempts, next_attempt_at, owner, lease_until, updated_at, version
        FROM deliveries;
        DROP TABLE deliveries;
        ALTER TABLE deliveries_new RENAME TO deliveries;
        CREATE INDEX deliveries_by_state ON deliveries(mailing, state);
        CREATE INDEX deliveries_due ON deliveries(mailing, next_attempt_at) WHERE state = 'deferred';
        """

    private static let attempts = """
        CREATE TABLE attempts_new (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES deliveries(id),
            at INTEGER NOT NULL,
            relay TEXT NOT NULL,
            address TEXT NOT NULL,
            stage TEXT NOT NULL,
            outcome TEXT NOT NULL
                CHECK (outcome = 'sent' OR outcome = 'deferred' OR outcome = 'failed' OR outcome = 'unknown'),
            reply_code INTEGER,
            enhanced_status TEXT,
            text TEXT NOT NULL,
            bounce_class TEXT,
            duration_ms INTEGER NOT NULL,
            message_date INTEGER NOT NULL,
            -- Which state of the reader's name and attributes the message was made from; null: not known.
            revision INTEGER
        ) STRICT;
        INSERT INTO attempts_new (id, delivery, at, relay, address, stage, outcome, reply_code, enhanced_status, text,
            bounce_class, duration_ms, message_date, revision)
        SELECT id, delivery, at, relay, address, stage, outcome, reply_code, enhanced_status, text, bounce_class,
            duration_ms, message_date, revision
        FROM attempts;
        DROP TABLE attempts;
        ALTER TABLE attempts_new RENAME TO attempts;
        CREATE INDEX attempts_by_delivery ON attempts(delivery, at);
        """
}
