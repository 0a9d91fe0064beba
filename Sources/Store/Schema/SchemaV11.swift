/// Which daemons live on this database, for whoever watches them from another process.
enum SchemaV11 {
    static let sql = """
        CREATE TABLE heartbeats (
            -- 'work' or 'serve': the last process of each kind.
            name TEXT NOT NULL PRIMARY KEY,
            beat_at INTEGER NOT NULL,
            -- Since when it has found no relay that it can use, and when it found so last; null: it has one.
            relays_out_since INTEGER,
            relays_out_at INTEGER,
            CHECK ((relays_out_since IS NULL) = (relays_out_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        """
}
