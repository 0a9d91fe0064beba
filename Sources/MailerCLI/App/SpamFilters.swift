import Foundation
import Rendering

/// Asks the spam filters of this machine about a message.
enum SpamFilters {
    /// What the installed ones say, and a sentence for each that could not be asked.
    static func scores(of message: [UInt8]) -> (scores: [SpamScore], problems: [String]) {
        var scores: [SpamScore] = []
        var problems: [String] = []
        let installed = filters.filter { ProgramRun.path(of: $0.command[0]) != nil }
        for filter in installed {
            if let result = ProgramRun.run(filter.command, input: message), let score = filter.read(result.output) {
                scores.append(score)
            } else {
                problems.append("\(filter.name) is installed, but gave no score. \(filter.hint)")
            }
        }
        if installed.isEmpty {
            problems.append("Neither SpamAssassin nor rspamd is installed here, so there is no score.")
        }
        return (scores, problems)
    }

    private struct Filter: Sendable {
        let name: String
        let command: [String]
        let hint: String
        let read: @Sendable ([UInt8]) -> SpamScore?
    }

    private static let filters = [
        Filter(
            name: "SpamAssassin", command: ["spamassassin", "--local", "--test-mode"],
            hint: "Try: spamassassin --lint.", read: { spamAssassin(String(decoding: $0, as: UTF8.self)) }),
        Filter(
            name: "rspamd", command: ["rspamc", "--json", "symbols"], hint: "Is rspamd running? Try: rspamc stat.",
            read: { rspamd($0) }),
    ]

    /// From the header `X-Spam-Status: No, score=-0.1 required=5.0 …` and the table of the report:
    ///
    ///      0.1 MIME_HTML_MOSTLY       BODY: Multipart message mostly text/html MIME
    static func spamAssassin(_ report: String) -> SpamScore? {
        let status = /X-Spam-Status:[^,]*,\s+score=(-?[0-9.]+)\s+required=(-?[0-9.]+)/
        guard let found = report.firstMatch(of: status), let score = Double(found.1), let threshold = Double(found.2),
            let table = report.range(of: "pts rule name", options: .backwards)
        else { return nil }
        let line = /^\s*(-?[0-9]+\.[0-9]+) ([A-Z0-9_]+)\s/.anchorsMatchLineEndings()
        let hits = report[table.upperBound...].matches(of: line).compactMap { match in
            Double(match.1).map { SpamScore.Hit(rule: String(match.2), score: $0) }
        }
        return SpamScore(filter: "SpamAssassin", score: score, threshold: threshold, hits: hits)
    }

    /// From the JSON of `rspamc`; what would be rejected is spam.
    static func rspamd(_ json: [UInt8]) -> SpamScore? {
        struct Answer: Decodable {
            struct Symbol: Decodable { let score: Double }
            let score: Double
            let requiredScore: Double
            let symbols: [String: Symbol]
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let answer = try? decoder.decode(Answer.self, from: Data(json)) else { return nil }
        let hits = answer.symbols.map { SpamScore.Hit(rule: $0.key, score: $0.value.score) }
        return SpamScore(filter: "rspamd", score: answer.score, threshold: answer.requiredScore, hits: hits)
    }
}
