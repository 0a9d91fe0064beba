import Testing

@testable import Sandbox

struct FaultPlanTests {
    @Test func actsEachTimeWithoutASelector() throws {
        #expect(try acted("mail=drop", times: 3) == [1, 2, 3])
    }

    @Test(arguments: [
        ("mail=drop @every:3", [3, 6, 9]), ("mail=drop @first:2", [1, 2]), ("mail=drop @after:8", [9, 10]),
        ("mail=drop @after:3 @first:2", [4, 5]), ("mail=drop @every:3 @first:2", [3, 6]),
        ("mail=drop @every:1", Array(1...10)), ("mail=drop @connection:2", []), ("rcpt=drop", []),
        ("any=drop @first:1", [1]),
    ])
    func countsOccasions(text: String, expected: [Int]) throws {
        #expect(try acted(text, times: 10) == expected)
    }

    @Test func choosesRecipients() throws {
        var plan = FaultPlan([try Fault("rcpt=drop @to:*@example.net @every:2")])
        let recipients = ["a@example.net", "b@example.org", "c@example.net", "D@EXAMPLE.NET"]
        let hit = recipients.filter { recipient in
            plan.verdict(for: FaultPlan.Occasion(step: .rcpt, session: 1, recipients: [recipient])).action != nil
        }
        #expect(hit == ["c@example.net"])
    }

    @Test func choosesSenders() throws {
        var plan = FaultPlan([try Fault("mail=drop @from:b.2@*")])
        let hit = ["b.1@example.org", "B.2@example.org", "", nil].filter { sender in
            plan.verdict(for: FaultPlan.Occasion(step: .mail, session: 1, sender: sender)).action != nil
        }
        #expect(hit == ["B.2@example.org"])
    }

    @Test func choosesConnections() throws {
        var plan = FaultPlan([try Fault("greeting=hang @connection:2")])
        let actions = (1...3).map { plan.verdict(for: FaultPlan.Occasion(step: .greeting, session: $0)).action }
        #expect(actions == [nil, .end(.hang), nil])
    }

    @Test func takesTheFirstAndAddsDelays() throws {
        let faults = ["delay=10ms", "mail=451 Later @first:1", "mail=delay 5ms", "mail=drop @first:1"]
        var plan = FaultPlan(try faults.map { try Fault($0) })
        let occasion = FaultPlan.Occasion(step: .mail, session: 1)
        let verdicts = (1...3).map { _ in plan.verdict(for: occasion) }
        let both = Duration.milliseconds(15)
        #expect(
            verdicts == [
                .init(delay: both, action: .reply(SandboxReply(451, ["Later"]))),
                // The second fault lost the first occasion, so it still has its one time.
                .init(delay: both, action: .end(.drop)),
                .init(delay: both, action: nil),
            ])
    }

    @Test func leavesTheBodyAloneAtAny() throws {
        var plan = FaultPlan([try Fault("any=drop")])
        #expect(plan.verdict(for: FaultPlan.Occasion(step: .body, session: 1)) == .init())
    }

    @Test(arguments: [
        ("*", "", true), ("*", "a@b", true), ("", "", true), ("", "a", false), ("a@b", "A@B", true),
        ("a*", "a@b", true), ("*@b", "a@b.c", false), ("*@b*", "a@b.c", true), ("a?b", "a@b", true),
        ("a?b", "ab", false), ("*a*a*", "banana", true), ("*a*a*a*a", "banana", false), ("**x", "x", true),
    ])
    func globs(pattern: String, text: String, fits: Bool) {
        #expect(Glob(pattern).matches(text) == fits)
    }

    /// On which of so many MAIL commands the fault acts.
    private func acted(_ text: String, times: Int) throws -> [Int] {
        var plan = FaultPlan([try Fault(text)])
        return (1...times).filter { _ in
            plan.verdict(for: FaultPlan.Occasion(step: .mail, session: 1)).action != nil
        }
    }
}
