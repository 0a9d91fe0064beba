extension Rule {
    static let redirectedLink = Rule(
        "redirected-link", .notice, what: "A link is redirected. Asked with --online.",
        why: "Each stop takes time, and tells somebody who reads what."
    ) { checked in
        checked.answeredTargets.compactMap { url, line, answer in
            guard case .moved(let target) = answer else { return nil }
            return Spot(line, "\(url) is redirected to \(target). Link to that.")
        }
    }
}
