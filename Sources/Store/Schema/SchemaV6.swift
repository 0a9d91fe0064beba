/// What a refusal for good leads to is decided when enough is known of the whole mailing; until then it is written down
/// here that it is open. Only refused messages have rows, so that an accepted one costs nothing.
enum SchemaV6 {
    static let sql = """
        -- Deliveries that a server refused for good, and that count against nobody yet.
        CREATE TABLE unbooked_refusals (
            mailing INTEGER NOT NULL REFERENCES mailings(id),
            delivery INTEGER NOT NULL UNIQUE REFERENCES deliveries(id),
            -- What the refusal says of the reader; null: nothing.
            bounce_class TEXT,
            PRIMARY KEY (mailing, delivery)
        ) STRICT, WITHOUT ROWID;

        -- A mailing that waits for people because of its refusals: they are deferred as long as it does.
        CREATE TABLE refusal_holds (
            mailing INTEGER PRIMARY KEY REFERENCES mailings(id),
            held_at INTEGER NOT NULL
        ) STRICT;

        -- Refusals that people let count after a hold: what this mailing shows is known to be so.
        CREATE TABLE accepted_refusals (
            mailing INTEGER NOT NULL REFERENCES mailings(id),
            delivery INTEGER NOT NULL REFERENCES deliveries(id),
            PRIMARY KEY (mailing, delivery)
        ) STRICT, WITHOUT ROWID;

        -- Deliveries that people sent again: of their attempts, so many do not count for the schedule any more.
        CREATE TABLE retried_deliveries (
            delivery INTEGER PRIMARY KEY REFERENCES deliveries(id),
            attempts INTEGER NOT NULL CHECK (attempts >= 0)
        ) STRICT;
        """
}
