/// Mail that strangers send is kept to an age and a number, and counted apart.
enum SchemaV12 {
    static let sql = """
        CREATE INDEX bounces_unverified ON bounces(received_at, id) WHERE is_verified = 0;

        -- Of what happens too often to keep a row for each time.
        CREATE TABLE counters (
            name TEXT NOT NULL PRIMARY KEY,
            value INTEGER NOT NULL CHECK (value >= 0)
        ) STRICT, WITHOUT ROWID;
        """
}
