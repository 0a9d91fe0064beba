import GRDB
import Mail

/// The processes whose life others watch.
package enum Daemon: String, Sendable { case work, serve }

extension MailerStore {
    /// Notes that a daemon lives.
    package func beat(_ daemon: Daemon, at now: Timestamp) throws(StoreError) {
        try write("note that the daemon lives") { db in
            try db.execute(sql: SQL.beat, arguments: [daemon.rawValue, now.milliseconds])
        }
    }

    /// Notes that `mailer work` found no relay that it can use, or that it has one again.
    package func noteRelays(areOut: Bool, at now: Timestamp) throws(StoreError) {
        try write("note the relays' state") { db in
            let sql = areOut ? SQL.relaysOut : SQL.relaysBack
            try db.execute(sql: sql, arguments: [Daemon.work.rawValue, now.milliseconds])
        }
    }

    /// What waits, and since when. Whether the database can be written is for `beat` to say.
    package func pulse(at now: Timestamp) throws(StoreError) -> StorePulse {
        try read("look what waits") { db in
            var pulse = StorePulse()
            let last = try Int64.fetchOne(db, sql: SQL.lastAttempt)
            if let row = try Row.fetchOne(db, sql: SQL.worker, arguments: [Daemon.work.rawValue]) {
                pulse.workerSilence = Self.time(since: row[0], now)
                // Whoever has been answered since has a relay, whatever the daemon found.
                if let found: Int64 = row[2], last.map({ $0 <= found }) ?? true {
                    pulse.relaysOut = Self.time(since: row[1], now)
                }
            }
            pulse.scheduleOverdue = Self.time(
                since: try Int64.fetchOne(db, sql: SQL.scheduled, arguments: [now.milliseconds]), now)
            for row in try Row.fetchAll(db, sql: SQL.due, arguments: [now.milliseconds]) {
                guard let since: Int64 = row[0], since <= now.milliseconds else { continue }
                pulse.backlogAge = max(pulse.backlogAge, Self.time(since: since, now))
                pulse.stalled = max(pulse.stalled, Self.time(since: max(since, last ?? since), now))
            }
            return pulse
        }
    }

    /// Never negative: clocks of two machines differ.
    private static func time(since start: Int64?, _ now: Timestamp) -> Duration {
        start.map { .milliseconds(max(0, now.milliseconds - $0)) } ?? .zero
    }
}

private enum SQL {
    static let beat = """
        INSERT INTO heartbeats (name, beat_at) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET beat_at = ?2
        """
    static let relaysOut = """
        INSERT INTO heartbeats (name, beat_at, relays_out_since, relays_out_at) VALUES (?1, ?2, ?2, ?2)
        ON CONFLICT (name) DO UPDATE SET relays_out_since = coalesce(relays_out_since, ?2), relays_out_at = ?2
        """
    static let relaysBack = """
        INSERT INTO heartbeats (name, beat_at) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET relays_out_since = NULL, relays_out_at = NULL
        """
    /// Where nothing is to be sent, no relay is missed.
    static let worker = """
        SELECT beat_at,
            iif(EXISTS (SELECT 1 FROM mailings WHERE state IN ('sending', 'paused')), relays_out_since, NULL),
            iif(EXISTS (SELECT 1 FROM mailings WHERE state IN ('sending', 'paused')), relays_out_at, NULL)
        FROM heartbeats WHERE name = ?
        """
    /// Ids rise with time.
    static let lastAttempt = "SELECT at FROM attempts ORDER BY id DESC LIMIT 1"
    static let scheduled = "SELECT min(start_at) FROM mailings WHERE state = 'scheduled' AND start_at <= ?"
    /// Since when each mailing has had something to do: what is pending is due since the audience was frozen, what is
    /// deferred since its time.
    static let due = """
        SELECT min(
            coalesce(
                (SELECT m.frozen_at FROM deliveries d WHERE d.mailing = m.id AND d.state = 'pending' LIMIT 1),
                9223372036854775807),
            coalesce(
                (SELECT min(next_attempt_at) FROM deliveries d
                 WHERE d.mailing = m.id AND d.state = 'deferred' AND d.next_attempt_at <= ?1),
                9223372036854775807))
        FROM mailings m WHERE m.state = 'sending'
        """
}
