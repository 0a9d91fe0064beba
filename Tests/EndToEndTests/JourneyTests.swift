import Foundation
import Testing

/// The main job with the built binary: import, send, leave by one click, send again.
@Suite struct JourneyTests {
    private func http(_ method: String, _ url: String, body: String? = nil) throws -> Program.Result {
        var arguments = ["--silent", "--show-error", "--request", method, "--write-out", "\n%{http_code}", url]
        if method == "HEAD" { arguments = ["--silent", "--head", url] }
        if let body { arguments += ["--data", body] }
        return try Program.run("/usr/bin/curl", arguments, in: "/")
    }

    private func unsubscribeLink(in message: String) throws -> String {
        let script = """
            import sys, email, email.policy
            m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
            print(str(m['List-Unsubscribe']).strip('<>'))
            """
        let result = try Python.run(script, [message])
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func aReaderWhoLeavesByOneClickIsSkippedNextTime() throws {
        let work = try Workspace()
        try work.startSandbox()
        let server = try work.start("serve", "--port", "0")
        let line = try server.line(containing: "http://127")
        let base = try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)
        try work.reachServer(at: String(base))
        try work.importReaders(5)
        try work.write("first.md", "# First\n\nHello {{name | \"reader\"}}, see <https://example.org/one>.\n")
        try work.write("second.md", "# Second\n\nHello again.\n")

        let sent = try work.mailer("send", "first.md", "--list", "weekly", "--yes")
        #expect(sent.status == 0, "\(sent)")
        #expect(try work.mailed().count == 5)

        let message = try #require(work.outbox().first { $0.contains("reader2@") })
        let link = try unsubscribeLink(in: work.path("outbox/\(message)"))
        #expect(link.hasPrefix("\(base)/"))
        for method in ["GET", "HEAD"] { _ = try http(method, link) }
        #expect(try work.mailer("subscribers", "show", "reader2@example.org").output.contains("subscribed"))
        let answer = try http("POST", link, body: "List-Unsubscribe=One-Click")
        #expect(answer.output.hasSuffix("\n200"), "\(answer)")

        let second = try work.mailer("send", "second.md", "--list", "weekly", "--yes")
        #expect(second.status == 0, "\(second)")
        let status = try work.status("second")
        #expect(status["sent"] as? Int == 4)
        #expect(status["skipped"] as? Int == 1)
        #expect(status["finished"] as? Bool == true)
        #expect(!(try work.mailed().suffix(4).contains("reader2@example.org")))
        let trace = try work.mailer("trace", "reader2@example.org")
        #expect(trace.output.contains("one-click"))
        #expect(trace.output.contains("skipped"))
    }

    @Test func aGetOrADamagedLinkChangesNothing() throws {
        let work = try Workspace()
        try work.startSandbox()
        let server = try work.start("serve", "--port", "0")
        let base = try #require(
            try server.line(containing: "http://127").firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output)
        try work.reachServer(at: String(base))
        try work.importReaders(1)
        try work.write("first.md", "# First\n\nHello.\n")
        _ = try work.mailer("send", "first.md", "--yes")
        let link = try unsubscribeLink(in: work.path("outbox/\(try #require(work.outbox().first))"))
        let damaged = String(link.dropLast(3)) + "AAA"
        let answer = try http("POST", damaged, body: "List-Unsubscribe=One-Click")
        #expect(answer.output.hasSuffix("\n404") || answer.output.hasSuffix("\n400"), "\(answer.output.suffix(3))")
        _ = try http("GET", link)
        #expect(try work.mailer("export", "--list", "weekly").output.contains(",subscribed,"))
    }

    @Test func aThousandReadersGetAThousandSoundMessages() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1_000)
        let issue = try String(contentsOfFile: "\(Program.repository)/issues/2026-w47.md", encoding: .utf8)
        try work.write("2026-w47.md", issue)
        let repaired = try work.mailer("check", "--fix", "2026-w47.md")
        #expect(repaired.status == 0, "\(repaired)")
        let sent = try work.mailer("send", "2026-w47.md", "--list", "weekly", "--yes")
        #expect(sent.status == 0, "\(sent)")
        let script = try String(
            contentsOfFile: "\(Program.repository)/Tests/Python/verify_outbox.py", encoding: .utf8)
        let verdict = try Python.run(script, [work.path("outbox"), "1000"])
        #expect(verdict.status == 0, "\(verdict)")
        #expect(verdict.output.contains("1000 messages, 1000 links, 0 defects"), "\(verdict)")

        let status = try work.status("2026-w47")
        #expect(status["sent"] as? Int == 1_000)
        #expect(work.outbox().count == 1_000)
        #expect(Set(try work.mailed()).count == 1_000)
        let rows = try Program.run(
            "/usr/bin/python3",
            [
                "-c",
                "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("
                    + "\"select count(*) from deliveries where state='sent'\").fetchone()[0])",
                work.path("mailer.db"),
            ], in: "/")
        #expect(rows.output == "1000\n")
    }
}
