import ArgumentParser
import Foundation
import Mail
import Operations
import Store

struct SubscribersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscribers", abstract: "Add, show, unsubscribe or suppress one reader.",
        subcommands: [
            Add.self, Show.self, Unsubscribe.self, Resubscribe.self, Suppress.self, Unsuppress.self,
        ])
}

extension SubscribersCommand {
    struct Add: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an address on a list; never revives somebody who left.")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The reader's address, such as ada@example.org.") var address: String
        @Option(help: "The list; made if it does not exist yet.", completion: .lists) var list: String
        @Option(help: "The reader's name.") var name: String?

        func execute() async throws {
            let app = try App(global)
            let subscriber = NewSubscriber(
                address: try EmailAddress(address.trimmingInvisible), name: name?.trimmingInvisible)
            let store = try app.makeStore()
            let target = try store.createList(name: list, title: list, at: app.now())
            let outcome = try store.add(subscriber, to: target.id, origin: app.origin())
            switch outcome {
            case .added: Terminal.print("\(address) added to \(list).")
            case .unchanged: Terminal.print("\(address) is on \(list) already.")
            case .updated: Terminal.print("\(address) is on \(list) already; name updated.")
            case .skipped(let reason):
                throw CommandFailure("\(address) was not added to \(list): \(reason). \(advice(reason))")
            }
        }

        /// The command that does it, which is not the same for each reason.
        private func advice(_ reason: SkipReason) -> String {
            switch reason {
            case .suppressed: "Its mail would come back, or is not wanted. \(SubscribersCommand.unsuppress(address))"
            case .unsubscribed, .waitsForConfirmation:
                "If its owner asks for it: mailer subscribers resubscribe \(address) --list \(list)"
            case .unusableName: "Say --name without it."
            }
        }
    }

    /// What leads out of a suppression.
    private static func unsuppress(_ address: String) -> String {
        "If you know better: mailer subscribers unsuppress \(address) --reason 'why', then this command again."
    }

    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a reader's lists, history and suppression.")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The reader's address.") var address: String

        func execute() async throws {
            let subscriber = try App(global).openStore().known(address)
            Terminal.print(subscriber.name.map { "\(subscriber.address) (\($0))" } ?? "\(subscriber.address)")
            for (key, value) in subscriber.attributes.sorted(by: { $0.key < $1.key }) {
                Terminal.print("  \(key): \(value.escapingControls)")
            }
            for subscription in subscriber.subscriptions {
                Terminal.print(
                    "  list \(subscription.listName): \(subscription.state.rawValue) "
                        + "since \(subscription.since.forPeople) by \(subscription.source)")
            }
            if let suppression = subscriber.suppression {
                Terminal.print(
                    "  suppressed: \(suppression.reason.rawValue) since \(suppression.at.forPeople) "
                        + "by \(suppression.source) \(suppression.detail ?? "")")
            }
            Terminal.print("  history:")
            for event in subscriber.history {
                Terminal.print(
                    "    \(event.at.forPeople) \(event.kind.rawValue) \(event.listName) by \(event.source)")
            }
        }
    }

    struct Unsubscribe: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a reader off one list or all of them, at once also for queued mail.")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The reader's address.") var address: String
        @Option(help: "The list; without it, all lists.", completion: .lists) var list: String?

        func execute() async throws {
            let app = try App(global)
            let store = try app.openStore()
            let subscriber = try store.known(address)
            let lists = subscriber.subscriptions.filter { list == nil || $0.listName == list }
            guard !lists.isEmpty else {
                throw CommandFailure("\(address) is not on \(list.map { "list \($0)" } ?? "any list").")
            }
            let log = app.openLog()
            for subscription in lists {
                switch try store.unsubscribe(subscriber.id, from: subscription.list, origin: app.origin()) {
                case .changed:
                    log.append(.unsubscribed(subscriber.address, list: subscription.listName, source: "cli"))
                    Terminal.print("\(address) unsubscribed from \(subscription.listName).")
                case .alreadyUnsubscribed(let since, let source):
                    Terminal.print("\(address) left \(subscription.listName) on \(since.forPeople) by \(source).")
                case .notFound: continue
                }
            }
        }
    }

    struct Resubscribe: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a reader who left back on a list, because its owner asked for it.")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The reader's address.") var address: String
        @Option(help: "The list.", completion: .lists) var list: String

        func execute() async throws {
            let app = try App(global)
            let store = try app.openStore()
            let subscriber = try store.known(address)
            let outcome = try store.resubscribe(
                subscriber.id, to: try store.existingList(list).id, origin: app.origin())
            switch outcome {
            case .changed: Terminal.print("\(address) is on \(list) again.")
            case .alreadySubscribed: Terminal.print("\(address) is on \(list) already.")
            case .notFound: throw CommandFailure("\(address) was never on \(list): use 'mailer subscribers add'.")
            case .refused(let suppression):
                throw CommandFailure(
                    "\(address) is suppressed (\(suppression.reason.rawValue) since \(suppression.at.forPeople)): "
                        + "its mail would come back, or is not wanted. \(SubscribersCommand.unsuppress(address))")
            }
        }
    }

    struct Suppress: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send no more mail to an address, from any list.",
            discussion: """
                At once also for mail that is queued. Her subscriptions stay as they are; 'unsuppress' takes it back. An \
                address that is not on any list can be suppressed, too: an import will not add it.
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The address.") var address: String
        @Option(help: ArgumentHelp("Why; 'mailer trace' shows it.", valueName: "text")) var reason: String

        func execute() async throws {
            let app = try App(global)
            let address = try EmailAddress(address)
            let store = try app.openStore()
            let log = app.openLog()
            let origin = app.origin(try SubscribersCommand.words(reason))
            guard try store.suppress(address, reason: .manual, origin: origin) else {
                guard let known = try store.suppression(of: address) else { return }
                return Terminal.print(
                    "\(address) is suppressed already: \(known.reason.rawValue) since \(known.at.forPeople) by \(known.source)."
                )
            }
            log.append(.suppressed(.init(address: address, reason: .manual, source: origin.source, detail: reason)))
            Terminal.print("\(address) gets no more mail. 'mailer subscribers unsuppress \(address)' takes it back.")
        }
    }

    struct Unsuppress: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an address get mail again that bounced, complained or was suppressed by hand.",
            discussion: "It gets mail from the lists that it is on still; who left a list stays away from it.")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The address.") var address: String
        @Option(help: ArgumentHelp("Why; 'mailer trace' shows it.", valueName: "text")) var reason: String

        func execute() async throws {
            let app = try App(global)
            let address = try EmailAddress(address)
            let store = try app.openStore()
            guard let known = try store.suppression(of: address) else {
                throw CommandFailure("\(address) is not suppressed. 'mailer trace \(address)' tells its story.")
            }
            let log = app.openLog()
            let origin = app.origin(try SubscribersCommand.words(reason))
            guard try store.liftSuppression(of: address, origin: origin) else { return }
            log.append(.lifted(address, reason: known.reason, source: origin.source, detail: reason))
            Terminal.print(
                "\(address) may get mail again; it was suppressed (\(known.reason.rawValue)) since \(known.at.forPeople)."
            )
            let lists =
                try store.subscriber(address)?.subscriptions.filter { $0.state == .subscribed }.map(\.listName) ?? []
            Terminal.note(
                lists.isEmpty
                    ? "It is on no list: 'mailer subscribers add' or 'resubscribe' puts it on one."
                    : "It is on \(lists.joined(separator: ", ")). Mailings that passed it over meanwhile are not sent again."
            )
        }
    }

    /// A reason that says something; what stands in the history for good should.
    private static func words(_ reason: String) throws -> String {
        let words = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !words.isEmpty else { throw ValidationError("Say why: --reason 'her mailbox works again'.") }
        return words
    }
}
