import Foundation
import Templates
import Testing

@testable import Preview

@Suite struct PreviewServerTests {
    private func server(_ sample: SampleIssue, port: Int = 0) throws -> PreviewServer {
        var options = PreviewOptions(port: port, pages: TemplateFolder(path: sample.pages))
        options.interval = .milliseconds(5)
        return try PreviewServer(options: options, source: sample.source)
    }

    /// Runs `body` while the server serves, with the port.
    private func serving(_ sample: SampleIssue, _ body: (Int) async throws -> Void) async throws {
        let server = try server(sample)
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { told.finish() }
            try await server.runUntilCancelled { told.yield($0) }
        }
        defer { running.cancel() }
        if let port = await ports.first(where: { _ in true }) { try await body(port) }
        running.cancel()
        try await running.value
    }

    @Test(arguments: ["evil.example", "127.0.0.1.evil.example:80", "", "evil.example:8026"])
    func aRequestThatNamesAnotherHostGetsNothing(host: String) async throws {
        try await serving(try SampleIssue("secret")) { port async throws in
            for route in PreviewRoute.allCases {
                let answer = try await HTTPPeer.exchange(route.rawValue, host: host, port: port)
                #expect(answer.hasPrefix("HTTP/1.1 403 ") || answer.hasPrefix("HTTP/1.1 400 "))
                #expect(!answer.contains("secret"))
            }
        }
    }

    @Test(arguments: ["/nothing", "/preview.js/", "/../issue.md", "//etc/passwd", "/message/x"])
    func whatIsNoPartOfThePageIsNotFound(path: String) async throws {
        try await serving(try SampleIssue()) { port async throws in
            #expect(try await HTTPPeer.exchange(path, port: port).hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS"])
    func nothingCanBeChanged(method: String) async throws {
        try await serving(try SampleIssue()) { port async throws in
            let answer = try await HTTPPeer.exchange("/state", method: method, port: port)
            #expect(answer.hasPrefix("HTTP/1.1 405 "))
            #expect(answer.contains("Allow: GET, HEAD\r\n"))
        }
    }

    @Test func thePageMayLoadItsOwnFilesOnly() async throws {
        try await serving(try SampleIssue()) { port async throws in
            let answer = try await HTTPPeer.exchange("/", port: port)
            #expect(
                answer.contains("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "))
            #expect(answer.hasSuffix("the file index.html"))
            #expect(try await HTTPPeer.exchange("/preview.js", port: port).hasSuffix("the file preview.js"))
            #expect(try await HTTPPeer.exchange("/preview.css", port: port).hasSuffix("the file preview.css"))
            #expect(try await HTTPPeer.exchange("/", method: "HEAD", port: port).hasSuffix("\r\n\r\n"))
        }
    }

    @Test(arguments: [("/message", "img-src * data:;"), ("/message?images=off", "img-src 'none';")])
    func noScriptOfTheIssueRunsAndImagesCanBeOff(target: String, images: String) async throws {
        try await serving(try SampleIssue("Hello")) { port async throws in
            let answer = try await HTTPPeer.exchange(target, port: port)
            let policy = try #require(answer.firstMatch(of: /Content-Security-Policy: ([^\r]*)/)?.1)
            #expect(policy.hasPrefix("default-src 'none';"))
            #expect(!policy.contains("script"))
            #expect(policy.contains("sandbox allow-same-origin allow-popups"))
            #expect(policy.contains(images))
            #expect(answer.contains("<p>Hello first@example.org</p>"))
        }
    }

    @Test func theStateHasWhatThePageShows() async throws {
        try await serving(try SampleIssue("Hello")) { port async throws in
            let answer = try await HTTPPeer.exchange("/state?reader=b%2Bc@example.org", port: port)
            for part in [
                #""address":"b+c@example.org""#, #""subject":"S: Hello""#, #""clipSize":104448"#,
                #"issue.md:7","#, #"{"name":"To","value":"a, b"}"#, #""rule":"some-rule""#,
            ] { #expect(answer.contains(part), "\(part) in \(answer)") }
        }
    }

    @Test func readersAreSearchedAndAFailureIsToldAsText() async throws {
        try await serving(try SampleIssue()) { port async throws in
            let found = try await HTTPPeer.exchange("/readers?q=a+b", port: port)
            #expect(found.hasSuffix(#"[{"address":"a b@example.org","isSample":false,"name":"N \"<b>"}]"#))
            let locked = try await HTTPPeer.exchange("/readers?q=locked", port: port)
            #expect(locked.hasPrefix("HTTP/1.1 503 "))
            #expect(locked.hasSuffix("The database is locked.\n"))
        }
    }

    @Test func anIssueThatCannotBeRenderedIsAStateAndNoMessage() async throws {
        try await serving(try SampleIssue("broken")) { port async throws in
            let state = try await HTTPPeer.exchange("/state", port: port)
            #expect(state.contains(#""problem":"issue.md:3: It is broken. Mend it.""#))
            for target in ["/message", "/message.eml"] {
                #expect(try await HTTPPeer.exchange(target, port: port).hasPrefix("HTTP/1.1 404 "))
            }
        }
    }

    @Test func openPagesAreToldOfAChangeAndLetTheServerEnd() async throws {
        let sample = try SampleIssue("one")
        let (streams, told) = AsyncStream.makeStream(of: String.self)
        var listener: Task<String, any Error>?
        try await serving(sample) { port async throws in
            listener = Task {
                try await HTTPPeer.onThread {
                    let peer = try HTTPPeer(port: port)
                    try peer.send(HTTPPeer.request("GET", "/events", host: "127.0.0.1"))
                    told.yield(try peer.waitFor("data: 1\n\n"))
                    told.yield(try peer.waitFor("data: 2\n\n"))
                    return try peer.waitForEnd()
                }
            }
            var events = streams.makeAsyncIterator()
            #expect(await events.next()?.contains("Content-Type: text/event-stream\r\n") == true)
            try sample.write("issue.md", "another")
            _ = await events.next()
            #expect(try await HTTPPeer.exchange("/state", port: port).contains("S: another"))
        }
        #expect(try await listener?.value.hasSuffix("\r\n0\r\n\r\n") == true)
    }

    @Test func aPortThatIsTakenIsAnErrorWithARemedy() async throws {
        let sample = try SampleIssue()
        try await serving(sample) { port async throws in
            let second = try server(sample, port: port)
            let error = await #expect(throws: PreviewError.self) {
                try await second.runUntilCancelled { _ in Issue.record("it listens") }
            }
            let text = error?.description ?? ""
            #expect(text.hasPrefix("Cannot listen on 127.0.0.1:\(port): Address already in use"))
            #expect(text.hasSuffix("Choose another port with --port, or 0 for any free one."))
        }
    }

    @Test(arguments: ["index.html", "preview.css", "preview.js"])
    func aMissingFileOfThePageIsAnErrorAtTheStart(name: String) throws {
        let sample = try SampleIssue()
        try FileManager.default.removeItem(atPath: "\(sample.pages)/\(name)")
        let error = #expect(throws: PreviewError.self) { try server(sample) }
        #expect(error == .cannotReadPage(path: "\(sample.pages)/\(name)"))
    }
}
