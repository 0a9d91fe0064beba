import Mail

/// What an import came to.
package struct ImportReport: Hashable, Sendable {
    package internal(set) var added = 0
    package internal(set) var unchanged = 0
    package internal(set) var updated = 0
    /// By line.
    package internal(set) var skipped: [SkippedRow] = []

    package var rows: Int { added + unchanged + updated + skipped.count }
}

package struct SkippedRow: Hashable, Sendable {
    package let line: Int
    /// As written in the file; empty if it could not be read.
    package let address: String
    package let reason: RowProblem
}

/// Why a row of an import file put nobody on the list.
package enum RowProblem: Hashable, Sendable {
    case damaged(String)
    case wrongFieldCount(Int, expected: Int, lastLine: Int)
    case emptyAddress
    case invalidAddress(AddressError)
    case duplicate(firstLine: Int)
    /// Our own export says that this reader is not to be mailed.
    case markedInFile(String)
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
        case .markedInFile(let state): "the file says '\(state.escapingControls)'"
        case .refused(let reason): reason.description
        }
    }
}
