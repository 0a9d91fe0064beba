import Testing

@testable import Mail

@Suite struct SMTPReplyTests {
    struct Row: Sendable {
        let lines: [String]
        let status: String?
        let text: String

        init(_ lines: String..., status: String?, text: String) {
            self.lines = lines
            self.status = status
            self.text = text
        }
    }

    static let rows: [Row] = [
        Row("5.1.1 No such user", status: "5.1.1", text: "550 5.1.1 No such user"),
        Row("5.1.1 No such", "5.1.1 user", status: "5.1.1", text: "550 5.1.1 No such user"),
        Row("No such user.", "See help.", "5.1.1 Bye", status: "5.1.1", text: "550 No such user. See help. 5.1.1 Bye"),
        Row("No such", "5.1.1 user", "5.1.1 here", status: "5.1.1", text: "550 No such 5.1.1 user here"),
        Row("No such user", status: nil, text: "550 No such user"),
        Row("", status: nil, text: "550"),
        Row(status: nil, text: "550"),
        Row("4.1.1 Not of this class", status: nil, text: "550 4.1.1 Not of this class"),
        Row("4.1.1 Wrong", "5.7.1 right", status: "5.7.1", text: "550 4.1.1 Wrong 5.7.1 right"),
        Row("5.1.1.1 no", status: nil, text: "550 5.1.1.1 no"),
        Row("5.1234.1 no", status: nil, text: "550 5.1234.1 no"),
        Row("see 5.1.1", status: nil, text: "550 see 5.1.1"),
    ]

    @Test(arguments: rows)
    func theStatusIsThatOfTheFirstLineThatHasOne(_ row: Row) {
        let reply = SMTPReply(code: 550, lines: row.lines)
        #expect(reply.enhancedStatus?.description == row.status)
        #expect(reply.description == row.text)
    }
}
