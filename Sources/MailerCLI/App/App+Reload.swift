import Foundation
import MailerConfiguration

// What a daemon does at SIGHUP: it reads its configuration anew, and works on with the old one where the new cannot be used.
extension App {
    /// What to tell of a configuration that took the place of another: where mail goes, and what has to wait.
    func changeReport(since old: App) -> String {
        let relays = configuration.relays.map { "\(Self.name(of: $0)) (TLS \($0.tls.rawValue))" }
        let target = relays.isEmpty ? "no relay, the embedded sandbox" : relays.joined(separator: ", ")
        var waiting: [String] = []
        if configuration.database != old.configuration.database { waiting.append("'database'") }
        if configuration.serve != old.configuration.serve { waiting.append("'serve'") }
        let rest = waiting.isEmpty ? "" : "; \(waiting.joined(separator: " and ")) changed, and needs a restart"
        return "\(place): \(target)\(rest)"
    }

    /// Whether limits say the same, so that what they have counted goes on counting.
    func hasLimits(of other: App) -> Bool {
        func rules(_ app: App) -> [LimitText] {
            app.configuration.relays.map {
                LimitText(name: "\(Self.name(of: $0))", rate: $0.rate, windows: $0.windows, warmUp: $0.warmUp)
            }
        }
        return rules(self) == rules(other) && configuration.limits == other.configuration.limits
    }

    private struct LimitText: Equatable {
        let name: String
        let rate: Rate?
        let windows: [Rate]
        let warmUp: WarmUpConfiguration?
    }
}
