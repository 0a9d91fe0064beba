import Foundation
import Mail

/// A fresh folder, gone with the value that holds it.
final class TemporaryFolder: Sendable {
    let url: URL

    init() {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("operations-\(UUID().uuidString)")
        do { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) } catch {
            preconditionFailure("\(error)")
        }
    }

    // What cannot be removed is left to the system's cleaning of its temporary folder.
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

final class SettableClock: @unchecked Sendable {
    private let lock = NSLock()
    private var time: Timestamp

    init(_ time: Timestamp) { self.time = time }

    var now: Timestamp { lock.withLock { time } }
    func advance(_ duration: Duration) { lock.withLock { time = time.adding(duration) } }
}

/// Collects lines from any thread.
final class Lines: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [String] = []

    var all: [String] { lock.withLock { lines } }
    func append(_ line: String) { lock.withLock { lines.append(line) } }
}
