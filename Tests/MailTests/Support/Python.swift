import Foundation

/// Runs a script under the system's Python, an independent reader of what we write.
enum Python {
    static let path = "/usr/bin/python3"

    /// Whether the tests that need it can run; on Linux they always must.
    static var isAvailable: Bool {
        #if os(Linux)
            true
        #else
            FileManager.default.isExecutableFile(atPath: path)
        #endif
    }

    /// What the script printed; the input is a file named by its first argument.
    static func run(_ script: String, input: [UInt8]) throws -> String {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("input")
        try Data(input).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", script, file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
