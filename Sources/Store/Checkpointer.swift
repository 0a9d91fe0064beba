import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Brings what was committed from the write-ahead log into the database file, on a thread and a connection of its own.
///
/// SQLite by itself lets the writer do it: with each 16 MB the ledger would stand still for some 40 ms, and every session
/// with it. Here the writer does only the rest that came in meanwhile, without which the log would never start over.
///
/// Many processes may do so at once; SQLite lets one of them at a time.
final class Checkpointer: Sendable {
    private enum Phase {
        case idle
        case underWay
        /// All but what was written meanwhile is in the file.
        case nearlyDone
        case closed
    }

    /// Pages in the log before they are brought over: 16 MB.
    static let threshold = 4_000

    private let path: String
    private let phase = Mutex(Phase.idle)
    private let worker = DispatchQueue(label: "mailer checkpoint")
    /// Opened when it is first needed: most commands write little.
    private let connection = Mutex<DatabaseQueue?>(nil)

    init(path: String) { self.path = path }

    /// Takes the place of SQLite's own checkpoints on a connection that writes; the connection must not outlive this.
    func attach(to db: Database) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        _ = sqlite3_wal_hook(
            db.sqliteConnection,
            { this, connection, _, pages in
                guard let this else { return SQLITE_OK }
                Unmanaged<Checkpointer>.fromOpaque(this).takeUnretainedValue().committed(connection, pages: Int(pages))
                // A checkpoint that fails is tried again with a later commit; the commit itself has succeeded.
                return SQLITE_OK
            }, this)
    }

    /// Waits for a checkpoint under way; there is none afterwards.
    func close() {
        phase.withLock { $0 = .closed }
        waitUntilIdle()
        connection.withLock { connection in
            try? connection?.close()
            connection = nil
        }
    }

    /// Waits for the checkpoint that is under way, if any.
    func waitUntilIdle() { worker.sync {} }

    private func committed(_ writer: OpaquePointer?, pages: Int) {
        guard pages >= Self.threshold else { return }
        let before = phase.withLock { phase in
            defer {
                switch phase {
                case .idle: phase = .underWay
                case .nearlyDone: phase = .idle
                case .underWay, .closed: break
                }
            }
            return phase
        }
        switch before {
        case .idle: worker.async { [self] in checkpoint() }
        case .nearlyDone, .closed: _ = sqlite3_wal_checkpoint_v2(writer, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        case .underWay: break
        }
    }

    private func checkpoint() {
        defer { phase.withLock { if case .underWay = $0 { $0 = .nearlyDone } } }
        // Without a connection the writer does it all.
        guard let connection = connection.withLock({ open(&$0) }) else { return }
        connection.inDatabase { db in
            _ = sqlite3_wal_checkpoint_v2(db.sqliteConnection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        }
    }

    private func open(_ connection: inout DatabaseQueue?) -> DatabaseQueue? {
        if connection == nil {
            var configuration = Configuration()
            configuration.label = "mailer checkpoint"
            configuration.prepareDatabase { db in try MailerStore.setPragmas(db) }
            connection = try? DatabaseQueue(path: path, configuration: configuration)
        }
        return connection
    }
}
