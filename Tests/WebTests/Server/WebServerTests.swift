import Testing

@testable import Web

@Suite("The web server")
struct WebServerTests {
    @Test("Port 0 takes a free port, says which, and gives it back at the end")
    func freePort() async throws {
        let fixture = try WebFixture()
        var used = 0
        try await fixture.serving { port async throws in
            used = port
            #expect(port > 0)
            #expect(HTTPClient.isOpen(port: port))
        }
        #expect(!HTTPClient.isOpen(port: used))
    }

    @Test("A port that is taken is an error with a remedy")
    func portTaken() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let second = try fixture.server(port: port)
            let error = await #expect(throws: WebError.self) {
                try await second.runUntilCancelled { _ in Issue.record("it listens") }
            }
            #expect(
                error?.description == "Cannot listen on 127.0.0.1:\(port): Address already in use (errno: 98). "
                    + "Check the address, or choose another port.")
        }
    }

    @Test("A host that is none of ours is an error")
    func foreignHost() async throws {
        let fixture = try WebFixture()
        let server = try WebServer(
            options: WebOptions(host: "192.0.2.1", port: 0, templates: fixture.folder, newsletter: "x"),
            dependencies: fixture.dependencies)
        let error = await #expect(throws: WebError.self) {
            try await server.runUntilCancelled { _ in Issue.record("it listens") }
        }
        #expect(error?.description.hasPrefix("Cannot listen on 192.0.2.1:0: ") == true)
    }

    @Test("What is no HTTP is answered 400 or dropped, and the server lives on", arguments: ["\r\n\r\n\r\n", "garbage\r\n\r\n", "GET\r\n\r\n"])
    func garbage(request: String) async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try? await HTTPClient.exchange(request, port: port)
            #expect(reply.map { $0.status == 400 } ?? true)
            #expect(try await HTTPClient.send("GET", "/healthz", port: port).status == 200)
        }
    }
}
