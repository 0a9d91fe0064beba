import Foundation
import Rendering

/// The differences between two messages, for people and for scripts.
struct DiffReport {
    let old: String
    let new: String
    let diff: MessageDiff

    var text: String {
        var parts = ["--- \(old)\n+++ \(new)"]
        parts += [("Subject", diff.subject), ("Preheader", diff.preheader)].compactMap { title, pair in
            pair.map { "\(title)\n-\($0.old)\n+\($0.new)" }
        }
        parts += [("Text", diff.text), ("HTML", diff.html)].compactMap { title, lines in
            lines.isEmpty ? nil : "\(title)\n" + lines.hunks().map(Self.text).joined(separator: "\n")
        }
        if diff.differsInStyle { parts.append("HTML\nOnly its style differs.") }
        let links = diff.removedLinks.map { "-\($0)" } + diff.addedLinks.map { "+\($0)" }
        if !links.isEmpty { parts.append("Links\n" + links.joined(separator: "\n")) }
        return parts.joined(separator: "\n\n")
    }

    /// As unified diffs have it: `@@ -3,7 +3,8 @@`.
    private static func text(_ hunk: LineDiff.Hunk) -> String {
        let old = hunk.lines.count { $0.change != .added }
        let new = hunk.lines.count { $0.change != .removed }
        let lines = hunk.lines.map { line in
            let sign =
                switch line.change {
                case .kept: " "
                case .removed: "-"
                case .added: "+"
                }
            return sign + line.text
        }
        return (["@@ -\(hunk.oldStart),\(old) +\(hunk.newStart),\(new) @@"] + lines).joined(separator: "\n")
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let report = JSONReport(
            old: old, new: new, identical: diff.isEmpty, subject: diff.subject.map(JSONReport.Pair.init),
            preheader: diff.preheader.map(JSONReport.Pair.init), text: diff.text.hunks().map(JSONReport.Hunk.init),
            html: diff.html.hunks().map(JSONReport.Hunk.init), styleDiffers: diff.differsInStyle,
            linksAdded: diff.addedLinks, linksRemoved: diff.removedLinks)
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}

private struct JSONReport: Encodable {
    struct Pair: Encodable {
        let old: String
        let new: String

        init(_ pair: MessageDiff.Pair) { (old, new) = (pair.old, pair.new) }
    }

    struct Line: Encodable {
        let change: LineDiff.Change
        let text: String
    }

    struct Hunk: Encodable {
        let oldStart: Int
        let newStart: Int
        let lines: [Line]

        init(_ hunk: LineDiff.Hunk) {
            (oldStart, newStart) = (hunk.oldStart, hunk.newStart)
            lines = hunk.lines.map { Line(change: $0.change, text: $0.text) }
        }
    }

    let old: String
    let new: String
    let identical: Bool
    let subject: Pair?
    let preheader: Pair?
    let text: [Hunk]
    let html: [Hunk]
    let styleDiffers: Bool
    let linksAdded: [String]
    let linksRemoved: [String]
}
