import Mail
import Store
import Testing

@testable import Web

@Suite("The unsubscribe page (GET and HEAD)")
struct UnsubscribePageTests {
    @Test("GET shows a button and tells nobody anything")
    func page() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("GET", "/u/\(fixture.token)", port: port)
            #expect(
                reply.snapshot == """
                    200
                    Cache-Control: no-store
                    Content-Length: \(reply.body.utf8.count)
                    Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; form-action 'self'
                    Content-Type: text/html; charset=utf-8
                    Date: (now)
                    Referrer-Policy: no-referrer
                    X-Content-Type-Options: nosniff
                    X-Robots-Tag: noindex

                    <title>Unsubscribe</title><p>a…@example.org / Works &lt;on&gt; Arm / \(fixture.token)</p>\
                    <form method="post" action="/u/\(fixture.token)"><button>Unsubscribe</button></form>\
                    <footer>The Weekly &amp; Co</footer>

                    """)
            #expect(!reply.body.contains("ada@"))
        }
    }

    @Test("Behind a proxy the form goes to the path that the proxy serves")
    func basePath() async throws {
        let fixture = try WebFixture()
        try await fixture.serving(try fixture.server(basePath: "/mail/")) { port async throws in
            let reply = try await HTTPClient.send("GET", "/u/\(fixture.token)", port: port)
            #expect(reply.body.contains("action=\"/mail/u/\(fixture.token)\""))
        }
    }

    @Test("HEAD answers as GET does, without the page")
    func head() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let get = try await HTTPClient.send("GET", "/u/\(fixture.token)", port: port)
            let head = try await HTTPClient.send("HEAD", "/u/\(fixture.token)", port: port)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["Content-Length"] == get["Content-Length"])
        }
    }

    @Test(
        "However often a scanner follows the link, nothing changes",
        arguments: ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
    func changesNothing(method: String) async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let paths = [
                "/u/\(fixture.token)", "/u/\(fixture.token)/", "/u/\(fixture.token)?List-Unsubscribe=One-Click",
            ]
            for path in paths {
                let reply = try await HTTPClient.send(
                    method, path, body: method == "GET" || method == "HEAD" ? nil : "List-Unsubscribe=One-Click",
                    fields: ["Content-Type: application/x-www-form-urlencoded"], port: port)
                #expect(reply.status == (method == "GET" || method == "HEAD" ? 200 : 405))
            }
            #expect(try fixture.current == fixture.reader)
            #expect(fixture.events.all.isEmpty)
        }
    }

    @Test("Other methods are told which ones there are")
    func allow() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            #expect(try await HTTPClient.send("PUT", "/u/\(fixture.token)", port: port)["Allow"] == "GET, HEAD, POST")
            #expect(try await HTTPClient.send("POST", "/healthz", body: "", port: port)["Allow"] == "GET, HEAD")
        }
    }

    @Test("Who has already left sees that, and no button")
    func alreadyLeft() async throws {
        let fixture = try WebFixture()
        _ = try fixture.store.unsubscribe(
            fixture.reader.id, from: fixture.list.id, origin: Origin(source: "cli", at: WebFixture.now))
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("GET", "/u/\(fixture.token)", port: port)
            #expect(reply.status == 200)
            #expect(reply.body.contains("<title>Already unsubscribed</title>"))
            #expect(!reply.body.contains("<form"))
        }
    }

    @Test("With a database that cannot be read the page asks to try again")
    func storeFailure() async throws {
        let fixture = try WebFixture()
        try fixture.store.close()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("GET", "/u/\(fixture.token)", port: port)
            #expect(reply.status == 503)
            #expect(reply.body.contains("<title>Please try again</title>"))
            #expect(fixture.complaints.all.first?.hasPrefix("Cannot show an unsubscribe page: Cannot look up") == true)
        }
    }
}
