import Foundation
import Synchronization
import Testing

@testable import Sandbox

struct SandboxServerTests {
    static let message = "Subject: Hello\r\n\r\nA line\r\n"

    @Test func keepsWhatItTakes() throws {
        try withServer { server in
            let client = try greetedClient(server)
            #expect(try client.deliver(to: ["a@example.net", "b@example.net"], body: Self.message).code == 250)
            let kept = try #require(server.messages.first)
            #expect(server.messages.count == 1)
            #expect(kept.message.bytes == Array(Self.message.utf8))
            #expect(kept.message.mailFrom == "news@example.org")
            #expect(kept.message.rcptTo == ["a@example.net", "b@example.net"])
            #expect(kept.number == 1 && kept.file == nil && !kept.message.isTLS && kept.message.user == nil)
        }
    }

    @Test func saysByeAndCloses() throws {
        try withServer { server in
            let client = try greetedClient(server)
            #expect(try client.command("QUIT").code == 221)
            #expect(throws: MiniClient.Problem.closed) { try client.reply() }
        }
    }

    @Test func startsAndStopsWithoutBlocking() async throws {
        let server = try await SandboxServer.start()
        let port = server.port
        #expect(port > 0)
        await server.stop()
        await server.stop()
        #expect(throws: MiniClient.Problem.cannotConnect(ECONNREFUSED)) { try MiniClient(port: port) }
    }

    @Test func stoppingEndsItsConnections() throws {
        let server = try SandboxServer.startBlocking()
        let client = try greetedClient(server)
        server.stopBlocking()
        #expect(throws: MiniClient.Problem.self) { try client.command("NOOP") }
    }

    @Test func refusesAPortThatIsTaken() throws {
        try withServer { server in
            var options = SandboxOptions()
            options.port = server.port
            let expected = SandboxError.listen(host: "127.0.0.1", port: server.port, reason: "Address already in use")
            #expect(throws: expected) { try SandboxServer.startBlocking(options) }
        }
    }
}

struct SandboxEventTests {
    @Test func reportsMessagesRefusalsAndBreaks() throws {
        let events = Mutex<[String]>([])
        let server = try SandboxServer.startBlocking(ordered("rcpt=550 5.1.1 No @to:b@*", "dot=drop-after @every:2")) {
            event in
            events.withLock { $0.append(event.description) }
        }
        defer { server.stopBlocking() }
        let client = try greetedClient(server)
        #expect(try client.deliver(to: ["b@example.net"], body: "x\r\n").code == 550)
        #expect(try client.command("RSET").code == 250)
        #expect(try client.deliver(to: ["a@example.net", "c@example.net"], body: "x\r\n").code == 250)
        #expect(throws: MiniClient.Problem.closed) { try client.deliver(body: "x\r\n") }
        #expect(
            events.withLock { $0 } == [
                "session=1 step=rcpt status=refused (550 5.1.1 No)",
                "session=1 from=<news@example.org> to=<a@example.net,c@example.net> size=3 status=stored",
                "session=1 from=<news@example.org> to=<alice@example.net> size=3 status=stored",
                "session=1 status=broken (drop)",
            ])
        #expect(server.statistics().description == "connections=1 messages=2 recipients=3 rejected=1 broken=1")
    }
}
