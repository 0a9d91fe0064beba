import Foundation

/// Another program, run to its end: git, a spam filter.
enum ProgramRun {
    struct Result {
        let status: Int32
        let output: [UInt8]
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Runs `arguments[0]`, looked up in PATH, in the C locale; nil if there is no such program.
    static func run(_ arguments: [String], input: [UInt8] = []) -> Result? {
        guard let path = path(of: arguments[0]) else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = Array(arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
        let (output, source) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = source
        guard (try? process.run()) != nil else { return nil }
        // A program may answer before it has read everything.
        let writer = Thread {
            try? source.fileHandleForWriting.write(contentsOf: Data(input))
            try? source.fileHandleForWriting.close()
        }
        writer.start()
        let text = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: Array(text))
    }

    static func path(of program: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
