import Foundation
import Rendering
import Testing

@testable import MailerCLI

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
            def do_GET(self): self.answer(True)
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
}
