import Testing

@testable import SMTP

@Suite struct MessageBodyTests {
    private func wire(_ text: String) throws -> String {
        var output = OutputBuffer()
        try MessageBody(message(1, body: text)).append(to: &output)
        return String(decoding: output.takeAll(), as: UTF8.self)
    }

    @Test(arguments: [
        ("a\r\n", "a\r\n"),
        ("a", "a\r\n"),
        ("", ""),
        (".", "..\r\n"),
        (".\r\n", "..\r\n"),
        ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n"),
        ("..\r\n...\r\n", "...\r\n....\r\n"),
        ("a.b\r\n.c\r\n\r\n.d", "a.b\r\n..c\r\n\r\n..d\r\n"),
        ("a\r\n.", "a\r\n..\r\n"),
    ])
    func linesThatBeginWithADotGetAnother(_ text: String, _ expected: String) throws {
        #expect(try wire(text) == expected)
    }

    @Test(arguments: [
        ("a\nb\r\n", 1), ("a\rb\r\n", 1), ("a\r\n\n", 3), ("a\r", 1), ("\r\r\n", 0), ("a\r\n.\n.\r\n", 4), ("\n", 0),
    ])
    func aBareLineBreakIsRefused(_ text: String, _ offset: Int) {
        #expect(throws: Unsendable.bareLineBreak(at: offset)) { try MessageBody(message(1, body: text)) }
    }
}
