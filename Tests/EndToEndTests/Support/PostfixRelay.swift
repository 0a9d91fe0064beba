import Foundation
import Testing

/// A real Postfix with Dovecot's SASL in front, started for a test by ops/testbed/postfix-relay and ended with it.
final class PostfixRelay {
    let folder: String
    let host: String
    let port: Int
    /// Without TLS and AUTH.
    let plainPort: Int
    /// With AUTH, without TLS.
    let loginPort: Int
    let ca: String
    let user: String
    let password: String
    /// What Postfix wrote about it all.
    let log: String
    private let mail: String

    /// - Parameters:
    ///   - mechanisms: Dovecot's names of them.
    ///   - scheme: how it keeps the password.
    init(mechanisms: String = "plain login", scheme: String = "PLAIN") throws {
        // Short, because Unix sockets' paths are; in /tmp, because Postfix's user must be able to enter it.
        folder = "/tmp/pf-\(UUID().uuidString.prefix(8))"
        let script = "\(Program.repository)/ops/testbed/postfix-relay"
        let result = try Self.asRoot([script, "start", folder, "0", mechanisms, scheme])
        try #require(result.status == 0, "\(result)")
        var values: [String: String] = [:]
        for line in result.output.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        host = try #require(values["host"])
        port = try #require(values["port"].flatMap { Int($0) })
        plainPort = try #require(values["plain_port"].flatMap { Int($0) })
        loginPort = try #require(values["login_port"].flatMap { Int($0) })
        ca = try #require(values["ca"])
        user = try #require(values["user"])
        password = try #require(values["password"])
        mail = try #require(values["mail"])
        log = try #require(values["log"])
    }

    deinit {
        _ = try? Self.asRoot(["\(Program.repository)/ops/testbed/postfix-relay", "stop", folder])
        _ = try? Self.asRoot(["/bin/rm", "-rf", folder])
    }

    /// Postfix needs root; whoever runs the tests is root or may use sudo, as ops/test asks for.
    private static func asRoot(_ command: [String]) throws -> Program.Result {
        guard geteuid() != 0 else { return try Program.run(command[0], Array(command.dropFirst()), in: "/") }
        return try Program.run("/usr/bin/sudo", ["-n"] + command, in: "/")
    }

    /// What has arrived, without the trace fields that Postfix put in front, with CRLF line ends; waits for `count`.
    func arrived(_ count: Int) throws -> [[UInt8]] {
        let deadline = Date(timeIntervalSinceNow: 30)
        var names: [String] = []
        while names.count < count, Date() < deadline {
            usleep(50_000)
            if geteuid() != 0 { _ = try Self.asRoot(["/bin/chmod", "-R", "a+rX", "\(folder)/mail"]) }
            names = (try? FileManager.default.contentsOfDirectory(atPath: mail)) ?? []
        }
        return try names.map { try Self.withoutTrace("\(mail)/\($0)") }
    }

    /// Waits until the log has a line for each of these regular expressions.
    func waitForLog(_ patterns: [String]) throws {
        let expressions = try patterns.map { try Regex($0) }
        let deadline = Date(timeIntervalSinceNow: 30)
        var missing = patterns
        while !missing.isEmpty, Date() < deadline {
            usleep(50_000)
            let text = try String(contentsOfFile: log, encoding: .utf8)
            missing = zip(patterns, expressions).filter { !text.contains($0.1) }.map(\.0)
        }
        try #require(missing.isEmpty, "the log lacks \(missing)")
    }

    private static func withoutTrace(_ path: String) throws -> [UInt8] {
        let text = try Data(contentsOf: URL(fileURLWithPath: path))
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        let trace = ["return-path:", "x-original-to:", "delivered-to:", "received:"]
        while let first = lines.first {
            let start = String(decoding: first, as: UTF8.self).lowercased()
            guard trace.contains(where: start.hasPrefix) else { break }
            lines.removeFirst()
            while let next = lines.first, next.first == 0x20 || next.first == 0x09 { lines.removeFirst() }
        }
        return Array(lines.joined(separator: [0x0D, 0x0A]))
    }
}
