/// Since when a delivery is put off: its time to be tried again is days, not a number of attempts.
enum SchemaV9 {
    static let sql = """
        ALTER TABLE deliveries ADD COLUMN deferred_since INTEGER;
        UPDATE deliveries SET deferred_since = (SELECT min(at) FROM attempts WHERE delivery = deliveries.id)
        WHERE state = 'deferred';
        """
}
