import Foundation
import GRDB
import Mail
import Testing

@testable import Store

@Suite struct CheckpointerTests {
    private static let page = 4_096
    /// What the log may hold at most: all up to the checkpoint, what one write adds, and as much during the checkpoint.
    private static let bound = Checkpointer.threshold * page * 2

    /// Writes four times what the log may hold, one MB in each transaction.
    private static func fill(_ pool: DatabasePool, afterEach: () -> Void = {}) throws -> Int {
        let rows = bound * 4 / (1 << 20)
        try pool.write { db in try db.execute(sql: "CREATE TABLE filler (bytes BLOB)") }
        for _ in 0..<rows {
            try pool.write { db in try db.execute(sql: "INSERT INTO filler VALUES (zeroblob(?))", arguments: [1 << 20])
            }
            afterEach()
        }
        return rows
    }

    private static func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    @Test func theLogStartsOver() throws {
        let test = try TestStore()
        let rows = try Self.fill(test.store.pool) { test.store.checkpointer.waitUntilIdle() }
        #expect(Self.size(test.path + "-wal") < Self.bound)
        #expect(Self.size(test.path) > Self.bound)
        #expect(try test.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM filler") } == rows)
    }

    /// A connection of its own cannot be opened: the writer does all the work, as SQLite would.
    @Test func withoutItsConnectionTheLogStartsOverAsWell() throws {
        let test = try TestStore()
        let checkpointer = Checkpointer(path: test.folder.appendingPathComponent("none/mailer.db").path)
        var configuration = Configuration()
        configuration.prepareDatabase { db in checkpointer.attach(to: db) }
        let path = test.folder.appendingPathComponent("other.db").path
        let pool = try DatabasePool(path: path, configuration: configuration)
        let rows = try Self.fill(pool) { checkpointer.waitUntilIdle() }
        #expect(Self.size(path + "-wal") < Self.bound)
        #expect(try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM filler") } == rows)
    }

    /// Two processes write without waiting for any checkpoint, and a third reads when they have closed the file.
    @Test func nothingIsLostWithSeveralWriters() async throws {
        let test = try TestStore()
        let path = test.folder.appendingPathComponent("two.db").path
        let (one, other) = (try MailerStore(path: path), try MailerStore(path: path))
        try await one.pool.write { try $0.execute(sql: "CREATE TABLE numbers (number INTEGER, filler BLOB)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (first, pool) in [(0, one.pool), (1, other.pool)] {
                group.addTask {
                    for number in 0..<100 {
                        try await pool.write { db in
                            try db.execute(
                                sql: "INSERT INTO numbers VALUES (?, zeroblob(400000))", arguments: [2 * number + first]
                            )
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        try other.close()
        try one.close()
        let numbers = try await DatabaseQueue(path: path).read { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(DISTINCT number) FROM numbers"),
                try String.fetchOne(db, sql: "PRAGMA integrity_check")
            )
        }
        #expect(numbers.0 == 200)
        #expect(numbers.1 == "ok")
    }
}
