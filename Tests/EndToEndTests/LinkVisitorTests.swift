import Foundation
import Probes
import Rendering
import Testing

/// Links that are followed, on a server of Python's on loopback.
@Suite struct LinkVisitorTests {
    private static let server = """
        import http.server, socket
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, body):
                code, headers = {
                    "/there": (200, {"Content-Length": "5"}), "/moved": (301, {"Location": "/there"}),
                    "/noheads": (405 if self.command == "HEAD" else 200, {"Content-Length": "5"}),
                }.get(self.path, (404, {"Content-Length": "5"}))
                self.send_response(code)
                for name, value in headers.items(): self.send_header(name, value)
                self.end_headers()
                if body and code != 301: self.wfile.write(b"12345")
            def do_HEAD(self): self.answer(False)
            def do_GET(self):
                if self.path.startswith("/round"):
                    self.send_response(302)
                    self.send_header("Location", "/round" + str(int(self.path[6:] or 0) + 1))
                    self.end_headers()
                elif self.path == "/endless":
                    self.send_response(200)
                    self.end_headers()
                    sent = 0
                    try:
                        while True: sent += self.wfile.write(b"x" * 65536)
                    except OSError: print("sent %d" % sent, flush=True)
                else: self.answer(True)
            def log_message(self, *_): pass
        with socket.create_server(("127.0.0.1", 0)) as probe: closed = probe.getsockname()[1]
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("ports %d %d" % (server.server_address[1], closed), flush=True)
        server.serve_forever()
        """

    @Test func whatServersSayIsTold() async throws {
        let python = try Running("/usr/bin/python3", ["-c", Self.server], in: "/")
        defer { _ = python.stop() }
        // Nobody listens on the second one: it was the server's a moment ago.
        let ports = try python.line(containing: "ports ").split(separator: " ").suffix(2)
        let (base, closed) = ("http://127.0.0.1:\(try #require(ports.first))", try #require(ports.last))

        let urls = ["\(base)/there", "\(base)/moved", "\(base)/noheads", "\(base)/gone", "http://127.0.0.1:\(closed)/"]
        let visits = await LinkVisitor().visit(urls)

        #expect(visits.count == urls.count)
        #expect(visits[urls[0]]?.answer == .found && visits[urls[0]]?.size == 5)
        #expect(visits[urls[1]]?.answer == .moved(to: urls[0]))
        #expect(visits[urls[2]]?.answer == .found)
        guard case .failed(let gone)? = visits[urls[3]]?.answer, case .failed(let refused)? = visits[urls[4]]?.answer
        else {
            Testing.Issue.record("\(visits)")
            return
        }
        #expect(gone.hasPrefix("404 "))
        #expect(!refused.isEmpty)
    }

    @Test func aPageWithoutEndIsLeftAfterItsHeader() async throws {
        let python = try Running("/usr/bin/python3", ["-c", Self.server], in: "/")
        defer { _ = python.stop() }
        let port = try #require(try python.line(containing: "ports ").split(separator: " ").dropFirst().first)
        let (endless, round) = ("http://127.0.0.1:\(port)/endless", "http://127.0.0.1:\(port)/round0")
        let visits = await LinkVisitor().visit([endless, round])
        #expect(visits[endless]?.answer == .found)
        // What the system holds between the two, and no more.
        let sent = try #require(Int(try python.line(containing: "sent ").dropFirst(5)))
        #expect(sent < 32_000_000)
        #expect(visits[round]?.answer == .failed("it redirects more than 10 times"))
    }
}
