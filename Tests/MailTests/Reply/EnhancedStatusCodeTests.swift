import Mail
import Testing

@Suite struct EnhancedStatusCodeTests {
    @Test(
        arguments: [
            ("5.1.1", EnhancedStatusCode(5, 1, 1)), ("2.0.0", EnhancedStatusCode(2, 0, 0)),
            ("4.123.456", EnhancedStatusCode(4, 123, 456)), ("1.1.1", nil), ("3.0.0", nil), ("5.1", nil),
            ("5.1.1.1", nil),
            ("5..1", nil), ("5.1.1234", nil), ("5.1.x", nil), ("+5.1.1", nil), ("\u{FF15}.1.1", nil), ("", nil),
            ("5.1.1 ", nil),
        ] as [(String, EnhancedStatusCode?)])
    func aStatusIsReadWholeOrNotAtAll(_ text: String, _ status: EnhancedStatusCode?) {
        #expect(EnhancedStatusCode(text) == status)
    }
}
