import Testing

@testable import Preview

@Suite struct LoopbackHostTests {
    @Test(arguments: ["127.0.0.1", "127.0.0.1:8026", "localhost:1", "LOCALHOST", "[::1]:65535", "[::1]"])
    func thisComputerIsAllowed(host: String) { #expect(LoopbackHost.isAllowed(host)) }

    @Test(arguments: [
        nil, "", "evil.example", "evil.example:8026", "127.0.0.1.evil.example", "localhost.evil.example:80",
        "localhost:", "localhost:80a", "localhost:-1", "localhost:65536", "127.0.0.2", "0.0.0.0", "::1",
        "user@localhost",
    ])
    func anyOtherNameIsNot(host: String?) { #expect(!LoopbackHost.isAllowed(host)) }
}
