/// The faults of a server and how often each was met: decides what becomes of an occasion.
struct FaultPlan {
    /// Something that a fault could act on.
    struct Occasion {
        let step: Fault.Step
        let session: Int
        /// Those that the step is about: one at `rcpt`, all accepted ones at `data`, `body` and `dot`.
        var recipients: [String] = []
        /// The return path of the message under way, or of the one that would begin.
        var sender: String?
    }

    /// What is to happen on an occasion.
    struct Verdict: Equatable {
        var delay: Duration = .zero
        /// A reply or an ending; nil lets the step take its course.
        var action: Fault.Action?
    }

    private struct Entry {
        let fault: Fault
        var seen = 0
        var acted = 0

        var isDue: Bool {
            if let after = fault.selector.after, seen <= after { return false }
            if let every = fault.selector.every, !seen.isMultiple(of: every) { return false }
            if let first = fault.selector.first, acted >= first { return false }
            return true
        }
    }

    private var entries: [Entry]

    init(_ faults: [Fault]) { entries = faults.map { Entry(fault: $0) } }

    /// Counts the occasion for every fault that it fits; the first that acts decides, delays add up.
    mutating func verdict(for occasion: Occasion) -> Verdict {
        var verdict = Verdict()
        for index in entries.indices where entries[index].fault.fits(occasion) {
            entries[index].seen += 1
            guard entries[index].isDue else { continue }
            if case .delay(let duration) = entries[index].fault.action {
                verdict.delay += duration
            } else if verdict.action == nil {
                verdict.action = entries[index].fault.action
            } else {
                continue
            }
            entries[index].acted += 1
        }
        return verdict
    }
}

extension Fault {
    fileprivate func fits(_ occasion: FaultPlan.Occasion) -> Bool {
        guard step == occasion.step || (step == .any && occasion.step != .body) else { return false }
        if let connection = selector.connection, connection != occasion.session { return false }
        if let pattern = selector.sender, !Glob(pattern).matches(occasion.sender ?? "") { return false }
        guard let pattern = selector.recipient else { return true }
        return occasion.recipients.contains { Glob(pattern).matches($0) }
    }
}
