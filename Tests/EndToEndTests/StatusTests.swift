import Foundation
import Testing

/// What `mailer status` says of a database that somebody tampered with.
@Suite struct StatusTests {
    private func sentMailing(faults: [String] = []) throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox(faults.flatMap { ["--fault", $0] })
        try work.importReaders(3)
        try work.write("issue.md", "# Title\n\nText.\n")
        _ = try work.mailer("send", "issue.md", "--yes")
        return work
    }

    private func tamper(_ work: Workspace, _ sql: String) throws {
        let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let result = try Python.run(script, [work.path("mailer.db"), sql])
        try #require(result.status == 0, "\(result)")
    }

    @Test func aLostRowIsSaidLoudlyAndIsAFailure() throws {
        let work = try sentMailing()
        #expect(try work.mailer("status", "issue").status == 0)
        try tamper(work, "DELETE FROM attempts WHERE delivery = 2")
        try tamper(work, "DELETE FROM deliveries WHERE id = 2")

        let status = try work.mailer("status", "issue")
        #expect(status.status == 1, "\(status)")
        #expect(status.output.contains("DOES NOT ADD UP"), "\(status)")
        #expect(status.output.contains("1 recipient unaccounted for"), "\(status)")
        #expect(!status.output.contains("finished"), "\(status)")
        #expect(try work.mailer("status").status == 1)
        let json = try work.mailer("status", "issue", "--json")
        #expect(json.status == 1)
        #expect(json.output.contains("\"balanced\": false"), "\(json)")
        #expect(json.output.contains("\"finished\": false"), "\(json)")
    }

    @Test func aMailingWithALostRowNeverFinishes() throws {
        let work = try sentMailing(faults: ["rcpt=451 4.7.1 Try later @first:1"])
        #expect(try work.status("issue")["deferred"] as? Int == 1)
        try tamper(work, "DELETE FROM attempts WHERE delivery IN (SELECT id FROM deliveries WHERE state = 'deferred')")
        try tamper(work, "DELETE FROM deliveries WHERE state = 'deferred'")

        let again = try work.mailer("send", "issue.md", "--yes")
        #expect(again.status != 0, "\(again)")
        #expect(again.output.contains("DOES NOT ADD UP"), "\(again)")
        #expect(!again.output.contains("finished"), "\(again)")
        #expect(try work.mailer("status", "issue").output.contains("state     sending"))
    }
}
