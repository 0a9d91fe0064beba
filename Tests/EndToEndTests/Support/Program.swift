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
final class Running {
    let process = Process()
    private let folder: URL
    private let outputFile: URL
    private let errorsFile: URL

    init(
        _ executable: String, _ arguments: [String], in folder: String, environment: [String: String] = [:],
        input: [UInt8] = []
    ) throws {
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        outputFile = self.folder.appendingPathComponent("out")
        errorsFile = self.folder.appendingPathComponent("err")
        let inputFile = self.folder.appendingPathComponent("in")
        try Data(input).write(to: inputFile)
        try Data().write(to: outputFile)
        try Data().write(to: errorsFile)
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("MAILER_") }
        all.merge(environment) { $1 }
        process.environment = all
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorsFile)
        try process.run()
    }

    var output: String { (try? String(decoding: Data(contentsOf: outputFile), as: UTF8.self)) ?? "" }
    var errors: String { (try? String(decoding: Data(contentsOf: errorsFile), as: UTF8.self)) ?? "" }

    func finish() -> Program.Result {
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: folder) }
        return Program.Result(status: process.terminationStatus, output: output, errors: errors)
    }

    func stop(_ number: Int32 = SIGTERM) -> Program.Result {
        if process.isRunning { kill(process.processIdentifier, number) }
        return finish()
    }

    /// Waits until the output has a line with that text, and answers with the line.
    func line(containing text: String) throws -> String {
        let deadline = Date(timeIntervalSinceNow: 30)
        while Date() < deadline {
            if let line = (output + errors).split(separator: "\n").first(where: { $0.contains(text) }) {
                return String(line)
            }
            guard process.isRunning else { break }
            usleep(10_000)
        }
        throw Missing(description: "no line with '\(text)' in:\n\(output)\n\(errors)")
    }

    struct Missing: Error, CustomStringConvertible { let description: String }
}
