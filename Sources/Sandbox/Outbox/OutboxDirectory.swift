import Foundation
import Synchronization

/// Messages as files: `000001-alice@example.org.eml`, with their envelopes in `envelopes.jsonl`.
///
/// A message is written under a temporary name, renamed, and then its envelope is appended. Whoever
/// follows `envelopes.jsonl` therefore finds each named file complete. Nothing is synchronised to the
/// disk: a sandbox outlives its process, not its machine.
final class OutboxDirectory: Sendable {
    static let envelopesName = "envelopes.jsonl"

    private let path: String
    /// One line at a time, so that a line that did not fit can be taken back.
    private let appending = Mutex(())

    init(path: String) throws(SandboxError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .outbox(path: path, reason: error.localizedDescription)
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw .outbox(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// The number of the last message that is there already, 0 if there is none.
    func highestNumber() -> Int {
        // A directory that cannot be listed has no names to collide with that could be known.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        // A file that somebody else put there may have any number.
        return names.compactMap { $0.hasSuffix(".eml") ? Int($0.prefix { $0 != "-" }) : nil }
            .filter { (0..<1_000_000_000).contains($0) }.max() ?? 0
    }

    /// Writes the message and its envelope; on failure neither stays. Returns the file's name.
    func store(_ message: ReceivedMessage, number: Int) throws(FileProblem) -> String {
        let name = Self.fileName(number: number, recipient: message.rcptTo.first ?? "")
        let final = "\(path)/\(name)"
        let temporary = "\(path)/.\(name).tmp"
        do throws(FileProblem) {
            try Self.write(message.bytes, to: temporary, flags: O_CREAT | O_EXCL)
            guard rename(temporary, final) == 0 else { throw .last(final) }
            try append(EnvelopeRecord(file: name, message: message).line)
        } catch {
            unlink(temporary)
            unlink(final)
            throw error
        }
        return name
    }

    /// Sortable by arrival, and safe whatever the recipient is called.
    static func fileName(number: Int, recipient: String) -> String {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        let safe = String(recipient.unicodeScalars.prefix(100).map { isSafe($0) ? Character($0) : "_" })
        return "\(zeros)\(digits)-\(safe).eml"
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "@", ".", "-", "_", "+", "=": true
        default: false
        }
    }

    private func append(_ line: String) throws(FileProblem) {
        let file = "\(path)/\(Self.envelopesName)"
        try appending.withLock { (_) throws(FileProblem) in
            try Self.write(Array(line.utf8), to: file, flags: O_CREAT | O_APPEND)
        }
    }

    /// Writes all or, where the file allows it, nothing.
    private static func write(_ bytes: [UInt8], to file: String, flags: Int32) throws(FileProblem) {
        let descriptor = open(file, O_WRONLY | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw .last(file) }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                let problem = FileProblem.last(file)
                // A file that cannot be cut, such as a device, has not kept the part either.
                _ = ftruncate(descriptor, max(size, 0))
                throw problem
            }
        }
    }
}
