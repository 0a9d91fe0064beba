// The seam to the operating system: poll(2), a pipe and SIGPIPE, as both Linux and macOS have them.

import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

enum Platform {
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Why a system call failed.
    struct Failure: Error, Hashable {
        let code: Int32

        /// It may work a moment later.
        var isTemporary: Bool { code == EAGAIN || code == EWOULDBLOCK || code == EINTR }
        var text: String { String(cString: strerror(code)) }
    }

    /// Writes the pieces in their order with one call (writev(2)); answers how many bytes were taken.
    static func write(
        _ pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>, to descriptor: Int32
    ) -> Result<Int, Failure> {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: pieces.count) { vector in
            for (index, piece) in pieces.enumerated() {
                let base = UnsafeMutableRawPointer(mutating: piece.baseAddress)
                vector.initializeElement(at: index, to: iovec(iov_base: base, iov_len: piece.count))
            }
            let count = writev(descriptor, vector.baseAddress, Int32(vector.count))
            return count < 0 ? .failure(Failure(code: errno)) : .success(count)
        }
    }
}

/// The descriptors that a loop waits for, in a buffer that is used again each turn.
struct PollSet {
    private var entries: [pollfd] = []

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    mutating func add(_ descriptor: Int32, forWriting: Bool) {
        entries.append(pollfd(fd: descriptor, events: Int16(forWriting ? POLLIN | POLLOUT : POLLIN), revents: 0))
    }

    /// Waits for one of them, at most so long; an interruption counts as a wake-up.
    mutating func wait(milliseconds: Int32) {
        let count = poll(&entries, nfds_t(entries.count), milliseconds)
        if count < 0 { for index in entries.indices { entries[index].revents = 0 } }
    }

    /// Readable, writable or broken: in each case the descriptor is worth a look.
    func isReady(at index: Int) -> Bool { entries[index].revents != 0 }
}

/// Ends a `poll` from any thread.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32
    private let isSignalled = Atomic(false)

    init() throws(TransportError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TransportError.noPipe(Platform.Failure(code: errno).text) }
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// One byte in the pipe is enough, however often this is called.
    func wake() {
        guard !isSignalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 0
        // A full pipe wakes just as well.
        _ = write(writeEnd, &byte, 1)
    }

    /// Empties the pipe once it is readable. A `wake` that comes in between is part of this one.
    func drain() {
        var bytes: (UInt64, UInt64) = (0, 0)
        _ = read(readEnd, &bytes, 16)
        isSignalled.store(false, ordering: .releasing)
    }
}

/// Why there is no transport.
package enum TransportError: Error, Hashable, CustomStringConvertible {
    case noPipe(String)

    package var description: String {
        switch self {
        case .noPipe(let reason): "Cannot make a pipe: \(reason). Raise the limit of open files (ulimit -n)."
        }
    }
}
