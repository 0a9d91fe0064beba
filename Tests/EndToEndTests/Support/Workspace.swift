import Foundation
import Testing

/// A folder of its own for one test: configuration, database, issue, outbox, and the processes that serve it.
final class Workspace {
    let folder: String
    private var processes: [Running] = []

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try configure()
    }

    deinit {
        for process in processes { _ = process.stop() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Files

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, bytes: Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Everything in the folder, by its path from there.
    func files() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
    }

    /// Writes mailer.yaml; `extra` lines are appended.
    /// - Parameter baseURL: nil for none; what stands in `extra` wins.
    func configure(
        relay: String? = nil, _ extra: String = "", baseURL: String? = "http://127.0.0.1:8025"
    ) throws {
        let isSaid = extra.contains("base_url: ") && !extra.contains("images:")
        let links = isSaid ? "" : baseURL.map { "base_url: \($0)\n" } ?? ""
        let relays = relay.map { "relays:\n  - url: \($0)\n    tls: off\n    connections: 4\n" } ?? ""
        try write(
            "mailer.yaml",
            """
            from: "The Printing Room <news@example.org>"
            title: The Printing Room
            \(links)bounce_domain: bounce.example.org
            templates: \(Program.repository)/templates
            keys_file: \(folder)/link.keys
            database: \(folder)/mailer.db
            log:
              file: \(folder)/delivery.log
            \(relays)\(extra)
            """)
    }

    /// Makes links lead to a server that was started meanwhile.
    func reachServer(at url: String) throws {
        try write("mailer.yaml", try read("mailer.yaml").replacing("http://127.0.0.1:8025", with: url))
    }

    /// A list of `count` readers, reader1@example.org and so on.
    func importReaders(_ count: Int, list: String = "weekly") throws {
        let rows = (1...count).map { "reader\($0)@example.org,Reader \($0)" }
        try write("readers.csv", "email,name\n" + rows.joined(separator: "\n") + "\n")
        let result = try mailer("import", "readers.csv", "--list", list)
        try #require(result.status == 0, "\(result)")
    }

    // MARK: Processes

    func mailer(_ arguments: String..., input: [UInt8] = []) throws -> Program.Result {
        try Program.run(Program.path, arguments, in: folder, input: input)
    }

    func start(_ arguments: String...) throws -> Running { try start(arguments) }

    func start(_ arguments: [String]) throws -> Running {
        let running = try Running(Program.path, arguments, in: folder)
        processes.append(running)
        return running
    }

    /// A sandbox relay in a process of its own, and the configuration that points to it.
    @discardableResult
    func startSandbox(_ options: [String] = [], extra: String = "") throws -> Running {
        let running = try Running(
            Program.path, ["sandbox", "--port", "0", "--outbox", "outbox"] + options, in: folder)
        processes.append(running)
        let line = try running.line(containing: "smtp://")
        let port = try #require(line.firstMatch(of: /smtp:\/\/127\.0\.0\.1:(\d+)/)?.1)
        try configure(relay: "smtp://127.0.0.1:\(port)", extra)
        return running
    }

    /// Names of the messages that the sandbox kept.
    func outbox(_ folder: String = "outbox") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []
        return names.filter { $0.hasSuffix(".eml") }.sorted()
    }

    /// Recipients by the sandbox's envelopes, in order of arrival.
    func mailed(_ outbox: String = "outbox") throws -> [String] {
        guard FileManager.default.fileExists(atPath: path("\(outbox)/envelopes.jsonl")) else { return [] }
        return try read("\(outbox)/envelopes.jsonl").split(separator: "\n").flatMap { line -> [String] in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return object?["rcpt_to"] as? [String] ?? []
        }
    }

    /// The messages that the sandbox kept, as they arrived.
    func messages() throws -> [String] { try outbox().map { try read("outbox/\($0)") } }

    /// Changes the database behind the program's back.
    func sql(_ statement: String) throws {
        let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let result = try Python.run(script, [path("mailer.db"), statement])
        try #require(result.status == 0, "\(result)")
    }

    /// The accounting of a mailing as `status --json` tells it.
    func status(_ mailing: String) throws -> [String: Any] {
        let result = try mailer("status", mailing, "--json")
        try #require(result.status == 0, "\(result)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }
}

/// Debian's Python, an independent reader of what we write.
enum Python {
    static func run(_ script: String, _ arguments: [String] = [], input: [UInt8] = []) throws -> Program.Result {
        try Program.run("/usr/bin/python3", ["-c", script] + arguments, in: "/", input: input)
    }
}
