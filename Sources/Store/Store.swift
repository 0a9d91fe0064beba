// Store: the product's memory, one SQLite file behind GRDB, and all of its SQL.
//
// Purpose: lists, subscribers and their consent with its history, suppression, mailings, the ledger
// of deliveries and attempts, bounces. Every change is one transaction; what must hold is said in
// the schema first (NOT NULL, UNIQUE, CHECK, foreign keys) and in code second.
//
// What it must not do: read a clock, make up ids, send mail, parse messages, or let another room see
// SQL or the SQLite library. Calls are synchronous: call them from a worker, not from an event loop.
//
// Start reading at Schema/SchemaV1.swift (the tables), then Ledger/LedgerMove.swift (the state table
// of a delivery, pure), then Ledger/MailerStore+Commit.swift (the same in SQL, the hot path).

import Foundation
import GRDB
import Mail

/// The open database. Several processes may have the same file open at once.
package final class MailerStore: Sendable {
    package let path: String
    let pool: DatabasePool
    let busyTimeout: Duration
    let checkpointer: Checkpointer

    init(path: String, pool: DatabasePool, checkpointer: Checkpointer, busyTimeout: Duration) {
        self.path = path
        self.pool = pool
        self.checkpointer = checkpointer
        self.busyTimeout = busyTimeout
    }

    /// SQLite empties its log when the last connection closes, which has to be one that writes: the pool's.
    deinit { checkpointer.close() }

    /// Waits for what is under way and closes the file; later calls throw.
    package func close() throws(StoreError) {
        checkpointer.close()
        do { try pool.close() } catch { throw storeError(error, doing: "close the database") }
    }

    // MARK: Transactions

    /// One write transaction. `action` completes "Cannot …" in the text of an error.
    func write<Value>(
        _ action: @autoclosure () -> String, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        do { return try pool.write(body) } catch { throw storeError(error, doing: action()) }
    }

    /// As `write`, for what is done again and again: the statements around it are kept ready, too.
    func writeOften<Value>(
        _ action: @autoclosure () -> String, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try pool.writeWithoutTransaction { db in
                try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
                do {
                    let value = try body(db)
                    try db.cachedStatement(sql: "COMMIT").execute()
                    return value
                } catch {
                    // After some errors SQLite has rolled back by itself.
                    if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
        } catch {
            throw storeError(error, doing: action())
        }
    }

    /// One read from a snapshot that later writes do not change.
    func read<Value>(
        _ action: @autoclosure () -> String, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw storeError(error, doing: action()) }
    }

    private func storeError(_ error: any Error, doing action: String) -> StoreError {
        if let error = error as? StoreError { return error }
        let problem = DatabaseProblem(error, busyTimeout: busyTimeout)
        return .database(action: action, path: path, problem)
    }
}
