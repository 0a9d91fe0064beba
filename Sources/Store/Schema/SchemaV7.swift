/// Mailings to several lists, the file that an issue came from, and what the archive no longer shows.
enum SchemaV7 {
    static let sql = """
        -- The lists that a mailing goes to, the first of them again in `mailings.list`.
        CREATE TABLE mailing_lists (
            mailing INTEGER NOT NULL REFERENCES mailings(id),
            position INTEGER NOT NULL CHECK (position >= 0),
            list INTEGER NOT NULL REFERENCES lists(id),
            PRIMARY KEY (mailing, position),
            UNIQUE (mailing, list)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO mailing_lists (mailing, position, list) SELECT id, 0, list FROM mailings;

        -- The list that a reader is reached by; null: the mailing's first.
        ALTER TABLE deliveries ADD COLUMN list INTEGER REFERENCES lists(id);

        -- Which file the issue is, wherever the command was run; null: not known.
        ALTER TABLE mailings ADD COLUMN issue_file TEXT;
        -- Whether it goes to readers who have the issue already by another list.
        ALTER TABLE mailings ADD COLUMN sends_again INTEGER NOT NULL DEFAULT 0 CHECK (sends_again IN (0, 1));
        -- Since when the archive does not show it, because somebody said so; null: nobody did.
        ALTER TABLE mailings ADD COLUMN withdrawn_at INTEGER;
        """
}
