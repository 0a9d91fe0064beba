import Testing

@testable import Web

@Suite("Routes")
struct RouteTests {
    @Test(
        "Paths lead where they should, whatever slashes came in on the way",
        arguments: [
            ("/u/abc", .unsubscribe(token: "abc")), ("/u/abc/", .unsubscribe(token: "abc")),
            ("//u//abc", .unsubscribe(token: "abc")), ("/u/a%2Db", .unsubscribe(token: "a-b")),
            ("/u/%zz", .unsubscribe(token: "%zz")), ("/healthz", .health), ("/metrics/", .metrics),
        ] as [(String, Route)])
    func known(path: String, route: Route) {
        #expect(Route(path: path) == route)
    }

    @Test(
        "Other paths lead nowhere",
        arguments: ["", "/", "/u", "/u/", "/u/a/b", "/U/abc", "/healthz/x", "/metric", "/unsubscribe/abc", "/../u"])
    func unknown(path: String) {
        #expect(Route(path: path) == nil)
    }
}
