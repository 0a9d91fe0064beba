import Testing

@testable import Preview

@Suite struct MessageFieldTests {
    @Test(arguments: [
        ("Subject: Hello\r\nTo: a@x,\r\n b@x\r\n\r\nBody: no\r\n", [("Subject", "Hello"), ("To", "a@x, b@x")]),
        ("Empty:\r\nX: a:b\r\n\r\n", [("Empty", ""), ("X", "a:b")]),
        (" folded first: line\r\nno colon\r\n\r\n", [(" folded first", "line")]),
        ("", []),
        ("\r\nBody", []),
        ("Only: header", [("Only", "header")]),
    ])
    func fieldsAreUnfoldedAndInOrder(message: String, expected: [(String, String)]) {
        let fields = MessageField.all(of: Array(message.utf8))
        #expect(fields == expected.map { MessageField(name: $0, value: $1) })
    }
}
