import Mail
import Store

extension MailerStore {
    /// The reader with that address, or an error that says so.
    func known(_ text: String) throws -> Subscriber {
        guard let subscriber = try subscriber(try EmailAddress(text.trimmingInvisible)) else {
            throw CommandFailure(
                "\(text) is not known here: it is on no list and never was. 'mailer subscribers add \(text) --list NAME' "
                    + "puts it on one; 'mailer lists' names them.")
        }
        return subscriber
    }

    /// The list of that name, or an error that names those that exist.
    func existingList(_ name: String) throws -> MailingList {
        if let list = try list(named: name) { return list }
        let names = try lists().map(\.list.name)
        let known = names.isEmpty ? " There are no lists yet." : " There are: \(names.joined(separator: ", "))."
        throw CommandFailure(
            "There is no list '\(name.escapingControls)'.\(Likeness.question(name, among: names))\(known) "
                + "'mailer import FILE.csv --list NAME' makes one.")
    }

    /// The lists to send to, each once: those named, or the only one there is.
    func listsToMail(_ names: [String]) throws -> [MailingList] {
        var lists: [MailingList] = []
        for name in names.isEmpty ? [try listToMail(nil).name] : names {
            let list = try existingList(name)
            if !lists.contains(list) { lists.append(list) }
        }
        return lists
    }

    /// The list to send to: the one named, or the only one there is.
    func listToMail(_ name: String?) throws -> MailingList {
        if let name { return try existingList(name) }
        let lists = try lists().map(\.list)
        guard let only = lists.first else {
            throw CommandFailure(
                "There are no subscribers yet: import some with 'mailer import FILE.csv --list NAME'.")
        }
        guard lists.count == 1 else {
            throw CommandFailure(
                "There are several lists (\(lists.map(\.name).joined(separator: ", "))): say which one with --list, "
                    + "or with 'list:' in the issue's front matter.")
        }
        return only
    }
}
