import Testing

@testable import Web

@Suite("The public archive")
struct ArchiveTests {
    private static let files = [
        "": PublicFile(contentType: "text/html; charset=utf-8", bytes: Array("index".utf8), tag: "t0"),
        "w1": PublicFile(contentType: "text/html; charset=utf-8", bytes: Array("issue".utf8), tag: "t1"),
        "feed.atom": PublicFile(contentType: "application/atom+xml", bytes: Array("feed".utf8), tag: "t2"),
        "images/a.png": PublicFile(contentType: "image/png", bytes: [1], tag: "t3"),
    ]

    private struct Broken: Error {}

    private func serving(
        _ archive: (@Sendable (String) throws -> PublicFile?)?, _ body: @Sendable (Int, WebFixture) async throws -> Void
    ) async throws {
        let fixture = try WebFixture()
        var dependencies = fixture.dependencies
        dependencies.archive = archive
        try await fixture.serving(try fixture.server(dependencies: dependencies)) { port async throws in
            try await body(port, fixture)
        }
    }

    @Test(
        "Index, issue, feed and image have their types and may be kept for a while",
        arguments: [
            ("", "index", "t0"), ("w1", "issue", "t1"), ("feed.atom", "feed", "t2"), ("images/a.png", "\u{1}", "t3"),
        ])
    func files(name: String, text: String, tag: String) async throws {
        try await serving({ Self.files[$0] }) { port, _ async throws in
            let reply = try await HTTPClient.send("GET", "/archive/\(name)", port: port)
            #expect(reply.status == 200)
            #expect(reply.body == text)
            #expect(reply["ETag"] == "\"\(tag)\"")
            #expect(reply["Cache-Control"] == "public, max-age=300")
            #expect(reply["Content-Type"] == Self.files[name]?.contentType)
            #expect(reply["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            #expect(reply["Set-Cookie"] == nil)
            let head = try await HTTPClient.send("HEAD", "/archive/\(name)", port: port)
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test(
        "What a cache has is not sent again",
        arguments: [("\"t1\"", 304), ("W/\"t1\"", 304), ("\"x\", \"t1\"", 304), ("*", 304), ("\"t2\"", 200), ("", 200)])
    func conditional(tags: String, status: Int) async throws {
        try await serving({ Self.files[$0] }) { port, _ async throws in
            let reply = try await HTTPClient.send(
                "GET", "/archive/w1", fields: ["If-None-Match: \(tags)"], port: port)
            #expect(reply.status == status)
            #expect(reply.body.isEmpty == (status == 304))
            #expect(reply["ETag"] == "\"t1\"")
        }
    }

    @Test(
        "What is not in it is not found", arguments: ["w2", "../mailer.db", "w1/x", "images/../w1", "a/b/c", "%2e%2e"])
    func missing(name: String) async throws {
        try await serving({ Self.files[$0] }) { port, _ async throws in
            #expect(try await HTTPClient.send("GET", "/archive/\(name)", port: port).status == 404)
        }
    }

    @Test("Nothing is there while the archive is off", arguments: ["/archive", "/archive/", "/archive/w1"])
    func off(path: String) async throws {
        try await serving(nil) { port, _ async throws in
            #expect(try await HTTPClient.send("GET", path, port: port).status == 404)
        }
    }

    @Test("Without its slash the index is somewhere else, below any proxy's path")
    func redirect() async throws {
        try await serving({ Self.files[$0] }) { port, _ async throws in
            let reply = try await HTTPClient.send("GET", "/archive", port: port)
            #expect(reply.status == 301)
            #expect(reply["Location"] == "archive/")
        }
    }

    @Test("Nothing can be sent to it", arguments: ["POST", "PUT", "DELETE"])
    func methods(method: String) async throws {
        try await serving({ Self.files[$0] }) { port, _ async throws in
            let reply = try await HTTPClient.send(method, "/archive/w1", port: port)
            #expect(reply.status == 405)
            #expect(reply["Allow"] == "GET, HEAD")
        }
    }

    @Test("A failure is no page, and the operator hears why")
    func failure() async throws {
        try await serving({ _ in throw Broken() }) { port, fixture async throws in
            let reply = try await HTTPClient.send("GET", "/archive/w1", port: port)
            #expect(reply.status == 503)
            #expect(reply["Cache-Control"] == "no-store")
            #expect(fixture.complaints.all == ["The archive cannot be shown: Broken()"])
        }
    }
}
