import Foundation
import Testing

@testable import Sandbox

/// Runs the work with a server on a free port.
@discardableResult
func withServer<Result>(
    _ options: SandboxOptions = SandboxOptions(), _ work: (SandboxServer) throws -> Result
) throws -> Result {
    let server = try SandboxServer.startBlocking(options)
    defer { server.stopBlocking() }
    return try work(server)
}

/// Options with these faults.
func ordered(_ faults: String...) throws -> SandboxOptions {
    var options = SandboxOptions()
    options.faults = try faults.map { try Fault($0) }
    return options
}

/// A client that was greeted and said EHLO.
func greetedClient(_ server: SandboxServer) throws -> MiniClient {
    let client = try MiniClient(port: server.port)
    try #require(try client.reply().code == 220)
    try #require(try client.command("EHLO client.example.org").code == 250)
    return client
}

/// Runs the work with a fresh directory, which is removed afterwards.
func withTemporaryDirectory<Result>(_ work: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "sandbox-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try work(path)
}

/// A program's exit status and everything that it wrote.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}
