import Foundation
import Mail
import Synchronization

/// Opens sessions on threads of their own, because libcurl blocks until a session is open or has failed.
final class Connector: Sendable {
    typealias Opened = Result<CurlSession, ConnectionFailure>

    private struct State {
        var underWay = 0
        var opened: [Opened] = []
        var isCancelled = false
    }

    let settings: RelaySettings
    private let login: LoginBook
    private let wake: WakePipe
    private let state = Mutex(State())

    init(settings: RelaySettings, login: LoginBook, wake: WakePipe) {
        self.settings = settings
        self.login = login
        self.wake = wake
    }

    /// Sessions being opened, or opened and not collected.
    var underWay: Int { state.withLock { $0.underWay } }

    func start() {
        state.withLock { $0.underWay += 1 }
        let thread = Thread { [self] in
            let opened: Opened
            do throws(ConnectionFailure) {
                opened = .success(try CurlSession.open(settings, book: login, isCancelled: { self.isCancelled }))
            } catch {
                opened = .failure(error)
            }
            state.withLock { if !$0.isCancelled { $0.opened.append(opened) } }
            wake.wake()
        }
        thread.name = "smtp-connect"
        thread.start()
    }

    /// What has been opened or has failed since the last call.
    func collect() -> [Opened] {
        state.withLock { state in
            defer {
                state.underWay -= state.opened.count
                state.opened.removeAll()
            }
            return state.opened
        }
    }

    /// Sessions still being opened are closed as soon as their threads notice.
    func cancel() { state.withLock { $0.isCancelled = true } }

    private var isCancelled: Bool { state.withLock { $0.isCancelled } }
}
