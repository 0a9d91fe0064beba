import GRDB
import Mail

/// What is kept of mail to the bounce address that nobody's token vouches for: enough for a person to see what it was,
/// and never so much that a stranger could fill the disk.
enum UnverifiedMail {
    /// Of the header and of what follows it, each.
    static let byteLimit = 65_536
    static let age = Duration.seconds(30 * 86_400)
    /// The newest.
    static let most = 1_000

    static func kept(_ raw: [UInt8]) -> [UInt8] {
        let gap = raw.indices.first { raw[$0] == Byte.lf && isLineEnd(raw[($0 + 1)...]) } ?? raw.endIndex
        return Array(raw[..<gap].prefix(byteLimit) + raw[gap...].prefix(byteLimit))
    }

    private static func isLineEnd(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first == Byte.lf || rest.starts(with: [Byte.cr, Byte.lf])
    }

    static func prune(_ db: Database, at now: Timestamp) throws {
        try db.execute(sql: SQL.old, arguments: [now.milliseconds.subtractingSaturated(age.wholeMilliseconds)])
        try db.execute(sql: SQL.surplus, arguments: [most])
    }

    private enum SQL {
        static let old = "DELETE FROM bounces WHERE is_verified = 0 AND received_at < ?"
        static let surplus = """
            DELETE FROM bounces WHERE id IN (
                SELECT id FROM bounces WHERE is_verified = 0 ORDER BY received_at DESC, id DESC LIMIT -1 OFFSET ?)
            """
    }
}

/// Returned mail that changes nobody: counted as it comes, because its rows do not stay.
package enum UnactedMail: String, CaseIterable, Hashable, Sendable {
    case unverified
    case unreadable

    init?(_ bounce: ReceivedBounce, isVerified: Bool) {
        if bounce.kind == .unreadable {
            self = .unreadable
        } else if isVerified {
            return nil
        } else {
            self = .unverified
        }
    }

    func count(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1
                """, arguments: ["\(Self.prefix)\(rawValue)"])
    }

    static let prefix = "bounces "
}
