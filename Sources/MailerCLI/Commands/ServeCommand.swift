import Store
import MailerConfiguration
import ArgumentParser
import Foundation
import Operations
import Archive
import Signing
import Synchronization
import Web

struct ServeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the unsubscribe pages, the archive, /metrics and /healthz.",
        discussion: """
            Listens on loopback unless told otherwise: put a proxy with TLS in front (ops/nginx). SIGHUP makes it open its \
            log and read its configuration, templates and keys anew, on the same socket; with a mistake in them it serves \
            on as before.
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "The address to listen on; without it the configuration's.") var host: String?
    @Option(help: "The port; 0 takes any free one; without it the configuration's.") var port: Int?

    func execute() async throws {
        let app = try App(global)
        if !app.hasStore {
            Terminal.note("mailer: there is no database yet at \(app.configuration.database): made one.")
        }
        let store = try app.makeStore()
        let log = app.openLog()
        let parts = try parts(app, store, log)
        let server = try WebServer(options: parts.options, dependencies: parts.dependencies)
        let inForce = Mutex(app)
        let hangup = Hangup {
            log.reopen()
            do {
                let (old, next) = (inForce.withLock { $0 }, try inForce.withLock { try $0.readAnew() })
                let parts = try self.parts(next, store, log)
                try log.move(to: next.logSettings)
                try server.reconfigure(options: parts.options, dependencies: parts.dependencies)
                inForce.withLock { $0 = next }
                log.append(.reloaded(next.changeReport(since: old)))
            } catch {
                log.append(.reloadFailed("\(error)"))
                Terminal.note("mailer: The configuration was not taken over, the old one stays: \(error)")
            }
        }
        defer { hangup.cancel() }
        try await server.run { port in
            Terminal.print("serve: listening on http://\(parts.options.host):\(port)")
        }
    }

    /// What the configuration makes of the server.
    private func parts(
        _ app: App, _ store: MailerStore, _ log: DeliveryLog
    ) throws -> (options: WebOptions, dependencies: WebDependencies) {
        let options = WebOptions(
            host: host ?? app.configuration.serve.host, port: port ?? app.configuration.serve.port,
            templates: app.configuration.templates, newsletter: app.configuration.title,
            basePath: URL(string: app.configuration.baseURL)?.path ?? "")
        var dependencies = WebDependencies(
            store: store, tokens: try LinkTokens(app: app, store: store).callAsFunction, clock: App.wallClock,
            metrics: { try Self.metrics(of: store) },
            record: { log.append($0) }, complain: { Terminal.note("mailer: \($0)") })
        if app.configuration.archive.access == .public {
            let archive = try PublicArchive(app: app, store: store)
            dependencies.archive = { name in
                try archive.file(name).map { file in
                    PublicFile(contentType: file.contentType, bytes: file.bytes, tag: try SHA256.hex(file.bytes))
                }
            }
        }
        return (options, dependencies)
    }

    /// A write of our own shows whether the ledger takes any.
    private static func metrics(of store: MailerStore) throws -> String {
        let now = App.wallClock()
        var isWritable = true
        do { try store.beat(.serve, at: now) } catch {
            isWritable = false
            Terminal.note("mailer: \(error)")
        }
        var totals = try store.totals()
        totals.pulse = try store.pulse(at: now)
        totals.pulse.isWritable = isWritable
        return StoreMetrics.text(totals, version: MailerCommand.configuration.version)
    }
}

/// What tells our links from others. Before the first mailing there are no keys, and a server makes none: they are read
/// when they are there.
private final class LinkTokens: Sendable {
    private let path: String
    private let tokens: Mutex<UnsubscribeTokens?>

    /// - Throws: if there are mailings, and the keys that their links were signed with are missing.
    init(app: App, store: MailerStore) throws {
        path = app.configuration.keysFile
        let keys = try store.mailings().isEmpty ? try KeyRing.loadIfPresent(path: path) : try app.openKeys()
        tokens = Mutex(try keys.map { try UnsubscribeTokens(keys: $0) })
    }

    func callAsFunction() throws -> UnsubscribeTokens? {
        try tokens.withLock { tokens in
            if tokens == nil { tokens = try KeyRing.loadIfPresent(path: path).map { try UnsubscribeTokens(keys: $0) } }
            return tokens
        }
    }
}
