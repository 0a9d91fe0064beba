import Mail

/// What an import came to.
package struct ImportReport: Hashable, Sendable {
    /// Subscribed now, and were not on the list before.
    package internal(set) var added = 0
    package internal(set) var unchanged = 0
    package internal(set) var updated = 0
    /// Stored as waiting for their confirmation.
    package internal(set) var pending = 0
    /// Stored as having left, or taken off the list, because the file says so.
    package internal(set) var unsubscribed = 0
    /// Stored as suppressed because the file says so.
    package internal(set) var suppressed = 0
    /// By line.
    package internal(set) var skipped: [SkippedRow] = []

    package var taken: Int { added + unchanged + updated + pending + unsubscribed + suppressed }
    package var rows: Int { taken + skipped.count }
}

/// What an import came to in all, and what it found in the file.
package struct ImportResult: Hashable, Sendable {
    /// By the list's name; under the empty name, addresses that are on none.
    package internal(set) var lists: [String: ImportReport] = [:]
    /// Lists that the import made, by name.
    package internal(set) var newLists: [String] = []
    /// The mailing system that the file was recognised as; nil: any other, or our own.
    package internal(set) var system: String?
    /// What its export does not say.
    package internal(set) var warning: String?
    /// Columns whose names no issue could use, with those that they became.
    package internal(set) var renamed: [Renamed] = []

    package struct Renamed: Hashable, Sendable {
        package let title: String
        package let name: String
    }

    package var taken: Int { lists.values.reduce(0) { $0 + $1.taken } }
    package var rows: Int { lists.values.reduce(0) { $0 + $1.rows } }
    /// All rows that were not taken, by line.
    package var skipped: [SkippedRow] { lists.values.flatMap(\.skipped).sorted { $0.line < $1.line } }
}

package struct SkippedRow: Hashable, Sendable {
    package let line: Int
    /// As written in the file; empty if it could not be read.
    package let address: String
    package let reason: RowProblem
}

/// Why a row of an import file changed nothing.
package enum RowProblem: Hashable, Sendable {
    case damaged(String)
    case wrongFieldCount(Int, expected: Int, lastLine: Int)
    case emptyAddress
    case invalidAddress(AddressError)
    case duplicate(firstLine: Int)
    /// The reader subscribed again after the day on which the file says that she left.
    case subscribedSince(Timestamp, source: String)
    /// Of another list than the one that was asked for.
    case otherList(String)
    case refused(SkipReason)
}

extension RowProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .damaged(let why): "the row cannot be read: \(why)"
        case .wrongFieldCount(let count, let expected, let lastLine):
            "the row has \(count) \(count == 1 ? "field" : "fields") where the header has \(expected) "
                + "(it ends on line \(lastLine))"
        case .emptyAddress: "the address is empty"
        case .invalidAddress(let error): error.description
        case .duplicate(let firstLine): "the address is already on line \(firstLine)"
        case .subscribedSince(let since, let source):
            "the file says that she left, but she is subscribed since \(since.day) by \(source)"
        case .otherList(let list): "it is of list '\(list.escapingControls)'"
        case .refused(let reason): reason.description
        }
    }
}
