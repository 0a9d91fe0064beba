/// Control of a mailing: a time to start at, why it is paused, its canary slice, the version that each recipient got.
///
/// `mailings` is made anew because SQLite cannot change a CHECK; the columns behind it are the same.
enum SchemaV3 {
    static let sql = """
        CREATE TABLE mailings_new (
            id INTEGER PRIMARY KEY,
            slug TEXT NOT NULL CHECK (slug <> ''),
            list INTEGER NOT NULL REFERENCES lists(id),
            subject TEXT NOT NULL,
            issue_path TEXT NOT NULL,
            issue_sha256 TEXT NOT NULL,
            uid TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('scheduled', 'sending', 'paused', 'finished', 'cancelled')),
            -- Why it is paused, and by whom.
            pause_reason TEXT,
            audience INTEGER NOT NULL CHECK (audience >= 0),
            created_at INTEGER NOT NULL,
            -- When it is to start; null: at once.
            start_at INTEGER,
            -- When the audience was frozen; null: not yet.
            frozen_at INTEGER,
            started_at INTEGER,
            finished_at INTEGER,
            owner TEXT,
            owner_until INTEGER,
            -- The content that is sent now; a correction makes the next.
            version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
            -- The share of the audience that is sent first; null: no canary.
            canary_share REAL CHECK (canary_share > 0 AND canary_share < 1),
            -- Only deliveries whose mixed id is not above this are sent; null: all.
            canary_limit INTEGER,
            -- When the slice had been sent and the rest was held.
            canary_held_at INTEGER,
            issue BLOB NOT NULL,
            UNIQUE (slug, list),
            CHECK ((state = 'paused') = (pause_reason IS NOT NULL)),
            CHECK (state <> 'scheduled' OR (start_at IS NOT NULL AND frozen_at IS NULL)),
            CHECK (state NOT IN ('sending', 'finished') OR frozen_at IS NOT NULL),
            CHECK ((state IN ('finished', 'cancelled')) = (finished_at IS NOT NULL)),
            CHECK ((owner IS NULL) = (owner_until IS NULL))
        ) STRICT;
        INSERT INTO mailings_new (id, slug, list, subject, issue_path, issue_sha256, uid, state, pause_reason, audience,
            created_at, frozen_at, started_at, finished_at, owner, owner_until, issue)
        SELECT id, slug, list, subject, issue_path, issue_sha256, uid, state,
            iif(state = 'paused', 'paused', NULL), audience,
            created_at, created_at, started_at, finished_at, owner, owner_until, issue
        FROM mailings;
        DROP TABLE mailings;
        ALTER TABLE mailings_new RENAME TO mailings;

        -- The version whose data may have gone out, set by the claim; null before.
        ALTER TABLE deliveries ADD COLUMN version INTEGER;
        UPDATE deliveries SET version = 1 WHERE state IN ('in_flight', 'sent', 'unknown')
            OR (state = 'failed' AND attempts > 0);
        """
}
