import CProcess
import Foundation

/// Another program that has to answer in time: one that asks for a password, say.
///
/// Spawned by hand: Foundation's `Process` waits until everything that the program leaves behind has closed the pipe, which
/// an agent that it starts may never do.
struct TimedProgram {
    enum Failure: Error, Equatable {
        /// It cannot be run.
        case notStarted(String)
        case tookTooLong
    }

    struct Result {
        /// As in a shell: 128 and more for one that a signal ended.
        let status: Int32
        let output: [UInt8]
        let errors: [UInt8]
    }

    let arguments: [String]
    let folder: String
    let limit: Duration

    /// More than that is read and dropped.
    private static let outputLimit = 1 << 20

    /// Runs it to its end, with nothing on standard input; blocks.
    func run() throws(Failure) -> Result {
        var (out, err) = (OutputPipe(), OutputPipe())
        defer {
            out.close()
            err.close()
        }
        guard out.isOpen, err.isOpen else { throw .notStarted("no pipe can be made: \(Self.text(of: errno))") }
        let pid = try spawn(out, err)
        out.closeWriteEnd()
        err.closeWriteEnd()
        let deadline = ContinuousClock.now + limit
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline else {
                end(pid)
                throw .tookTooLong
            }
            var polled = [out, err].filter(\.isOpen).map { pollfd(fd: $0.readEnd, events: Int16(POLLIN), revents: 0) }
            _ = poll(&polled, nfds_t(polled.count), 10)
            out.read(limit: Self.outputLimit)
            err.read(limit: Self.outputLimit)
        }
        out.read(limit: Self.outputLimit)
        err.read(limit: Self.outputLimit)
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return Result(status: code, output: out.bytes, errors: err.bytes)
    }

    /// Whoever sits at a terminal may be asked something, and may press Ctrl-C: then it is of our group.
    private var hasOwnGroup: Bool { !Terminal.isInteractive }

    private func end(_ pid: pid_t) {
        kill(hasOwnGroup ? -pid : pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }

    private func spawn(_ out: OutputPipe, _ err: OutputPipe) throws(Failure) -> pid_t {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, out.writeEnd, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, err.writeEnd, STDERR_FILENO)
        _ = mailer_spawn_apart(&actions, folder)
        // What we ignore or block, it would otherwise, too.
        var (none, usual) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigemptyset(&usual)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&usual, number) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (hasOwnGroup ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, arguments[0], &actions, &attributes, argv, envp)
        guard result == 0 else { throw .notStarted(Self.text(of: result)) }
        return pid
    }

    private static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}

/// One of a program's outputs.
private struct OutputPipe {
    private(set) var readEnd: Int32 = -1
    private(set) var writeEnd: Int32 = -1
    private(set) var bytes: [UInt8] = []

    init() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK)
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    var isOpen: Bool { readEnd >= 0 }

    /// What is there; at its end the pipe is closed.
    mutating func read(limit: Int) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while isOpen {
            let count = Foundation.read(readEnd, &buffer, buffer.count)
            if count > 0 {
                if bytes.count < limit { bytes += buffer[..<count] }
            } else if count < 0, errno == EINTR {
                continue
            } else {
                if count == 0 || errno != EAGAIN { closeReadEnd() }
                return
            }
        }
    }

    mutating func closeWriteEnd() {
        if writeEnd >= 0 { _ = Foundation.close(writeEnd) }
        writeEnd = -1
    }

    private mutating func closeReadEnd() {
        if readEnd >= 0 { _ = Foundation.close(readEnd) }
        readEnd = -1
    }

    mutating func close() {
        closeWriteEnd()
        closeReadEnd()
    }
}
