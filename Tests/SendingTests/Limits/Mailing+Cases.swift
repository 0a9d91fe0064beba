import Mail

@testable import Sending

extension Mailing {
    private static func make(_ description: String, _ domains: [String: Int], _ set: (inout Mailing) -> Void) -> Mailing
    {
        var mailing = Mailing(description, domains)
        set(&mailing)
        return mailing
    }

    private static func hourly(_ count: Int) -> WindowLimit { WindowLimit(count: count, minutes: 60) }

    /// Messages that went in each of the last minutes.
    private static func used(_ key: LimitKey, _ minutes: ClosedRange<Int64>, each count: Int) -> [WindowUse] {
        let now = MinuteCounts.minute(of: start)
        return minutes.map { WindowUse(key: key.description, minute: now - $0, count: count) }
    }

    /// Relay rate, domain window, "*" rate and warm-up in all combinations that bind at once.
    static let severalLimits = [
        make("relay rate and domain window, the window longer", ["gmail.com": 1_500, "a.org": 2_000]) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 5),
                .destination("gmail"): LimitRule(windows: [hourly(500)]),
            ]
        },
        make("relay rate and domain window, the rate longer", ["gmail.com": 600, "a.org": 9_000]) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 1.5),
                .destination("gmail"): LimitRule(windows: [hourly(500)]),
            ]
        },
        make("relay rate, domain window and any other's rate", ["gmail.com": 900, "a.org": 3_000, "b.org": 1_000]) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 2),
                .destination("gmail"): LimitRule(perSecond: 3, windows: [hourly(400)]),
            ]
            $0.others = LimitRule(perSecond: 0.5)
        },
        make("all four", ["gmail.com": 700, "a.org": 800, "b.org": 300, "c.org": 900]) {
            let warmUp = WarmUp(start: start.adding(.seconds(-40_000)), perDay: [500, 1_000, 2_000])
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 1, warmUp: warmUp),
                .destination("gmail"): LimitRule(windows: [hourly(100)]),
            ]
            $0.others = LimitRule(perSecond: 0.1)
        },
        make("a window of an hour in one of a day", ["gmail.com": 2_600, "a.org": 100]) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 1),
                .destination("gmail"): LimitRule(windows: [hourly(200), WindowLimit(count: 1_000, minutes: 1_440)]),
            ]
        },
        make(
            "a relay's window that destinations fill in turns",
            ["gmail.com": 1_000, "yahoo.com": 1_000, "a.org": 1_000]
        ) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 4, windows: [hourly(800)]),
                .destination("gmail"): LimitRule(perSecond: 0.2),
                .destination("yahoo"): LimitRule(windows: [hourly(150)]),
            ]
        },
        make("each other domain's window", ["a.org": 450, "b.org": 90, "c.org": 30, "gmail.com": 2_000]) {
            $0.rules = [.destination("gmail"): LimitRule(perSecond: 0.5)]
            $0.others = LimitRule(perSecond: 1, windows: [hourly(60)])
        },
    ]

    /// After a restart.
    static let usedWindows = [
        make("the relay's hour half used", ["gmail.com": 500, "a.org": 2_000]) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 3, windows: [hourly(1_000)]),
                .destination("gmail"): LimitRule(perSecond: 1),
            ]
            $0.used = used(.relay(relay(0)), 0...49, each: 10)
        },
        make("the domain's hour full, the relay's nearly", ["gmail.com": 150, "a.org": 900]) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 3, windows: [hourly(1_000)]),
                .destination("gmail"): LimitRule(windows: [hourly(100)]),
            ]
            $0.used =
                used(.relay(relay(0)), 20...28, each: 100) + used(.destination("gmail"), 5...54, each: 2)
        },
        make("a day of warming up partly used", ["gmail.com": 300, "a.org": 900]) {
            let warmUp = WarmUp(start: start.adding(.seconds(-30_000)), perDay: [400, 800, 1_600])
            $0.rules = [
                .relay(relay(0)): LimitRule(warmUp: warmUp), .destination("gmail"): LimitRule(windows: [hourly(50)]),
            ]
            $0.used = used(.relay(relay(0)), 100...199, each: 3)
        },
        make("any other's hour used by one of them", ["a.org": 200, "b.org": 150, "gmail.com": 500]) {
            $0.rules = [.destination("gmail"): LimitRule(perSecond: 0.2)]
            $0.others = LimitRule(windows: [hourly(60)])
            $0.used = used(.destination("b.org"), 0...9, each: 6)
        },
    ]

    /// Providers with several domains, built in and configured.
    static let groups = [
        make("domains of one provider share its limit", ["gmail.com": 700, "googlemail.com": 500, "a.org": 2_000]) {
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 2), .destination("gmail"): LimitRule(windows: [hourly(400)]),
            ]
        },
        make("a configured group beside any other", ["one.org": 400, "two.org": 500, "a.org": 600, "yahoo.fr": 200]) {
            $0.groups = ["ours": ["one.org", "two.org"]]
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 1.5),
                .destination("ours"): LimitRule(perSecond: 1, windows: [hourly(300)]),
            ]
            $0.others = LimitRule(perSecond: 0.2)
        },
    ]

    static let severalRelays = [
        make("weights, and one relay slower than its share", ["gmail.com": 800, "a.org": 8_000]) {
            $0.weights = [relay(0): 3, relay(1): 1]
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 5), .relay(relay(1)): LimitRule(perSecond: 1),
                .destination("gmail"): LimitRule(perSecond: 0.5),
            ]
        },
        make("weights, and one relay's hour full now and then", ["gmail.com": 1_500, "a.org": 9_000]) {
            $0.weights = [relay(0): 1, relay(1): 1]
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 2),
                .relay(relay(1)): LimitRule(perSecond: 2, windows: [hourly(500)]),
                .destination("gmail"): LimitRule(windows: [hourly(600)]),
            ]
        },
        make("weights, and a destination slower than both", ["gmail.com": 2_000, "a.org": 3_000]) {
            $0.weights = [relay(0): 9, relay(1): 1]
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 4), .relay(relay(1)): LimitRule(perSecond: 4),
                .destination("gmail"): LimitRule(perSecond: 0.3),
            ]
        },
        make("without weights each takes what it can", ["gmail.com": 900, "a.org": 6_000]) {
            $0.weights = [relay(0): nil, relay(1): nil]
            $0.rules = [
                .relay(relay(0)): LimitRule(perSecond: 2),
                .relay(relay(1)): LimitRule(perSecond: 0.5, windows: [hourly(1_000)]),
                .destination("gmail"): LimitRule(perSecond: 0.2),
            ]
        },
    ]
}
