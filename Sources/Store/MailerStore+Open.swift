import Foundation
import GRDB
import Mail

extension MailerStore {
    /// Opens the database, creating the file, its folder and its tables where they are missing.
    ///
    /// - Parameter busyTimeout: how long a call waits for another process's write to end.
    package convenience init(path: String, busyTimeout: Duration = .seconds(5)) throws(StoreError) {
        let action = "open the database"
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .database(action: action, path: path, .notWritable("its folder cannot be created or is no folder"))
        }
        do {
            let pool = try Self.openPool(path: path, Self.configuration(busyTimeout: busyTimeout))
            try Self.migrate(pool, path: path)
            self.init(path: path, pool: pool, busyTimeout: busyTimeout)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .database(action: action, path: path, DatabaseProblem(error, busyTimeout: busyTimeout))
        }
    }

    /// QUIRK: while a new file is switched to WAL, SQLite tells a second opener "locked" without waiting.
    private static func openPool(path: String, _ configuration: Configuration) throws -> DatabasePool {
        for _ in 1..<openTries {
            do {
                return try DatabasePool(path: path, configuration: configuration)
            } catch DatabaseError.SQLITE_BUSY {
                continue
            }
        }
        return try DatabasePool(path: path, configuration: configuration)
    }

    private static let openTries = 10

    private static func configuration(busyTimeout: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.label = "mailer"
        let seconds = Double(busyTimeout.components.seconds) + Double(busyTimeout.components.attoseconds) / 1e18
        configuration.busyMode = .timeout(seconds)
        configuration.prepareDatabase { db in try setPragmas(db) }
        return configuration
    }

    /// Every setting of a connection; the journal mode is WAL because `DatabasePool` makes it so.
    static func setPragmas(_ db: Database) throws {
        try db.execute(sql: "PRAGMA foreign_keys = ON")
        // With WAL, NORMAL cannot corrupt the file, and a commit survives a crash or kill of the
        // process. A power cut may lose the last moments: their rows are then in flight or pending.
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
        try db.execute(sql: "PRAGMA cache_size = -16000")
        try db.execute(sql: "PRAGMA temp_store = MEMORY")
    }

    /// Brings the tables up to date; takes no write lock when they already are.
    private static func migrate(_ pool: DatabasePool, path: String) throws {
        let migrator = Schema.migrator
        let (unknown, isComplete) = try pool.read { db in
            let known = Set(migrator.migrations)
            let unknown = try migrator.appliedIdentifiers(db).subtracting(known)
            return (unknown.sorted(), try migrator.hasCompletedMigrations(db))
        }
        if let newest = unknown.last {
            throw StoreError.database(action: "open the database", path: path, .newerSchema(newest))
        }
        if isComplete { return }
        do {
            try migrator.migrate(pool)
        } catch {
            // Another process may have opened the new file at the same moment and made the tables first.
            guard try pool.read(migrator.hasCompletedMigrations) else { throw error }
        }
    }
}
