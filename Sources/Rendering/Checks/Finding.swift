import Foundation

/// Something about an issue that its editor should know before it is sent.
package struct Finding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable, Comparable {
        /// Cannot be sent like this.
        case error
        /// Readers would notice.
        case warning
        /// Worth a look.
        case notice

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .notice: 2
            }
        }
    }

    /// `image-without-alt`: stable, for scripts.
    package let ruleID: String
    package let severity: Severity
    /// Of the issue's file, counted from 1.
    package let line: Int
    package let message: String
    /// Whether `TextRepair.repair` takes care of it.
    package let isFixable: Bool

    package init(_ ruleID: String, _ severity: Severity, line: Int, _ message: String, isFixable: Bool = false) {
        self.ruleID = ruleID
        self.severity = severity
        self.line = line
        self.message = message
        self.isFixable = isFixable
    }

    /// A file that cannot be read as an issue, as a finding.
    package init(_ error: IssueError) {
        self.init("unreadable", .error, line: error.line ?? 1, error.message)
    }

    /// An image that cannot go out, as a finding.
    package init(_ error: ImageError) { self.init("image", .error, line: error.line, error.message) }

    /// `issues/12.md:3: warning: … [rule-id]`
    package func text(path: String) -> String {
        "\(path):\(line): \(severity.rawValue): \(message) [\(ruleID)]"
    }

    /// One JSON object on one line: `path`, `line`, `rule`, `severity`, `message`, `fixable`.
    package func json(path: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let form = JSONForm(
            path: path, line: line, rule: ruleID, severity: severity.rawValue, message: message, fixable: isFixable)
        // Texts, a number and a flag can always be encoded.
        return (try? encoder.encode(form)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private struct JSONForm: Encodable {
        let path: String
        let line: Int
        let rule: String
        let severity: String
        let message: String
        let fixable: Bool
    }
}

extension String {
    /// For messages to people: merge fields and sections as their author wrote them.
    package var showingMergeFields: String {
        guard isPersonal else { return self }
        var open: [String] = []
        return mergePieces.map { piece in
            switch piece {
            case .text(let text): return text
            case .field(let field): return field.source
            case .opening(let condition):
                open.append(condition.name)
                return condition.source
            case .closing: return "{{/\(open.popLast() ?? "")}}"
            }
        }.joined()
    }
}
