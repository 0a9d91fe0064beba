import Foundation
import Testing

/// Prometheus' own checker. `./ops/test` puts it into `.build/tools` if the system has none.
enum Promtool {
    struct Result: Equatable {
        let status: Int32
        let words: String
    }

    static func check(metrics: String) throws -> Result { try run(["check", "metrics"], input: metrics) }

    static func run(_ arguments: [String], input text: String = "") throws -> Result {
        let input = Pipe()
        let output = Pipe()
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // A page is smaller than a pipe's buffer: writing first cannot block.
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let words = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, words: String(decoding: words, as: UTF8.self))
    }

    private static func executable() throws -> URL {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates =
            [Repository.file(".build/tools/promtool").path] + path.split(separator: ":").map { "\($0)/promtool" }
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
        return URL(fileURLWithPath: try #require(found, "promtool is missing: './ops/test' installs it."))
    }
}
