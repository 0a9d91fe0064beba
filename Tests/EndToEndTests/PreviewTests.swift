import Foundation
import Testing

/// `mailer preview` with the built binary.
@Suite struct PreviewTests {
    private static let issue = """
        ---
        subject: Hello {{name | "reader"}}
        ---

        Good evening, {{name | "reader"}}.

        ![A press](images/press.png)

        ![](images/nothing.png)

        """

    private func get(_ url: String) throws -> String {
        try Program.run("/usr/bin/curl", ["--silent", "--show-error", "--max-time", "60", url], in: "/").output
    }

    private func state(_ base: String, _ query: String = "") throws -> [String: Any] {
        let text = try get("\(base)/state?\(query)")
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    /// The preview's process and its address without a slash at the end.
    private func start(_ work: Workspace, _ options: String...) throws -> (Running, String) {
        try work.write("issue.md", Self.issue)
        let running = try work.start(["preview", "issue.md", "--port", "0"] + options)
        let line = try running.line(containing: "http://127.0.0.1:")
        return (running, String(try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)))
    }

    @Test func aReaderIsChosenByAddressAndTheFirstOneIsTheUsual() throws {
        let work = try Workspace()
        try work.importReaders(3)
        let (running, base) = try start(work, "--list", "weekly")
        let first = try #require(try state(base)["message"] as? [String: Any])
        #expect(first["subject"] as? String == "Hello Reader 1")
        let second = try #require(try state(base, "reader=reader2@example.org")["message"] as? [String: Any])
        #expect(second["subject"] as? String == "Hello Reader 2")
        #expect((second["text"] as? String)?.contains("Good evening, Reader 2.") == true)
        let findings = try #require(second["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["place"] as? String == "issue.md:9" })
        #expect(try get("\(base)/message?reader=reader2@example.org").contains("Good evening, Reader 2."))
        #expect(try get("\(base)/message.eml?reader=reader3@example.org").contains("\r\nTo: Reader 3 <"))
        #expect(try get("\(base)/readers?q=er2").contains("reader2@example.org"))
        let unknown = try state(base, "reader=nobody@example.org")
        #expect((unknown["problem"] as? String)?.contains("nobody@example.org is not known here") == true)
        let result = running.stop(SIGINT)
        #expect(result.status == 0, "\(result)")
    }

    @Test func withoutADatabaseThereIsASampleReaderAndNoneIsMade() throws {
        let work = try Workspace()
        let (_, base) = try start(work)
        let message = try #require(try state(base)["message"] as? [String: Any])
        #expect(message["subject"] as? String == "Hello reader")
        #expect((message["reader"] as? [String: Any])?["isSample"] as? Bool == true)
        #expect(!FileManager.default.fileExists(atPath: work.path("mailer.db")))
    }

    @Test func anErrorIsShownWithItsLineAndGoesWhenItIsMended() throws {
        let work = try Workspace()
        let (_, base) = try start(work)
        #expect(try state(base)["problem"] == nil)
        /// Waits until the state has a problem or none; nothing but the file changes.
        func waitFor(problem: Bool) throws -> [String: Any] {
            for _ in 1...1000 {
                let state = try state(base)
                if (state["problem"] != nil) == problem { return state }
            }
            throw Running.Missing(description: "the state never changed")
        }
        try work.write("issue.md", "---\nsubject: a: b\n---\n\nText\n")
        let broken = try waitFor(problem: true)
        #expect((broken["problem"] as? String)?.hasPrefix("issue.md:2: ") == true)
        #expect((broken["message"] as? [String: Any])?["subject"] as? String == "Hello reader")
        try work.write("issue.md", "# Mended\n\nText\n")
        let mended = try waitFor(problem: false)
        #expect((mended["message"] as? [String: Any])?["subject"] as? String == "Mended")
    }

    @Test(arguments: [
        (["--for", "nobody@example.org"], "nobody@example.org is not known here", Int32(1)),
        (["--list", "missing"], "There is no list 'missing'", 1),
        (["--port", "x"], "--port", 64),
    ])
    func wrongOptionsAreAnErrorAtTheStart(options: [String], text: String, status: Int32) throws {
        let work = try Workspace()
        try work.importReaders(1)
        try work.write("issue.md", Self.issue)
        let result = try Program.run(Program.path, ["preview", "issue.md"] + options, in: work.folder)
        #expect(result.status == status)
        #expect(result.errors.contains(text), "\(result)")
    }
}
