import Store
import Testing

@testable import Web

@Suite("What monitoring asks")
struct MonitoringTests {
    @Test("Healthy while the database can be read")
    func healthy() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("GET", "/healthz", port: port)
            #expect(reply.status == 200)
            #expect(reply.body == "ok\n")
            #expect(reply["Content-Type"] == "text/plain; charset=utf-8")
        }
    }

    @Test("Not healthy when it cannot, with a word why and the sentence in the log")
    func unhealthy() async throws {
        let fixture = try WebFixture()
        try fixture.store.close()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("GET", "/healthz", port: port)
            #expect(reply.status == 503)
            #expect(reply.body == "database closed\n")
            #expect(fixture.complaints.all.first?.hasPrefix("Not healthy: Cannot ") == true)
        }
    }

    @Test("Metrics come in the format that Prometheus reads")
    func metrics() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("GET", "/metrics", port: port)
            #expect(reply.status == 200)
            #expect(reply.body == "mailer_up 1\n")
            #expect(reply["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(try await HTTPClient.send("HEAD", "/metrics", port: port).body.isEmpty)
        }
    }

    @Test("Metrics that cannot be made are a 503, not an empty page")
    func metricsFailure() async throws {
        struct Broken: Error {}
        let fixture = try WebFixture()
        var dependencies = fixture.dependencies
        dependencies.metrics = { throw Broken() }
        try await fixture.serving(try fixture.server(dependencies: dependencies)) { port async throws in
            let reply = try await HTTPClient.send("GET", "/metrics", port: port)
            #expect(reply.status == 503)
            #expect(reply.body == "metrics unavailable\n")
            #expect(fixture.complaints.all == ["No metrics: Broken()"])
        }
    }

    @Test(
        "Where there is nothing there is a page that says so", arguments: ["/", "/u", "/u/", "/robots.txt", "/u/a/b"])
    func notFound(path: String) async throws {
        let fixture = try WebFixture()
        try await fixture.serving { port async throws in
            let reply = try await HTTPClient.send("GET", path, port: port)
            #expect(reply.status == 404)
            #expect(reply.body.contains("<title>Page not found</title>"))
        }
    }
}
