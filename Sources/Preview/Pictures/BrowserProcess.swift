import Dispatch
import Foundation
import Synchronization

/// A headless browser under way, and the messages that come from it (Chrome DevTools Protocol over a pipe: JSON texts,
/// each ended by a zero byte). Its calls block.
final class BrowserProcess {
    private let process = Process()
    private let toBrowser = Pipe()
    private let fromBrowser = Pipe()
    private let profile: String
    private let inbox = InboxReader()
    private var hasStarted = false

    /// The shell puts our pipes where the browser looks for them, and becomes the browser.
    private static let script = #"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>"$MAILER_BROWSER_LOG""#

    init(_ executable: String) throws(PreviewError) {
        profile =
            FileManager.default.temporaryDirectory.appendingPathComponent(
                "mailer-pictures-\(ProcessInfo.processInfo.globallyUniqueString)"
            ).path
        // A browser that ends before it is spoken to must be an error, not the end of this program.
        signal(SIGPIPE, SIG_IGN)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.script, executable] + Chromium.arguments(profile: profile)
        process.environment = ProcessInfo.processInfo.environment.merging(["MAILER_BROWSER_LOG": "\(profile)/log"]) {
            $1
        }
        process.standardInput = toBrowser
        process.standardOutput = fromBrowser
        do {
            try FileManager.default.createDirectory(atPath: profile, withIntermediateDirectories: true)
            try process.run()
            hasStarted = true
        } catch {
            throw .chromium(why: "it cannot be started: \(error.localizedDescription)")
        }
        inbox.read(fromBrowser.fileHandleForReading)
    }

    deinit {
        if hasStarted { end() }
        try? FileManager.default.removeItem(atPath: profile)
    }

    func send(_ message: Data) throws(PreviewError) {
        do {
            try toBrowser.fileHandleForWriting.write(contentsOf: message + [0])
        } catch {
            throw .chromium(why: "it ended by itself. \(lastWords)")
        }
    }

    /// The next message; nil when none came in time.
    func receive(until deadline: DispatchTime) throws(PreviewError) -> Data? {
        switch inbox.next(until: deadline) {
        case .message(let message): return message
        case .nothing: return nil
        case .over: throw .chromium(why: "it ended by itself. \(lastWords)")
        }
    }

    /// The browser ends when its pipe does; one that does not is killed.
    private func end() {
        try? toBrowser.fileHandleForWriting.close()
        let deadline = DispatchTime.now() + 10
        while true {
            switch inbox.next(until: deadline) {
            case .message: continue
            case .nothing: kill(process.processIdentifier, SIGKILL)
            case .over: break
            }
            return
        }
    }

    /// The last line that it wrote on stderr, for the error.
    private var lastWords: String {
        let log = (try? String(contentsOfFile: "\(profile)/log", encoding: .utf8)) ?? ""
        return log.split(separator: "\n").last.map { "Its last words: \($0)" } ?? "It said nothing."
    }
}

/// Takes messages from a pipe on a thread of its own, so that waiting for one can have an end.
private final class InboxReader: Sendable {
    enum Next {
        case message(Data)
        case nothing
        case over
    }

    private let messages = Mutex<[Data]>([])
    /// One for each message, and one for the end.
    private let arrivals = DispatchSemaphore(value: 0)

    func read(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            var rest = Data()
            while case let data = handle.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: 0) {
                    let message = Data(rest[..<end])
                    rest = Data(rest[(end + 1)...])
                    messages.withLock { $0.append(message) }
                    arrivals.signal()
                }
            }
            arrivals.signal()
        }
    }

    func next(until deadline: DispatchTime) -> Next {
        guard arrivals.wait(timeout: deadline) == .success else { return .nothing }
        let message = messages.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let message { return .message(message) }
        // Whoever asks again finds the same.
        arrivals.signal()
        return .over
    }
}
