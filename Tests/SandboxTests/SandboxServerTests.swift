import Foundation
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
