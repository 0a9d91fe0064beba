import Mutation

@testable import Rendering

/// Makes Markdown documents with links in every kind of place, the same for the same seed.
struct RandomMarkdown {
    private var random: SeededMutation
    private var links = 0

    init(seed: Int) { random = SeededMutation(seed: seed) }

    mutating func document() -> String {
        (0..<Int.random(in: 1...6, using: &random)).map { _ in block(depth: 0) }.joined(separator: "\n\n")
    }

    private mutating func block(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 3 ? 9 : 4), using: &random) {
        case 0: return String(repeating: "#", count: Int.random(in: 1...4, using: &random)) + " " + words()
        case 1: return "| \(words()) | \(words()) |\n|---|--:|\n| \(words()) | \(words()) |"
        case 2: return "<div>\n<p>\(rawLink()) and <img src=\"\(url())\"></p>\n</div>"
        case 4: return prefixed(block(depth: depth + 1), first: "> ", rest: "> ")
        case 5, 6:
            return (0..<3).map { _ in prefixed(block(depth: depth + 1), first: "* ", rest: "  ") }.joined(
                separator: "\n")
        case 7: return prefixed(block(depth: depth + 1), first: "12. ", rest: "    ")
        case 8:
            links += 1
            return "note[^\(links)]\n\n[^\(links)]: \(words())"
        default: return words()
        }
    }

    private func prefixed(_ block: String, first: String, rest: String) -> String {
        block.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { ($0 == 0 ? first : rest) + $1 }.joined(separator: "\n")
    }

    private mutating func words() -> String {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in word() }.joined(separator: " ")
    }

    private mutating func word() -> String {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return "[\(plain()) \(plain())](\(url()))"
        case 1: return "<\(url())>"
        case 2: return url()
        case 3: return "*[\(plain())](\(url()) \"title\")*"
        case 4: return "~~**\(url())**~~"
        case 5: return "[![\(plain())](\(url()))](\(url()))"
        case 6: return rawLink()
        case 7: return "{{\(plain()) | \"a b\"}}"
        case 8: return "漢字かな交じり文"
        default: return plain()
        }
    }

    private mutating func plain() -> String {
        ["word", "a", "letterpress", "ink", "wood"].randomElement(using: &random) ?? ""
    }

    private mutating func rawLink() -> String { "<a href=\"\(url())\">\(plain())</a>" }

    private mutating func url() -> String {
        links += 1
        let tail = String(repeating: "path/", count: Int.random(in: 0...14, using: &random))
        let query = ["", "?a=1&b=2", "#part", "?q=ä", "?n={{name}}"].randomElement(using: &random) ?? ""
        return "https://example.org/\(links)/\(tail)\(query)"
    }
}
