import ArgumentParser
import Mail
import Operations
import Store

struct SubscribersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscribers", abstract: "Add, show or unsubscribe one reader.",
        subcommands: [Add.self, Show.self, Unsubscribe.self, Resubscribe.self])
}

extension SubscribersCommand {
    struct Add: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an address on a list; never revives somebody who left.")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The reader's address, such as ada@example.org.") var address: String
        @Option(help: "The list; made if it does not exist yet.") var list: String
        @Option(help: "The reader's name.") var name: String?

        func execute() async throws {
            let app = try App(global)
            let subscriber = NewSubscriber(address: try EmailAddress(address), name: name)
            let store = try app.makeStore()
            let target = try store.createList(name: list, title: list, at: app.now())
            let outcome = try store.add(subscriber, to: target.id, origin: app.origin())
            switch outcome {
            case .added: Terminal.print("\(address) added to \(list).")
            case .unchanged: Terminal.print("\(address) is on \(list) already.")
            case .updated: Terminal.print("\(address) is on \(list) already; name updated.")
            case .skipped(let reason):
                throw CommandFailure(
                    "\(address) was not added to \(list): \(reason). "
                        + "If its owner asks for it: mailer subscribers resubscribe \(address) --list \(list)")
            }
        }
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
                        + "since \(subscription.since.iso8601) by \(subscription.source)")
            }
            if let suppression = subscriber.suppression {
                Terminal.print(
                    "  suppressed: \(suppression.reason.rawValue) since \(suppression.at.iso8601) "
                        + "by \(suppression.source) \(suppression.detail ?? "")")
            }
            Terminal.print("  history:")
            for event in subscriber.history {
                Terminal.print(
                    "    \(event.at.iso8601) \(event.kind.rawValue) \(event.listName) by \(event.source)")
            }
        }
    }

    struct Unsubscribe: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a reader off one list or all of them, at once also for queued mail.")

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The reader's address.") var address: String
        @Option(help: "The list; without it, all lists.") var list: String?

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
                    Terminal.print("\(address) left \(subscription.listName) on \(since.iso8601) by \(source).")
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
        @Option(help: "The list.") var list: String

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
                    "\(address) is suppressed (\(suppression.reason.rawValue) since \(suppression.at.iso8601)): "
                        + "its mail would come back.")
            }
        }
    }
}
