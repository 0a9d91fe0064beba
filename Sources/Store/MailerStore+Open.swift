import CSQLite
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
        try self.init(opening: path, busyTimeout)
    }

    /// Opens a database that is there; where there is none, nothing is made or changed.
    package convenience init(existing path: String, busyTimeout: Duration = .seconds(5)) throws(StoreError) {
        do {
            try Self.requireTables(path, busyTimeout)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .database(
                action: "open the database", path: path, DatabaseProblem(error, busyTimeout: busyTimeout))
        }
        try self.init(opening: path, busyTimeout)
    }

    private convenience init(opening path: String, _ busyTimeout: Duration) throws(StoreError) {
        let action = "open the database"
        do {
            let checkpointer = Checkpointer(path: path)
            let pool = try Self.openPool(path: path, Self.configuration(busyTimeout: busyTimeout, checkpointer))
            try Self.migrate(pool, path: path)
            self.init(path: path, pool: pool, checkpointer: checkpointer, busyTimeout: busyTimeout)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .database(action: action, path: path, DatabaseProblem(error, busyTimeout: busyTimeout))
        }
    }

    /// Our databases are in WAL mode, which byte 18 of the file says. Any other file may be somebody else's, which to open
    /// would be to change: it is looked into first. A backup of ours may have left WAL mode, and has the tables.
    private static func requireTables(_ path: String, _ busyTimeout: Duration) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            let problem: DatabaseProblem =
                FileManager.default.fileExists(atPath: path)
                ? .notWritable("the file cannot be opened or created there") : .missing
            throw StoreError.database(action: "open the database", path: path, problem)
        }
        // A folder can be opened, and not read: to be told by SQLite.
        var header: [UInt8] = [0]
        // Nil is the end of an empty file.
        if let bytes = try? handle.read(upToCount: headerLength) ?? Data() { header = [UInt8](bytes) }
        try? handle.close()
        if header.isEmpty { throw StoreError.database(action: "open the database", path: path, .missing) }
        if header.count == headerLength, header[walByte] == walMode { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        let applied = try DatabaseQueue(path: path, configuration: configuration)
            .read(Schema.migrator.appliedIdentifiers)
        if applied.isEmpty { throw StoreError.database(action: "open the database", path: path, .notOurs) }
    }

    private static let headerLength = 20
    private static let walByte = 18
    private static let walMode: UInt8 = 2

    /// QUIRK: while a new file is switched to WAL, SQLite tells a second opener "locked" without waiting.
    private static func openPool(path: String, _ configuration: Configuration) throws -> DatabasePool {
        _ = skipMemoryStatistics
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

    /// Nobody asks SQLite how much memory it has. Too late, it changes nothing.
    private static let skipMemoryStatistics: Int32 = mailer_sqlite_skip_memory_statistics()

    private static func configuration(busyTimeout: Duration, _ checkpointer: Checkpointer) -> Configuration {
        var configuration = Configuration()
        configuration.label = "mailer"
        let seconds = Double(busyTimeout.components.seconds) + Double(busyTimeout.components.attoseconds) / 1e18
        configuration.busyMode = .timeout(seconds)
        // The closure lives as long as the connections, and keeps the checkpointer alive that they call.
        configuration.prepareDatabase { db in
            try setPragmas(db)
            checkpointer.attach(to: db)
        }
        return configuration
    }

    /// Every setting of a connection; the journal mode is WAL because `DatabasePool` makes it so.
    static func setPragmas(_ db: Database) throws {
        try db.execute(sql: "PRAGMA foreign_keys = ON")
        // With WAL, NORMAL cannot corrupt the file, and a commit survives a crash or kill of the
        // process. A power cut may lose the last moments: their rows are then in flight or pending.
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
        // Sorts of a large list go to temporary files beyond this, so that a million readers take no more memory.
        try db.execute(sql: "PRAGMA cache_size = -8000")
    }

    /// Brings the tables up to date; takes no write lock when they already are.
    private static func migrate(_ pool: DatabasePool, path: String) throws {
        let migrator = Schema.migrator
        var (applied, isComplete) = try pool.read { db in
            (try migrator.appliedIdentifiers(db), try migrator.hasCompletedMigrations(db))
        }
        if let newest = applied.subtracting(migrator.migrations).max() {
            throw StoreError.database(action: "open the database", path: path, .newerSchema(newest))
        }
        while !isComplete {
            do {
                try migrator.migrate(pool)
                isComplete = true
            } catch {
                // Another process may be doing the same, and have made the tables of one step first.
                let before = applied
                applied = try pool.read(migrator.appliedIdentifiers)
                guard applied.count > before.count else { throw error }
            }
        }
    }
}
