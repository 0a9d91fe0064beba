import Mail
import Operations
import MailerConfiguration
import Rendering
import Sending
import Store

// What is about to happen, for people.
extension SendJob {
    /// - Parameters:
    ///   - relays: nil if none is opened yet.
    ///   - start: when it is to start; nil: now.
    func plan(_ relays: RelaySet?, start: Timestamp? = nil) throws -> String {
        var lines = [
            "Issue     \(issue.path): \(issue.issue.subject.showingMergeFields)",
            "From      \(try newsletter().from)",
        ]
        if let existing, existing.frozenAt != nil {
            let accounting = try store.accounting(of: existing.id)
            if let reason = existing.pauseReason { lines.append("Paused    \(reason)") }
            let left = accounting[.pending] + accounting[.deferred]
            lines.append("\(listTitle)\(existing.listNames): goes on with \(left) of \(accounting.audience)")
            lines.append("Finish    \(try finish(of: left, from: nil) { try store.domains(leftIn: existing.id) })")
        } else {
            if let reason = existing?.pauseReason { lines.append("Paused    \(reason)") }
            let scope = try scope()
            let audience = try store.audience(of: scope)
            lines.append("\(listTitle)\(lists.map(\.name).joined(separator: ", ")): \(audience.words)")
            if let start { lines.append("Start     \(start.forPeople), \(Self.words(from: app.now(), to: start))") }
            lines.append("Finish    \(try finish(of: audience.toMail, from: start) { try store.domains(of: scope) })")
        }
        if let relays { lines.append("Relay     \(relays.description)") }
        if !app.configuration.relays.isEmpty, Configuration.isLocal(app.configuration.baseURL) {
            lines.append("Links     lead to \(app.configuration.baseURL), which only this machine can reach")
        }
        return lines.joined(separator: "\n")
    }

    private var listTitle: String { lists.count > 1 ? "Lists     " : "List      " }

    /// Sorting a large list by domain takes time, which is spent only where a limit asks for it.
    private func finish(of count: Int, from start: Timestamp?, domains: () throws -> [String: Int]) throws -> String {
        let domains = try app.limits().concernDestinations ? domains() : ["": count]
        return try app.plan(domains, store: store, start: start).finish
    }

    /// `in 35 days`
    static func words(from now: Timestamp, to time: Timestamp) -> String {
        if time <= now { return "which is past" }
        return "in \(MailingPlan.words(time.since(now)))"
    }
}

extension Audience {
    /// `9 to mail, 1 not (1 unsubscribed, 0 suppressed, 0 not confirmed)`
    fileprivate var words: String {
        "\(toMail) to mail, \(excluded) not (\(unsubscribed) unsubscribed, \(suppressed) suppressed, "
            + "\(notConfirmed) not confirmed\(served > 0 ? ", \(served) have it already" : ""))"
    }
}
