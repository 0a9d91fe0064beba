import Hummingbird
import Logging
import Mail
import ServiceLifecycle
import Templates
import UnixSignals

/// The HTTP server, on Hummingbird.
package struct WebServer: Sendable {
    private let responder: CurrentResponder

    /// Reads the templates; throws when one is missing or damaged.
    package init(options: WebOptions, dependencies: WebDependencies) throws(WebError) {
        responder = CurrentResponder(try Self.responder(options, dependencies))
    }

    /// From here on requests are answered with these, on the socket that is open; host and port stay what they are.
    /// Where a template is missing or damaged nothing changes.
    package func reconfigure(options: WebOptions, dependencies: WebDependencies) throws(WebError) {
        responder.replace(with: try Self.responder(options, dependencies))
    }

    private static func responder(
        _ options: WebOptions, _ dependencies: WebDependencies
    ) throws(WebError) -> WebResponder {
        let pages = try PageTemplates(
            folder: TemplateFolder(path: options.templates, isShipped: true).folder("pages"),
            newsletter: options.newsletter)
        return WebResponder(options: options, dependencies: dependencies, pages: pages)
    }

    /// Serves until SIGTERM or SIGINT, then finishes the requests that are under way.
    ///
    /// `onListening` is told the actual port once connections are taken.
    package func run(onListening: @escaping @Sendable (Int) -> Void) async throws(WebError) {
        let services = services(onListening, signals: [.sigterm, .sigint])
        try await serving { try await services.run() }
    }

    /// The same for a program that has the signals for itself: serves until the calling task is cancelled.
    ///
    /// The cancellation becomes a graceful shutdown. Passed on as it is, it could catch Hummingbird between
    /// accepting a connection and serving it, which NIO answers by ending the process.
    package func runUntilCancelled(onListening: @escaping @Sendable (Int) -> Void) async throws(WebError) {
        let services = services(onListening, signals: [])
        let run = Task { try await services.run() }
        try await serving {
            try await withTaskCancellationHandler {
                try await run.value
            } onCancel: {
                Task { await services.triggerGracefulShutdown() }
            }
        }
    }

    private func services(
        _ onListening: @escaping @Sendable (Int) -> Void, signals: [UnixSignal]
    ) -> ServiceGroup {
        let application = application(onListening)
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [application], gracefulShutdownSignals: signals, logger: application.logger))
    }

    private func application(_ onListening: @escaping @Sendable (Int) -> Void) -> Application<CurrentResponder> {
        let options = responder.value.options
        let complain = responder.value.dependencies.complain
        return Application(
            responder: responder,
            server: .http1(configuration: .init(idleTimeout: .init(options.idleTimeout))),
            configuration: ApplicationConfiguration(address: .hostname(options.host, port: options.port)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? options.port) },
            logger: Logger(label: "mailer.web") { _ in ComplaintHandler(complain: complain) })
    }

    /// Hummingbird throws when it cannot start; once it runs it reports instead.
    private func serving(_ run: () async throws -> Void) async throws(WebError) {
        do {
            try await run()
        } catch is CancellationError {
            return
        } catch {
            let options = responder.value.options
            throw .cannotListen(host: options.host, port: options.port, why: Self.reason(error))
        }
    }

    /// NIO puts the system call in front: `bind(descriptor:ptr:bytes:): Address already in use) (errno: 98)`.
    private static func reason(_ error: any Error) -> String {
        let text = "\(error)"
        guard let call = text.firstRange(of: ":): ") else { return text }
        return String(text[call.upperBound...]).replacingBytes(") (errno", with: " (errno")
    }
}
