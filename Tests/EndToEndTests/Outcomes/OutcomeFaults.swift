import Mail
import SMTP
import Sandbox

/// Every kind of fault that a server can have at a step: docs/outcomes.md must have a row for each.
enum OutcomeFaults {
    /// A wrong reply that is no refusal: what only another step can be answered with.
    private static func misplaced(_ step: Fault.Step) -> String {
        step == .data ? "250 2.0.0 OK" : "354 Go on"
    }

    private static func replies(_ step: Fault.Step) -> [String] {
        ["451 4.3.0 Later", "550 5.7.1 No", "421 4.3.2 Closing", misplaced(step)]
            + ([.rcpt, .data, .dot].contains(step) ? ["550 5.1.1 No such user"] : [])
    }

    private static func faults(_ step: Fault.Step) -> [String] {
        let endings: [Fault.Ending] = [.drop, .reset, .hang]
        var actions = step == .body ? [] : replies(step) + Fault.Slip.allCases.map(\.rawValue)
        actions += endings.map(\.rawValue)
        if step == .body { actions += [Fault.Ending.stall.rawValue, "slow"] }
        if step == .dot { actions += endings.map { "\($0.rawValue)-after" } }
        return actions.map { "\(step.rawValue)=\($0)" }
    }

    static let opening =
        ([.greeting, .ehlo, .starttls, .auth] as [Fault.Step]).flatMap(faults) + ["starttls=alert", "auth=alert"]
    static let dialogue = ([.mail, .rcpt, .data, .body, .dot, .rset, .quit] as [Fault.Step]).flatMap(faults)
    /// Under TLS.
    static let alerts = ([.mail, .rcpt, .data, .body, .dot, .rset, .quit] as [Fault.Step]).map {
        "\($0.rawValue)=alert"
    }

    /// Ends in a time-out, so that the bench must not wait for long.
    static func isSilent(_ fault: String) -> Bool {
        ["hang", "hang-after", "omit", "stall"].contains { fault.hasSuffix("=\($0)") }
    }
}
