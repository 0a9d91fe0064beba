import Foundation
import Testing

/// Messages whose answer was lost, settled by the log of a real Postfix.
@Suite(.serialized) struct UnknownTests {
    private static let readers = ["plain", "taken", "cut", "bounced", "stuck"].map { "\($0)@example.org" }

    /// A mailing to five readers and one more, through a proxy that loses four answers.
    private func lossyMailing() throws -> (work: Workspace, relay: PostfixRelay, proxy: Running) {
        let relay = try PostfixRelay()
        let work = try Workspace()
        let script = "\(Program.repository)/Tests/Python/losing_proxy.py"
        let proxy = try Running("/usr/bin/python3", [script, "\(relay.plainPort)"], in: work.folder)
        let port = try #require(try proxy.line(containing: "listening").split(separator: " ").last)
        try work.configure(relay: "smtp://127.0.0.1:\(port)")
        try work.write(
            "readers.csv", "email\n" + (Self.readers + ["bounced@example.net"]).joined(separator: "\n") + "\n")
        #expect(try work.mailer("import", "readers.csv", "--list", "weekly").status == 0)
        try work.write("issue.md", "# Title\n\nText.\n")
        let sent = try work.mailer("send", "issue.md", "--yes")
        #expect(sent.status == 75, "\(sent)")
        return (work, relay, proxy)
    }

    private func unknown(_ work: Workspace, _ arguments: [String] = []) throws -> [String: [String: Any]] {
        let listed = try Program.run(Program.path, ["unknown", "issue", "--json"] + arguments, in: work.folder)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [String: Any])
        let rows = try #require((object["unknown"] ?? object["deliveries"]) as? [[String: Any]], "\(listed)")
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in (row["address"] as? String).map { ($0, row) } })
    }

    private func settle(_ work: Workspace, _ arguments: String...) throws -> (Int32, [String: [String: Any]]) {
        let all = ["unknown", "issue", "--settle", "relay-log"] + arguments + ["--json"]
        let settled = try Program.run(Program.path, all, in: work.folder)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(settled.output.utf8)) as? [String: Any], "\(settled)")
        let rows = try #require(object["deliveries"] as? [[String: Any]])
        return (
            settled.status,
            Dictionary(uniqueKeysWithValues: rows.compactMap { row in (row["address"] as? String).map { ($0, row) } })
        )
    }

    @Test func theRelaysLogSettlesWhatItKnows() throws {
        let (work, relay, proxy) = try lossyMailing()
        defer { _ = proxy.stop() }
        let listed = try unknown(work)
        #expect(Set(listed.keys) == Set(Self.readers.dropFirst()).union(["bounced@example.net"]))
        #expect(
            listed.values.allSatisfy { ($0["why"] as? String)?.contains("after message data") == true }, "\(listed)")
        try relay.waitForLog([
            "to=<bounced@example.org>.*status=bounced", "to=<bounced@example.net>.*status=bounced",
            "to=<stuck@example.org>.*status=deferred", "lost connection after DATA",
        ])

        let (dryStatus, dry) = try settle(work, relay.log, "--dry-run")
        #expect(dryStatus == 75)
        #expect(dry["taken@example.org"]?["decision"] as? String == "sent")
        #expect(try unknown(work).count == 5)

        // The bounce that Postfix mailed settles its delivery without the log.
        let report = try #require(
            try relay.arrived(4).first {
                String(decoding: $0, as: UTF8.self).contains("Final-Recipient: rfc822; bounced@example.net")
            })
        let ingested = try work.mailer("bounces", "ingest", "-", input: report)
        #expect(ingested.output.contains("the delivery was unknown"), "\(ingested)")

        let (status, settled) = try settle(work, relay.log)
        #expect(status == 75)
        #expect(
            settled.mapValues { $0["decision"] as? String } == [
                "taken@example.org": "sent", "cut@example.org": "not received", "bounced@example.org": "failed",
                "stuck@example.org": "sent",
            ])
        #expect(settled["bounced@example.org"]?["class"] as? String == "hard")
        #expect(try work.mailer("subscribers", "show", "bounced@example.org").output.contains("hard_bounce"))
        let counts = try work.status("issue")
        #expect(["sent", "failed", "unknown"].map { counts[$0] as? Int } == [3, 2, 1])
        #expect(try work.read("delivery.log").contains("event=settled mailing=issue"))
        try checkEvidence(settled, in: relay.log)
        try resendsTheRest(work, relay, messageID: try #require(listed["cut@example.org"]?["message_id"] as? String))
    }

    /// The line named is the line meant.
    private func checkEvidence(_ settled: [String: [String: Any]], in log: String) throws {
        let lines = try String(contentsOfFile: log, encoding: .utf8).components(separatedBy: "\n")
        for row in settled.values {
            let number = try #require(row["line"] as? Int)
            let text = try #require((row["text"] as? String)?.split(separator: ": ", maxSplits: 1).last)
            #expect(row["file"] as? String == log)
            #expect(lines[number - 1].hasSuffix(text), "\(row)")
        }
    }

    private func resendsTheRest(_ work: Workspace, _ relay: PostfixRelay, messageID: String) throws {
        let asked = try work.mailer("unknown", "issue", "--resend")
        #expect(asked.status == 64, "\(asked)")
        #expect(asked.errors.contains("--yes"), "\(asked)")
        let resent = try work.mailer("unknown", "issue", "--resend", "CUT@example.org", "--yes")
        #expect(resent.status == 0, "\(resent)")
        #expect(resent.errors.contains("twice"), "\(resent)")
        #expect(try relay.copies(of: messageID, among: 4) == 0)
        let sent = try work.mailer("send", "issue.md", "--yes")
        #expect(sent.status == 0, "\(sent)")
        #expect(try work.status("issue")["unknown"] as? Int == 0)
        #expect(try work.status("issue")["state"] as? String == "finished")
        #expect(try relay.copies(of: messageID, among: 5) == 1)
    }
}

extension PostfixRelay {
    /// How many messages with that Message-ID are among all that arrived.
    fileprivate func copies(of messageID: String, among count: Int) throws -> Int {
        let messages = try arrived(count)
        #expect(messages.count == count)
        return messages.count { String(decoding: $0, as: UTF8.self).contains("Message-ID: \(messageID)") }
    }
}
