import GRDB
import Mail

/// What SQLite or the file system objected to.
package enum DatabaseProblem: Hashable, Sendable {
    case notWritable(String)
    case readOnly
    /// Another connection held the write lock for the whole time that we waited.
    case locked(waited: Duration)
    case diskFull
    case notADatabase
    /// There is no such file, or an empty one.
    case missing
    /// A database of something else.
    case notOurs
    /// The file has a migration that this program does not know.
    case newerSchema(String)
    case closed
    /// Anything else, with SQLite's code and words; never with the values of a statement.
    case other(code: Int, message: String)

    init(_ error: any Error, busyTimeout: Duration) {
        guard let error = error as? DatabaseError else {
            self = .other(code: 0, message: "\(type(of: error))")
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_CANTOPEN: .notWritable("the file cannot be opened or created there")
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(waited: busyTimeout)
            case .SQLITE_FULL: .diskFull
            case .SQLITE_NOTADB, .SQLITE_CORRUPT: .notADatabase
            case .SQLITE_MISUSE where error.sql == nil: .closed
            default: .other(code: Int(error.extendedResultCode.rawValue), message: error.message ?? "no message")
            }
    }

    /// Nothing but a change of what is set up mends it: the path, the permissions, the program.
    package var needsOperator: Bool {
        switch self {
        case .notWritable, .readOnly, .notADatabase, .missing, .notOurs, .newerSchema: true
        case .locked, .diskFull, .closed, .other: false
        }
    }

    func description(path: String) -> String {
        switch self {
        case .notWritable(let why):
            "\(path): \(why). Check the path and who may write there, or choose another with --database."
        case .readOnly:
            "\(path) is read-only for this user. Check the permissions of the file and its folder."
        case .locked(let waited):
            "\(path) is locked: another process has been writing for \(waited.inSeconds) s. "
                + "Try again when it is done; 'fuser \(path)' names it."
        case .diskFull:
            "the disk is full (\(path)). The last step was undone, what came before it is stored; "
                + "free some space and try again."
        case .notADatabase:
            "\(path) is damaged or is no SQLite database. Check the path, or restore the file from a backup."
        case .missing:
            "there is none at \(path). Check 'database' in the configuration, or --database; "
                + "'mailer import FILE.csv --list NAME' makes a new one."
        case .notOurs:
            "\(path) is a database, but none of mailer's. Check 'database' in the configuration, or --database."
        case .newerSchema(let name):
            "\(path) was written by a newer mailer (it has '\(name)'). Update this program."
        case .closed:
            "\(path) is closed. This is a mistake in the program: please report it."
        case .other(let code, let message):
            "\(path): SQLite says '\(message)' (code \(code)). See the disk's health and the system log."
        }
    }
}

extension Duration {
    /// `5` or `0.25`.
    fileprivate var inSeconds: String {
        let milliseconds = wholeMilliseconds
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
    }
}
