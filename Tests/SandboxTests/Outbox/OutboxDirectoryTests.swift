import Foundation
import Testing

@testable import Sandbox

struct OutboxDirectoryTests {
    @Test func writesMessagesAndEnvelopes() throws {
        try withTemporaryDirectory { directory in
            try withServer(keeping(in: directory)) { server in
                let client = try greetedClient(server)
                try client.deliver(to: ["alice@example.net", "bob@example.net"], body: "Subject: 1\r\n\r\n..x\r\n")
                try client.deliver(from: "", to: ["bob@example.net"], body: "Subject: 2\r\n\r\n")
            }
            let expected = ["000001-alice@example.net.eml", "000002-bob@example.net.eml", "envelopes.jsonl"]
            #expect(try names(directory) == expected)
            #expect(try text("\(directory)/000001-alice@example.net.eml") == "Subject: 1\r\n\r\n.x\r\n")
            #expect(
                try text("\(directory)/envelopes.jsonl") == """
                    {"file":"000001-alice@example.net.eml","mail_from":"news@example.org",\
                    "rcpt_to":["alice@example.net","bob@example.net"],"bytes":18,"tls":false,"auth":null,"session":1}
                    {"file":"000002-bob@example.net.eml","mail_from":"","rcpt_to":["bob@example.net"],\
                    "bytes":14,"tls":false,"auth":null,"session":1}

                    """)
        }
    }

    @Test func goesOnWithTheNumbersOfADirectoryInUse() throws {
        try withTemporaryDirectory { directory in
            for _ in 1...2 {
                try withServer(keeping(in: directory)) { server in
                    try greetedClient(server).deliver(to: ["a@example.net"], body: "x\r\n")
                }
            }
            #expect(
                try names(directory) == ["000001-a@example.net.eml", "000002-a@example.net.eml", "envelopes.jsonl"])
        }
    }

    @Test(arguments: [
        (1, "alice@example.org", "000001-alice@example.org.eml"),
        (1_234_567, "a+b=c@example.org", "1234567-a+b=c@example.org.eml"),
        (2, "../../etc/passwd@x", "000002-.._.._etc_passwd@x.eml"),
        (3, "jürgen@example.org", "000003-j_rgen@example.org.eml"),
        (4, "\"a b\"@x", "000004-_a_b_@x.eml"),
    ])
    func namesFilesSafely(number: Int, recipient: String, name: String) {
        #expect(OutboxDirectory.fileName(number: number, recipient: recipient) == name)
    }

    @Test func keepsNamesShortEnoughForAnyFileSystem() {
        let name = OutboxDirectory.fileName(number: 5, recipient: String(repeating: "x", count: 300))
        #expect(name.utf8.count == 111)
        #expect(name.hasSuffix(".eml"))
    }

    @Test func quotesWhatJSONWouldMisread() throws {
        let message = ReceivedMessage(
            mailFrom: "\"a\\\"b\u{1}\"@x", rcptTo: ["ü@x"], bytes: [], isTLS: true, user: "n\"", session: 3)
        let line = EnvelopeRecord(file: "1.eml", message: message).line
        let value = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(value["mail_from"] as? String == message.mailFrom)
        #expect(value["rcpt_to"] as? [String] == ["ü@x"])
        #expect(value["auth"] as? String == "n\"")
        #expect(value["tls"] as? Bool == true)
        #expect(value["session"] as? Int == 3)
        #expect(line.filter { $0 == "\n" }.count == 1)
    }

    @Test func answers452WithoutItsDirectoryAndRecovers() throws {
        try withTemporaryDirectory { directory in
            let outbox = directory + "/outbox"
            try withServer(keeping(in: outbox)) { server in
                let client = try greetedClient(server)
                try FileManager.default.removeItem(atPath: outbox)
                let reply = try client.deliver(body: "x\r\n")
                #expect(reply == MiniClient.Reply(code: 452, lines: ["4.3.1 Cannot write to the outbox"]))
                try FileManager.default.createDirectory(atPath: outbox, withIntermediateDirectories: false)
                #expect(try client.deliver(body: "x\r\n").code == 250)
                #expect(try names(outbox) == ["000002-alice@example.net.eml", "envelopes.jsonl"])
                #expect(server.statistics().messages == 1)
                #expect(server.statistics().rejected == 1)
            }
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func keepsNothingIfTheEnvelopeDoesNotFit() throws {
        try withTemporaryDirectory { directory in
            // A device on which each write fails as on a full disk.
            try FileManager.default.createSymbolicLink(
                atPath: directory + "/envelopes.jsonl", withDestinationPath: "/dev/full")
            try withServer(keeping(in: directory)) { server in
                let client = try greetedClient(server)
                #expect(try client.deliver(body: "x\r\n").code == 452)
                #expect(try names(directory) == ["envelopes.jsonl"])
                try FileManager.default.removeItem(atPath: directory + "/envelopes.jsonl")
                #expect(try client.deliver(body: "x\r\n").code == 250)
            }
        }
    }

    @Test func refusesAPathThatIsNoDirectory() throws {
        try withTemporaryDirectory { directory in
            let file = directory + "/file"
            try Data().write(to: URL(fileURLWithPath: file))
            #expect(throws: SandboxError.self) { try SandboxServer.startBlocking(keeping(in: file + "/outbox")) }
        }
    }

    @Test func keepsEveryMessageOfManyConnections() throws {
        try withTemporaryDirectory { directory in
            try withServer(keeping(in: directory)) { server in
                let clients = try (0..<8).map { _ in try greetedClient(server) }
                let group = "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nHello\r\n.\r\n"
                for client in clients { try client.send(String(repeating: group, count: 50)) }
                for client in clients { #expect(try client.codes(200).count { $0 == 250 } == 150) }
                let statistics = server.statistics()
                #expect(statistics.messages == 400 && statistics.recipients == 400 && statistics.connections == 8)
                #expect(statistics.sessions.values.allSatisfy { $0.messages == 50 })
            }
            let files = try names(directory)
            #expect(files.count == 401)
            let lines = try text("\(directory)/envelopes.jsonl").split(separator: "\n")
            #expect(Set(lines.compactMap { $0.split(separator: "\"").dropFirst(3).first }).count == 400)
        }
    }

    private func keeping(in directory: String) -> SandboxOptions {
        var options = SandboxOptions()
        options.storage = .directory(directory)
        return options
    }

    private func names(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }

    private func text(_ file: String) throws -> String { try String(contentsOfFile: file, encoding: .utf8) }
}
