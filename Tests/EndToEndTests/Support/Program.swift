import Foundation
import Testing

/// The built `mailer`, run as a user would run it.
enum Program {
    struct Result: CustomStringConvertible {
        let status: Int32
        let output: String
        let errors: String
        var description: String { "status \(status)\n--- stdout\n\(output)\n--- stderr\n\(errors)" }
    }

    /// Beside the test bundle, where the build puts it.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = bundle.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("mailer")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate.path
            }
            folder.deleteLastPathComponent()
        }
        return "mailer-was-not-built"
    }()

    /// The repository, for templates and samples.
    static let repository: String = {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
    }()

    static func run(
        _ executable: String, _ arguments: [String], in folder: String, environment: [String: String] = [:],
        input: [UInt8] = []
    ) throws -> Result {
        let running = try Running(executable, arguments, in: folder, environment: environment, input: input)
        return running.finish()
    }
}

/// A process under way, its output collected in files so that no pipe can fill up.
///
/// Spawned by hand: Foundation's `Process` sees the end of a child only when every descriptor that the child's own
/// children inherited is closed, which a daemon's never are.
final class Running {
    let pid: pid_t
    private let folder: URL
    private var status: Int32?

    init(
        _ executable: String, _ arguments: [String], in directory: String, environment: [String: String] = [:],
        input: [UInt8] = []
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(input).write(to: folder.appendingPathComponent("in"))
        var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("MAILER_") }
        all.merge(environment) { $1 }
        pid = try Self.spawn(
            [executable] + arguments, environment: all.map { "\($0)=\($1)" }, directory: directory, files: folder.path)
    }

    private static func spawn(
        _ arguments: [String], environment: [String], directory: String, files: String
    ) throws -> pid_t {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "\(files)/in", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "\(files)/out", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "\(files)/err", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // Threads of Dispatch block all signals, and a child inherits that: a daemon would never hear SIGTERM.
        #if canImport(Glibc)
            var attributes = posix_spawnattr_t()
        #else
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // The shell changes the folder, closes what other tests have open in this process (a listening socket that a
        // child inherits stays open), and becomes the program.
        let script = """
            for file in /dev/fd/*; do number=${file##*/}; [ "$number" -gt 2 ] && eval "exec $number>&-"; done
            cd "$0" && exec "$@"
            """
        let argv = (["/bin/bash", "-c", script, directory] + arguments).map { strdup($0) } + [nil]
        let envp = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, "/bin/bash", &actions, &attributes, argv, envp)
        guard result == 0 else {
            throw Missing(description: "\(arguments[0]): \(String(cString: strerror(result)))")
        }
        return pid
    }

    var output: String { text("out") }
    var errors: String { text("err") }

    private func text(_ name: String) -> String {
        (try? String(decoding: Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)) ?? ""
    }

    var isRunning: Bool {
        if status == nil { collect(WNOHANG) }
        return status == nil
    }

    private func collect(_ options: Int32) {
        var code: Int32 = 0
        while status == nil {
            let result = waitpid(pid, &code, options)
            if result == pid { status = code & 0x7F == 0 ? (code >> 8) & 0xFF : 128 + (code & 0x7F) }
            if result == 0 || (result < 0 && errno != EINTR) { return }
        }
    }

    /// Waits for the end; a program that does not end within two minutes is killed, and its status says so.
    func finish() -> Program.Result {
        let deadline = Date(timeIntervalSinceNow: 120)
        while isRunning, Date() < deadline { usleep(2_000) }
        if isRunning {
            kill(pid, SIGKILL)
            collect(0)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        return Program.Result(status: status ?? -1, output: output, errors: errors)
    }

    func stop(_ number: Int32 = SIGTERM) -> Program.Result {
        if isRunning { kill(pid, number) }
        return finish()
    }

    /// Waits until the output has a line with that text, and answers with the line.
    func line(containing text: String) throws -> String {
        let deadline = Date(timeIntervalSinceNow: 30)
        while Date() < deadline {
            if let line = (output + errors).split(separator: "\n").first(where: { $0.contains(text) }) {
                return String(line)
            }
            guard isRunning else { break }
            usleep(10_000)
        }
        throw Missing(description: "no line with '\(text)' in:\n\(output)\n\(errors)")
    }

    struct Missing: Error, CustomStringConvertible { let description: String }
}
