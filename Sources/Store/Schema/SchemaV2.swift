/// Messages sent in each minute under a limit: what a sliding window (an hour, a day) counts, also after a restart
/// and for two processes at once.
enum SchemaV2 {
    static let sql = """
        CREATE TABLE send_windows (
            key TEXT NOT NULL,
            minute INTEGER NOT NULL,
            count INTEGER NOT NULL CHECK (count > 0),
            PRIMARY KEY (key, minute)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX send_windows_by_minute ON send_windows(minute);
        """
}
