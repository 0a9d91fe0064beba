import Dispatch
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A running SMTP server.
///
///     let server = try SandboxServer.startBlocking(options) { print($0) }
///     defer { server.stopBlocking() }
///
/// It has threads of its own and must be stopped; stopping ends its connections.
package final class SandboxServer: Sendable {
    /// Where it listens; the port is the real one also if 0 was asked for.
    package let host: String
    package let port: Int

    private let state: ServerState
    private let group: MultiThreadedEventLoopGroup
    private let isStopped = Mutex(false)

    private init(state: ServerState, group: MultiThreadedEventLoopGroup, port: Int, host: String) {
        self.state = state
        self.group = group
        self.host = host
        self.port = port
    }

    /// Starts a server; it listens when this returns.
    ///
    /// - Parameter report: called for each event, on the server's threads; must not block.
    package static func start(
        _ options: SandboxOptions = SandboxOptions(), report: @escaping @Sendable (SandboxEvent) -> Void = { _ in }
    ) async throws(SandboxError) -> SandboxServer {
        let state = try ServerState(options, report: report)
        let group = makeGroup()
        do {
            let listener = try await bind(options, state, group).get()
            return SandboxServer(state: state, group: group, port: listener.localAddress?.port ?? 0, host: options.host)
        } catch {
            await withCheckedContinuation { continuation in
                shutDown(group) { continuation.resume() }
            }
            throw .listen(host: options.host, port: options.port, reason: text(of: error))
        }
    }

    /// `start` for a thread that may block, such as a command's.
    package static func startBlocking(
        _ options: SandboxOptions = SandboxOptions(), report: @escaping @Sendable (SandboxEvent) -> Void = { _ in }
    ) throws(SandboxError) -> SandboxServer {
        let state = try ServerState(options, report: report)
        let group = makeGroup()
        do {
            let listener = try bind(options, state, group).wait()
            return SandboxServer(state: state, group: group, port: listener.localAddress?.port ?? 0, host: options.host)
        } catch {
            shutDownBlocking(group)
            throw .listen(host: options.host, port: options.port, reason: text(of: error))
        }
    }

    /// What was kept in memory so far (`SandboxStorage.memory`), in the order of arrival.
    package var messages: [StoredMessage] { state.outbox.messages }

    package func statistics() -> SandboxStatistics { state.statistics }

    /// Ends all connections and the server's threads; a second call does nothing.
    package func stop() async {
        guard takesStop() else { return }
        await withCheckedContinuation { continuation in
            Self.shutDown(group) { continuation.resume() }
        }
    }

    /// `stop` for a thread that may block.
    package func stopBlocking() {
        guard takesStop() else { return }
        Self.shutDownBlocking(group)
    }

    private func takesStop() -> Bool {
        isStopped.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
    }

    private static func makeGroup() -> MultiThreadedEventLoopGroup {
        MultiThreadedEventLoopGroup(numberOfThreads: min(System.coreCount, 4))
    }

    /// Uses a queue of its own: the global ones may have no thread to spare where callers block.
    private static func shutDown(_ group: MultiThreadedEventLoopGroup, then: @escaping @Sendable () -> Void) {
        // Its only error is that the loops are down already.
        group.shutdownGracefully(queue: DispatchQueue(label: "sandbox.stop")) { _ in then() }
    }

    private static func shutDownBlocking(_ group: MultiThreadedEventLoopGroup) {
        let isDown = DispatchSemaphore(value: 0)
        shutDown(group) { isDown.signal() }
        isDown.wait()
    }

    private static func bind(
        _ options: SandboxOptions, _ state: ServerState, _ group: MultiThreadedEventLoopGroup
    ) -> EventLoopFuture<any Channel> {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if state.settings.startsInTLS, let tls = state.tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(DialogueHandler(state))
                }
            }
            .bind(host: options.host, port: options.port)
    }

    private static func text(of error: any Error) -> String {
        guard let error = error as? IOError else { return String(describing: error) }
        return FileProblem.text(error.errnoCode)
    }
}
