import Testing

@testable import Bounces

@Suite struct ReturnedCopyTests {
    @Test(arguments: [
        "--- Below this line is a copy of the message.",
        "------ This is a copy of the message, including all the headers. ------",
        "Original message follows.", "   ----- Message header follows -----", "Return-Path: <a@example.org>",
        "Received: from mx.example.net", "Message headers follow:", "    Below is a copy of the original message:",
        "--------RETURNED MAIL FOLLOWS--------", "   ----- Original message -----",
    ]) func theCopyStartsAtItsTitle(line: String) {
        #expect(ReturnedCopy.startsAt(line))
    }

    @Test(arguments: [
        "delete your own text from the attached returned message.",
        "below could not be delivered to one or more destinations.",
        "A message that you sent could not be delivered", "<reader@example.com>:", "",
    ]) func aSentenceAboutItIsNotTheCopy(line: String) {
        #expect(!ReturnedCopy.startsAt(line))
    }
}
