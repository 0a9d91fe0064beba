import Hummingbird
import Logging
import Mail
import ServiceLifecycle
import UnixSignals

/// The preview's HTTP server, on Hummingbird and on loopback only.
package struct PreviewServer: Sendable {
    private let options: PreviewOptions
    private let live: LiveIssue
    private let responder: PreviewResponder

    /// Reads the page; throws when a part of it is missing.
    package init(options: PreviewOptions, source: PreviewSource) throws(PreviewError) {
        self.options = options
        live = LiveIssue(source: source)
        responder = PreviewResponder(live: live, files: try PageFiles(folder: options.pages))
    }

    /// Why the issue cannot be rendered now; nil if it can.
    func problem() async -> String? { await live.showing(for: "").problem }

    /// Serves until SIGTERM or Ctrl-C. `onListening` is told the actual port once connections are taken.
    package func run(onListening: @escaping @Sendable (Int) -> Void) async throws(PreviewError) {
        let services = services(onListening, signals: [.sigterm, .sigint])
        try await serving { try await services.run() }
    }

    /// Serves until the calling task is cancelled, which becomes a graceful shutdown.
    package func runUntilCancelled(onListening: @escaping @Sendable (Int) -> Void) async throws(PreviewError) {
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

    /// The watcher stops first and ends the streams of open pages, which the server would wait for.
    private func services(_ onListening: @escaping @Sendable (Int) -> Void, signals: [UnixSignal]) -> ServiceGroup {
        let logger = Logger(label: "mailer.preview") { _ in SwiftLogNoOpLogHandler() }
        let port = options.port
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) }, logger: logger)
        let watcher = FileWatcher(live: live, interval: options.interval)
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [application, watcher], gracefulShutdownSignals: signals, logger: logger))
    }

    /// Hummingbird throws when it cannot start.
    private func serving(_ run: () async throws -> Void) async throws(PreviewError) {
        do {
            try await run()
        } catch is CancellationError {
            return
        } catch {
            throw .cannotListen(port: options.port, why: Self.reason(error))
        }
    }

    /// NIO puts the system call in front: `bind(descriptor:ptr:bytes:): Address already in use) (errno: 98)`.
    private static func reason(_ error: any Error) -> String {
        let text = "\(error)"
        guard let call = text.firstRange(of: ":): ") else { return text }
        return String(text[call.upperBound...]).replacingBytes(") (errno", with: " (errno")
    }
}

/// Looks at the files again and again. Polling works on every file system, and for every way an editor saves.
private struct FileWatcher: Service {
    let live: LiveIssue
    let interval: Duration

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                live.lookForChanges()
                // Fails only when it is cancelled, which the loop sees.
                try? await Task.sleep(for: interval)
            }
        }
        live.changes.end()
    }
}
