import GRDB
import Mail

extension MailerStore {
    /// Counts messages that are about to take their place in the limits' windows; durable when it returns.
    ///
    /// A count below 0 gives places back. Minutes that no window can reach any more are forgotten.
    package func record(_ uses: [WindowUse]) throws(StoreError) {
        guard let newest = uses.map(\.minute).max() else { return }
        try write("count the messages of a limit") { db in
            let add = try db.cachedStatement(sql: SQL.add)
            for use in uses where use.count > 0 { try add.execute(arguments: [use.key, use.minute, use.count]) }
            for use in uses where use.count < 0 {
                try db.execute(sql: SQL.remove, arguments: [use.key, use.minute, -use.count])
                try db.execute(sql: SQL.subtract, arguments: [-use.count, use.key, use.minute])
            }
            try db.execute(sql: SQL.forget, arguments: [newest - Self.windowMinutes])
        }
    }

    /// What all processes have counted from that minute on.
    package func windowUses(since minute: Int64) throws(StoreError) -> [WindowUse] {
        try read("look up the counts of the limits") { db in
            try Row.fetchAll(db, sql: SQL.since, arguments: [minute]).map {
                WindowUse(key: $0[0], minute: $0[1], count: $0[2])
            }
        }
    }

    /// Longer than any window: eight days.
    private static let windowMinutes: Int64 = 8 * 1_440
}

private enum SQL {
    static let add = """
        INSERT INTO send_windows (key, minute, count) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """
    static let remove = "DELETE FROM send_windows WHERE key = ? AND minute = ? AND count <= ?"
    static let subtract = "UPDATE send_windows SET count = count - ? WHERE key = ? AND minute = ?"
    static let forget = "DELETE FROM send_windows WHERE minute < ?"
    static let since = "SELECT key, minute, count FROM send_windows WHERE minute >= ? ORDER BY key, minute"
}
