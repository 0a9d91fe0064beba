import Rendering

/// What the page's script shows.
struct PageState: Encodable {
    struct Message: Encodable {
        let reader: PreviewReader
        let from: String
        let subject: String
        let preheader: String?
        let text: String
        let fields: [MessageField]
        let source: String
        let htmlSize: Int
        let messageSize: Int
        let findings: [Line]
    }

    /// A finding and where it is.
    struct Line: Encodable {
        let severity: String
        let place: String
        let message: String
        let rule: String
        let isFixable: Bool
    }

    let version: Int
    let file: String
    let problem: String?
    /// Gmail clips above that many bytes of encoded HTML.
    let clipSize: Int
    let message: Message?

    init(_ showing: LiveIssue.Showing, file: String) {
        version = showing.version
        self.file = file
        problem = showing.problem
        clipSize = CompiledMessage.clippedHTMLSize
        message = showing.issue.map { issue in
            Message(
                reader: issue.reader, from: issue.from, subject: issue.subject, preheader: issue.preheader,
                text: issue.text, fields: MessageField.all(of: issue.message),
                source: String(decoding: issue.message, as: UTF8.self), htmlSize: issue.encodedHTMLSize,
                messageSize: issue.message.count,
                findings: issue.findings.map { finding in
                    Line(
                        severity: finding.severity.rawValue, place: "\(file):\(finding.line)", message: finding.message,
                        rule: finding.ruleID, isFixable: finding.isFixable)
                })
        }
    }
}
