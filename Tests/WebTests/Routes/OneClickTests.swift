import Foundation
import Mail
import Signing
import Store
import Testing

@testable import Web

@Suite("Unsubscribing (POST)")
struct OneClickTests {
    static let form = "Content-Type: application/x-www-form-urlencoded"
    static let multipartBody =
        "--b1\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b1--\r\n"

    @Test("A one-click request and its answer, whole")
    func exchange() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.exchange(
                "POST /u/\(fixture.token) HTTP/1.1\r\nHost: news.example.org\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 26\r\n\r\n"
                    + "List-Unsubscribe=One-Click", port: port)
            #expect(
                reply.snapshot == """
                    200
                    Cache-Control: no-store
                    Content-Length: 110
                    Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; form-action 'self'
                    Content-Type: text/html; charset=utf-8
                    Date: (now)
                    Referrer-Policy: no-referrer
                    X-Content-Type-Options: nosniff
                    X-Robots-Tag: noindex

                    <title>Unsubscribed</title><p>a…@example.org / Works &lt;on&gt; Arm</p>\
                    <footer>The Weekly &amp; Co</footer>

                    """)
            #expect(try fixture.isSubscribed == false)
            let last = try #require(try fixture.current.history.last)
            #expect(last.kind == .unsubscribed && last.source == "one-click")
            #expect(last.detail == "link in mailing 12" && last.at == WebFixture.now)
            #expect(fixture.events.all == ["unsubscribed"])
        }
    }

    static let bodies: [(body: String?, type: [String], source: String)] = [
        ("List-Unsubscribe=One-Click", [form], "one-click"),
        (multipartBody, ["Content-Type: multipart/form-data; boundary=b1"], "one-click"),
        (multipartBody, ["Content-Type: multipart/form-data; boundary=\"b1\""], "one-click"),
        ("", [form], "page"), ("", [], "page"), (nil, [], "page"), ("confirm=yes", [form], "page"),
        ("%%%&&==", [form], "page"), ("--b1", ["Content-Type: multipart/form-data; boundary=b1"], "page"),
        ("{}", ["Content-Type: application/json"], "page"),
        ("List-Unsubscribe=One-Click", [form, "Cookie: session=expired", "Origin: https://evil.example"], "one-click"),
    ]

    @Test("Every form of the request unsubscribes, and its source is kept", arguments: bodies)
    func everyForm(sample: (body: String?, type: [String], source: String)) async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send(
                "POST", "/u/\(fixture.token)", body: sample.body, fields: sample.type, port: port)
            #expect(reply.status == 200)
            #expect(reply["Location"] == nil && reply["Set-Cookie"] == nil)
            #expect(try fixture.current.subscriptions.map(\.source) == [sample.source])
        }
    }

    @Test("The body may come in chunks")
    func chunked() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.exchange(
                "POST /u/\(fixture.token) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                    + "\(Self.form)\r\n\r\n10\r\nList-Unsubscribe\r\na\r\n=One-Click\r\n0\r\n\r\n", port: port)
            #expect(reply.status == 200)
            #expect(try fixture.current.subscriptions.map(\.source) == ["one-click"])
        }
    }

    @Test("The second time it says so, answers 200 and changes nothing")
    func idempotent() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            _ = try await HTTPClient.send("POST", "/u/\(fixture.token)", body: "List-Unsubscribe=One-Click", port: port)
            let first = try fixture.current
            let reply = try await HTTPClient.send("POST", "/u/\(fixture.token)", body: "", port: port)
            #expect(reply.status == 200)
            #expect(reply.body.contains("<title>Already unsubscribed</title>"))
            #expect(try fixture.current == first)
            #expect(fixture.events.all == ["unsubscribed"])
        }
    }

    @Test("Of many requests at the same time one unsubscribes, and all are answered 200")
    func together() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await HTTPClient.send("POST", "/u/\(fixture.token)", body: "", port: port).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 20))
            #expect(try fixture.current.history.filter { $0.kind == .unsubscribed }.count == 1)
        }
    }

    @Test("A token damaged at any byte gets a friendly page and changes nothing")
    func damagedTokens() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            for offset in fixture.token.utf8.indices {
                var bytes = Array(fixture.token.utf8)
                let index = fixture.token.utf8.distance(from: fixture.token.startIndex, to: offset)
                bytes[index] = bytes[index] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
                let path = "/u/\(String(decoding: bytes, as: UTF8.self))"
                for method in ["GET", "POST"] {
                    let reply = try await HTTPClient.send(method, path, body: "List-Unsubscribe=One-Click", port: port)
                    #expect(reply.status == 404)
                    #expect(reply.body.contains("<title>This link does not work</title><p>damaged</p>"))
                }
            }
            #expect(try fixture.current == fixture.reader)
            #expect(fixture.complaints.all.isEmpty)
        }
    }

    @Test("A token of another key ring, or about somebody who is not there, does the same")
    func foreignTokens() async throws {
        let fixture = try WebFixture()
        let forged = try UnsubscribeTokens(keys: .generate())
            .make(UnsubscribeClaim(subscriber: fixture.reader.id, list: fixture.list.id))
        let strangers = [(999, fixture.list.id.rawValue), (fixture.reader.id.rawValue, 999)].map { subscriber, list in
            UnsubscribeClaim(subscriber: SubscriberID(rawValue: subscriber), list: ListID(rawValue: list))
        }
        let tokens = try [forged, "x", String(repeating: "A", count: 5_000)] + strangers.map(fixture.tokens.make)
        try await fixture.serving { port async throws in
            for token in tokens {
                for method in ["GET", "POST"] {
                    #expect(try await HTTPClient.send(method, "/u/\(token)", body: "", port: port).status == 404)
                }
            }
            #expect(try fixture.current == fixture.reader)
        }
    }

    @Test("A body that is too large is refused and changes nothing, with and without its length announced")
    func oversize() async throws {
        let fixture = try WebFixture()
        let filler = String(repeating: "x", count: WebResponder.largestBody)
        try await fixture.serving { port async throws in
            let announced = try await HTTPClient.send(
                "POST", "/u/\(fixture.token)", body: "List-Unsubscribe=One-Click&" + filler, port: port)
            let size = String(filler.utf8.count + 1, radix: 16)
            let chunked = try await HTTPClient.exchange(
                "POST /u/\(fixture.token) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "\(size)\r\nx\(filler)\r\n0\r\n\r\n", port: port)
            #expect(announced.status == 413)
            #expect(chunked.status == 413)
            #expect(try fixture.isSubscribed)
        }
    }

    @Test("When the store fails nobody is told that they are unsubscribed")
    func closedStore() async throws {
        let fixture = try WebFixture()
        try fixture.store.close()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("POST", "/u/\(fixture.token)", body: "", port: port)
            #expect(reply.status == 503)
            #expect(reply.body.contains("<title>Not saved, please try again</title><p>You are not unsubscribed yet: "))
            #expect(fixture.complaints.all.first?.hasPrefix("An unsubscription was not saved: Cannot ") == true)
            #expect(fixture.events.all.isEmpty)
            #expect(try fixture.isSubscribed)
        }
    }

    @Test("While another program holds the database the answer is the same, and later it works")
    func lockedStore() async throws {
        let fixture = try WebFixture(busyTimeout: .milliseconds(50))
        let lock = try DatabaseLock(path: fixture.store.path)
        try await fixture.serving { port async throws in
            let during = try await HTTPClient.send("POST", "/u/\(fixture.token)", body: "", port: port)
            #expect(during.status == 503)
            #expect(during.body.contains("Not saved, please try again"))
            #expect(fixture.complaints.all.first?.contains("is locked") == true)
            #expect(try fixture.isSubscribed)
            lock.release()
            let after = try await HTTPClient.send("POST", "/u/\(fixture.token)", body: "", port: port)
            #expect(after.status == 200)
            #expect(try !fixture.isSubscribed)
        }
    }
}
