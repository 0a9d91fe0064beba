import Foundation

/// Another process that holds the write lock of a database, as a backup or an import may.
final class DatabaseLock {
    private let process = Process()
    private let input = Pipe()

    init(path: String) throws {
        let script = """
            import os, sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            os.write(1, b"locked\\n")
            sys.stdin.read()
            database.execute("ROLLBACK")
            """
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script, path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        guard output.fileHandleForReading.availableData == Data("locked\n".utf8) else {
            throw HTTPClient.Failure(what: "the database could not be locked")
        }
    }

    deinit { release() }

    /// Returns when the lock is free.
    func release() {
        guard process.isRunning else { return }
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
