import Mail
import Testing

@testable import MailerConfiguration

@Suite struct LimitConfigurationTests {
    @Test func limitsOfDestinationsAndRelaysAreRead() throws {
        let configuration = try load(
            """
            relays:
              - url: smtp://127.0.0.1
                windows: [5000/h, 50000/day]
                warm_up: [50, 100]
                warm_up_start: 2026-12-01
            limits:
              - { domains: [gmail.com, googlemail.com], name: gmail, rate: 20/s }
              - { domains: ["*"], windows: [100/min] }
            """)
        #expect(configuration.relays[0].windows.map(\.count) == [5_000, 50_000])
        #expect(configuration.relays[0].warmUp?.perDay == [50, 100])
        #expect(configuration.relays[0].warmUp?.start.iso8601 == "2026-12-01T00:00:00.000Z")
        #expect(configuration.limits.map(\.name) == ["gmail", "*"])
        #expect(configuration.limits.map(\.domains) == [["gmail.com", "googlemail.com"], []])
    }

    @Test(arguments: [
        ("limits:\n  - name: x\n    rate: 1/s\n", "'limits.domains' is missing"),
        ("limits:\n  - domains: [a.org]\n", "limits nothing"),
        ("limits:\n  - { domains: [\"a b\"], rate: 1/s }\n", "which is no domain"),
        ("limits:\n  - { domains: [a.org], windows: [5/s] }\n", "takes a list such as [5000/h"),
        ("limits:\n  - { domains: [a.org], windows: [0.5/h] }\n", "takes a list such as [5000/h"),
        ("limits:\n  - { domains: [a.org], rate: fast }\n", "a rate such as 20/s"),
        ("relays:\n  - { url: \"smtp://127.0.0.1\", warm_up: [5, 0], warm_up_start: 2026-12-01 }\n", "for each day"),
        ("relays:\n  - { url: \"smtp://127.0.0.1\", warm_up: [5] }\n", "needs 'warm_up_start'"),
        (
            "relays:\n  - { url: \"smtp://127.0.0.1\", warm_up: [5], warm_up_start: 2026-02-30 }\n",
            "a day such as 2026-12-01"
        ),
        ("limits:\n  domains: [a.org]\n", "'- domains: …'"),
    ])
    func whatIsNoLimitIsRefusedWithTheRemedy(text: String, message: String) throws {
        let found = try problems(text)
        #expect(found.contains { $0.contains(message) }, "\(found)")
    }
}
