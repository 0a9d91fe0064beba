import Mail

/// Why the store did not do what was asked; nothing was changed then.
package enum StoreError: Error, Hashable, Sendable {
    /// The file, the lock or the disk stood in the way. `action` completes "Cannot …".
    case database(action: String, path: String, DatabaseProblem)
    case noSuchList(String)
    case noSuchMailing(String)
    case noSuchVersion(Int, slug: String)
    case noSuchDelivery(DeliveryID)
    case notARecipient(EmailAddress, slug: String)
    /// The same issue went, or is going, to the same list.
    case mailingExists(slug: String, list: String, state: MailingState)
    /// Nobody on the list may be mailed: `excluded` of its subscriptions are unsubscribed, suppressed or unconfirmed.
    case noSubscribers(list: String, excluded: Int)
    case mailingHasStarted(slug: String, state: MailingState)
    case mailingIsOver(slug: String, state: MailingState, verb: String)
    /// It does not wait for people because of its refusals.
    case notHeld(slug: String)
    /// A move that the state table forbids (docs/architecture.md).
    case illegalMove(DeliveryID, from: DeliveryState, to: String)
    /// A row that this program cannot have written.
    case unreadableRow(table: String, id: Int64, why: String)
    case unusableFile(name: String, problem: ImportFileProblem)
    /// A name for a new list that would break elsewhere.
    case unusableListName(String, why: String)
    /// It is not clear who of a file may be mailed; nothing was stored.
    case unansweredImport(name: String, [ImportQuestion])
}

/// What is wrong with an import file as a whole.
package enum ImportFileProblem: Hashable, Sendable {
    case cannotRead(String)
    case empty
    case noAddressColumn(columns: [String])
    case duplicateColumn(String)
    case damagedHeader(String)
    /// Two columns whose names become one when an issue is to use them.
    case sameFieldName(String, String, name: String)
    case noSuchColumn(String, columns: [String])
    /// The file says nothing of lists, and nobody else has.
    case noList
    case otherLists([String], wanted: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .database(let action, let path, let problem):
            "Cannot \(action): \(problem.description(path: path))"
        case .noSuchList(let name):
            "There is no list '\(name.escapingControls)'. 'mailer lists' names those that exist."
        case .noSuchMailing(let name):
            "There is no mailing '\(name.escapingControls)'. 'mailer status' names those that exist."
        case .noSuchVersion(let version, let slug):
            "There is no version \(version) of '\(slug.escapingControls)': a mailing begins with 1, each correction adds one."
        case .noSuchDelivery(let delivery):
            "There is no delivery \(delivery). The database may be another than the one that sent the message."
        case .notARecipient(let address, let slug):
            "\(address) is not among the recipients of '\(slug.escapingControls)'. 'mailer trace \(address)' shows its mail."
        case .mailingExists(let slug, let list, let state):
            "'\(slug)' already went to list '\(list)': that mailing is \(state.rawValue). \(Self.advice(state))"
        case .noSubscribers(let list, let excluded):
            "Nobody to mail on list '\(list)': "
                + (excluded == 0
                    ? "it has no subscribers. Import some with 'mailer import FILE.csv --list \(list)'."
                    : "all \(excluded) are unsubscribed, suppressed or unconfirmed, or have the issue already. "
                        + "See 'mailer lists'.")
        case .mailingHasStarted(let slug, let state):
            "'\(slug)' has started already and is \(state.rawValue): its time cannot be moved. "
                + "'mailer pause \(slug)' holds the rest."
        case .mailingIsOver(let slug, let state, let verb):
            "Cannot \(verb) '\(slug)': it is \(state.rawValue). Nothing is left to \(verb)."
        case .notHeld(let slug):
            "'\(slug.escapingControls)' is not held because of refusals: there is nothing to accept. "
                + "'mailer resume \(slug.escapingControls)' lets it go on, 'mailer retry' sends to the failed again."
        case .illegalMove(let delivery, let from, let to):
            "Cannot move delivery \(delivery) from \(from.rawValue) to \(to): the ledger does not allow it. "
                + "Nothing was stored; another sender may be at work, see 'mailer status'."
        case .unreadableRow(let table, let id, let why):
            "Row \(id) of table '\(table)' is unreadable: \(why). Restore the database from a backup."
        case .unusableFile(let name, let problem):
            "\(name): \(problem)"
        case .unusableListName(let name, let why):
            "'\(name.spellingOutInvisible)' cannot be a list's name: \(why). A name has letters, digits, '-', '_' and '.', "
                + "and begins with a letter or digit, such as 'weekly'."
        case .unansweredImport(let name, let questions):
            "\(name): it must be clear who may be mailed; nothing was imported.\n"
                + questions.map { "- \($0)" }.joined(separator: "\n")
        }
    }

    private static func advice(_ state: MailingState) -> String {
        switch state {
        case .scheduled: "'mailer send FILE --at TIME' moves it, --now starts it."
        case .sending, .paused: "'mailer resume' goes on with it."
        case .finished, .cancelled: "Give the issue another slug to send it again."
        }
    }
}

extension ImportFileProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotRead(let why):
            "cannot be read: \(why). Check the path and its permissions."
        case .empty:
            "the file is empty. It needs a header line with a column 'email'."
        case .noAddressColumn(let columns):
            "the first line names no column 'email', only "
                + columns.map { "'\($0.escapingControls)'" }.joined(separator: ", ") + ". "
                + "Name the column with the addresses 'email' and separate columns by commas."
        case .duplicateColumn(let name):
            "the first line names column '\(name.escapingControls)' twice. Rename one of the two."
        case .sameFieldName(let one, let other, let name):
            "columns '\(one.escapingControls)' and '\(other.escapingControls)' would both be {{\(name)}} in an issue. "
                + "Rename one of the two."
        case .noSuchColumn(let name, let columns):
            "there is no column '\(name.escapingControls)'.\(Likeness.question(name, among: columns)) The file has "
                + columns.map { "'\($0.escapingControls)'" }.joined(separator: ", ") + "."
        case .noList:
            "it does not say which list it is for. Add --list NAME."
        case .otherLists(let lists, let wanted):
            "it holds the lists \(lists.map { "'\($0.escapingControls)'" }.joined(separator: ", ")), and not "
                + "'\(wanted.escapingControls)'. Name one of them, or leave --list out to import all."
        case .damagedHeader(let why):
            "the first line cannot be read: \(why). It needs the columns' names, separated by commas."
        }
    }
}
