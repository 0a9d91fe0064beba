import Dispatch
import Synchronization

/// The issue as it is on disk: rendered once for each reader and version, and anew when a file changes.
///
/// When it cannot be rendered, the last good rendering stays, beside what is wrong.
final class LiveIssue: Sendable {
    struct Showing: Sendable {
        /// Grows with every change of a file.
        let version: Int
        /// The last rendering that succeeded; nil if none did.
        let issue: RenderedIssue?
        /// Why `issue` is not the newest.
        let problem: String?
    }

    private struct State {
        var version = 1
        var sources: FileStamps
        var images: [String] = []
        var imageStamps = FileStamps([])
        var showings: [String: Showing] = [:]
    }

    let source: PreviewSource
    let changes = ChangeFeed(version: 1)
    private let state: Mutex<State>
    /// One rendering at a time, away from the threads that serve connections.
    private let queue = DispatchQueue(label: "mailer.preview.rendering")

    /// Pages for more readers than that are rendered again.
    private static let maximumReaders = 50

    init(source: PreviewSource) {
        self.source = source
        state = Mutex(State(sources: FileStamps([source.file] + source.watched)))
    }

    /// What the reader of that address would get; for an empty one, the reader whom the source chooses.
    func showing(for address: String) async -> Showing {
        await onQueue { self.current(for: address) }
    }

    func readers(matching text: String) async -> Result<[PreviewReader], any Error> {
        let source = source
        return await onQueue { Result { try source.readers(text) } }
    }

    /// Looks at the files; if one has changed, every open page is told.
    func lookForChanges() {
        let version = state.withLock { state -> Int? in
            let sources = FileStamps([source.file] + source.watched)
            let imageStamps = FileStamps(state.images)
            if sources == state.sources, imageStamps == state.imageStamps { return nil }
            state.sources = sources
            state.imageStamps = imageStamps
            state.version += 1
            return state.version
        }
        if let version { changes.publish(version) }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    private func current(for address: String) -> Showing {
        let (version, known) = state.withLock { ($0.version, $0.showings[address]) }
        if let known, known.version == version { return known }
        let showing: Showing
        do {
            let issue = try source.render(address.isEmpty ? nil : address)
            showing = Showing(version: version, issue: issue, problem: nil)
        } catch {
            showing = Showing(version: version, issue: known?.issue, problem: "\(error)")
        }
        keep(showing, for: address)
        return showing
    }

    private func keep(_ showing: Showing, for address: String) {
        state.withLock { state in
            if state.showings.count >= Self.maximumReaders { state.showings = [:] }
            state.showings[address] = showing
            guard let issue = showing.issue, issue.images != state.images else { return }
            state.images = issue.images
            state.imageStamps = FileStamps(issue.images)
        }
    }
}
