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
            let text = error?.description ?? ""
            #expect(text.hasPrefix("Cannot listen on 127.0.0.1:\(port): Address already in use (errno: "))
            #expect(text.hasSuffix("). Check the address, or choose another port."))
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

    @Test(
        "What is no HTTP is answered 400, and the server lives on",
        arguments: ["garbage\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}"])
    func garbage(request: String) async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            #expect(try await HTTPClient.exchange(request, port: port).status == 400)
            #expect(try await HTTPClient.send("GET", "/healthz", port: port).status == 200)
        }
    }

    @Test(
        "A connection on which nothing more comes is closed, and nothing was changed",
        arguments: ["", "POST /u/", "POST /u/TOKEN HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\na"])
    func idle(request: String) async throws {
        let fixture = try WebFixture()
        let server = try fixture.server(idleTimeout: .milliseconds(50))
        try await fixture.serving(server) { port async throws in
            await #expect(throws: HTTPClient.Failure.self) {
                try await HTTPClient.exchange(request.replacing("TOKEN", with: fixture.token), port: port)
            }
            #expect(try fixture.isSubscribed)
        }
    }
}
