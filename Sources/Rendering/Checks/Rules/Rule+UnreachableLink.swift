import Mail

extension Rule {
    static let unreachableLink = Rule(
        "unreachable-link", .warning, what: "A link or an image is not there. Asked with --online.",
        why: "Readers click, and get an error."
    ) { checked in
        checked.answeredTargets.compactMap { url, line, answer in
            guard case .failed(let words) = answer else { return nil }
            return Spot(line, "\(url) cannot be reached: \(words).")
        }
    }
}

extension CheckedIssue {
    /// What servers said of the URLs that they were asked for, with the first line of each.
    var answeredTargets: [(url: String, line: Int, answer: LinkAnswer)] {
        var seen: Set<String> = []
        return targets.compactMap { url, line in
            guard seen.insert(url).inserted, let answer = evidence.answers[url] else { return nil }
            return (url, line, answer)
        }
    }

    /// What a reader's programs fetch from the web, with the line.
    private var targets: [(String, Int)] {
        links.map { ($0.url, $0.line) } + images.map { ($0.url, $0.line) }
    }

    /// The URLs on the web that are the same for every reader: what `Evidence.answers` can tell of.
    var webTargets: [String] {
        var seen: Set<String> = []
        return targets.map(\.0).filter { url in
            let isWeb =
                url.asciiLowercased.hasBytes(prefix: "https://") || url.asciiLowercased.hasBytes(prefix: "http://")
            return isWeb && !url.isPersonal && LinkProblem(url) == nil && seen.insert(url).inserted
        }
    }
}
