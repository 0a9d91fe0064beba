import Foundation
import Mail
import Operations
import Signing
import Store
import Synchronization

@testable import Web

/// A real database with one list and one reader, and a real server on a free port.
final class WebFixture: Sendable {
    static let now = Timestamp(milliseconds: 1_513_589_400_000)

    let folder: String
    let store: MailerStore
    let tokens: UnsubscribeTokens
    let list: MailingList
    let reader: Subscriber
    let token: String
    let complaints = Journal()
    let events = Journal()

    init(busyTimeout: Duration = .seconds(5)) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)").path
        store = try MailerStore(path: folder + "/mailer.db", busyTimeout: busyTimeout)
        try PagesSample.write(to: folder + "/pages")
        list = try store.createList(name: "weekly", title: "Works <on> Arm", at: Self.now)
        let address = try EmailAddress("ada@example.org")
        _ = try store.add(
            NewSubscriber(address: address), to: list.id, origin: Origin(source: "cli", at: Self.now))
        reader = try WebFixture.found(try store.subscriber(address))
        tokens = try UnsubscribeTokens(keys: .generate())
        token = try tokens.make(
            UnsubscribeClaim(subscriber: reader.id, list: list.id, mailing: MailingID(rawValue: 12)))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// As another process would find it.
    var current: Subscriber {
        get throws { try Self.found(try MailerStore(path: store.path).subscriber(reader.id)) }
    }

    var isSubscribed: Bool { get throws { try current.subscriptions.map(\.state) == [.subscribed] } }

    var dependencies: WebDependencies {
        WebDependencies(
            store: store, tokens: { [tokens] in tokens }, clock: { Self.now }, metrics: { "mailer_up 1\n" },
            record: { [events] event in events.append(event.kind.rawValue) },
            complain: { [complaints] text in complaints.append(text) })
    }

    func server(
        port: Int = 0, basePath: String = "", idleTimeout: Duration = .seconds(60),
        dependencies: WebDependencies? = nil
    ) throws -> WebServer {
        var options = WebOptions(port: port, templates: folder, newsletter: "The Weekly & Co", basePath: basePath)
        options.idleTimeout = idleTimeout
        return try WebServer(options: options, dependencies: dependencies ?? self.dependencies)
    }

    /// Runs `body` while the server serves, with the port.
    func serving(_ server: WebServer, _ body: (Int) async throws -> Void) async throws {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { told.finish() }
            try await server.runUntilCancelled { told.yield($0) }
        }
        defer { running.cancel() }
        guard let port = await ports.first(where: { _ in true }) else {
            try await running.value
            return
        }
        try await body(port)
        running.cancel()
        try await running.value
    }

    func serving(_ body: (Int) async throws -> Void) async throws { try await serving(try server(), body) }

    private static func found(_ subscriber: Subscriber?) throws -> Subscriber {
        guard let subscriber else { throw HTTPClient.Failure(what: "the reader is not in the database") }
        return subscriber
    }
}

/// Lines that several threads add to.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])

    func append(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

/// Templates that show every value they get.
enum PagesSample {
    static let pages = [
        "layout": "<title>{{title}}</title>{{$content}}{{/content}}<footer>{{newsletter}}</footer>\n",
        "unsubscribe": """
        {{<layout}}{{$content}}<p>{{address_hint}} / {{list_title}} / {{token}}</p>\
        <form method="post" action="{{action_url}}"><button>Unsubscribe</button></form>{{/content}}{{/layout}}
        """,
        "unsubscribed": "{{<layout}}{{$content}}<p>{{address_hint}} / {{list_title}}</p>{{/content}}{{/layout}}",
        "invalid": "{{<layout}}{{$content}}<p>damaged</p>{{/content}}{{/layout}}",
        "error": "{{<layout}}{{$content}}<p>{{message}}</p>{{/content}}{{/layout}}",
    ]

    static func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in pages {
            try text.write(toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
        }
    }
}
