import GRDB
import GRDBSQLite

/// A statement that is run for each message: its values go straight to SQLite.
///
/// GRDB boxes each value, and a message binds some twenty of them; that took as long as half of SQLite's own work. It is
/// for the ledger's three statements only: nothing else is run often enough.
struct HotStatement {
    private let statement: Statement
    private let connection: OpaquePointer?
    /// Those that stay the same from run to run, in the first places.
    private let constants: Values

    /// - Parameter constants: appends the values that stay the same from run to run, for the first places.
    init(_ db: Database, sql: String, constants: (inout Values) -> Void = { _ in }) throws {
        statement = try db.cachedStatement(sql: sql)
        connection = db.sqliteConnection
        var values = Values(statement.sqliteStatement)
        constants(&values)
        self.constants = values
    }

    /// Runs it to its end with the values that `bind` appends, in the order of the places behind the constants.
    ///
    /// - Returns: how many rows it changed.
    func run(_ bind: (inout Values) -> Void) throws -> Int {
        let pointer = statement.sqliteStatement
        // It leaves the values where they are.
        defer { sqlite3_reset(pointer) }
        var values = constants
        bind(&values)
        let code = values.code == SQLITE_OK ? sqlite3_step(pointer) : values.code
        guard code == SQLITE_DONE else {
            // The message names tables and columns, never values.
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection)), sql: statement.sql)
        }
        return Int(sqlite3_changes(connection))
    }

    /// The places of a statement, filled one after the other.
    struct Values {
        private let pointer: OpaquePointer
        private var place: Int32 = 0
        /// The first failure to bind, as when memory has run out.
        private(set) var code = SQLITE_OK

        fileprivate init(_ pointer: OpaquePointer) { self.pointer = pointer }

        mutating func append(_ number: Int64?) {
            guard let number else { return appendNull() }
            place += 1
            note(sqlite3_bind_int64(pointer, place, number))
        }

        mutating func append(_ number: Int?) { append(number.map(Int64.init)) }

        mutating func append(_ text: String?) {
            guard var text else { return appendNull() }
            place += 1
            note(
                text.withUTF8 { bytes in
                    // No address would be NULL, not an empty text.
                    guard let start = bytes.baseAddress, !bytes.isEmpty else {
                        return sqlite3_bind_text(pointer, place, "", 0, Self.copied)
                    }
                    return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { characters in
                        sqlite3_bind_text(pointer, place, characters, Int32(bytes.count), Self.copied)
                    }
                })
        }

        private mutating func appendNull() {
            place += 1
            note(sqlite3_bind_null(pointer, place))
        }

        private mutating func note(_ result: Int32) {
            if code == SQLITE_OK { code = result }
        }

        /// SQLITE_TRANSIENT: SQLite makes its own copy.
        private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}
