import Testing

@testable import Bounces

@Suite struct BounceReportTests {
    @Test func aBounceIsOneLineOfJSON() {
        #expect(
            BounceReport.json(Samples.parse(Samples.unknownUser))
                == #"{"feedback_type":null,"kind":"bounce","recipients":[{"action":"failed","address":"reader@example.com","class":"hard","status":"5.1.1"}]}"#
        )
    }

    @Test func whatIsNotKnownIsNull() {
        let text = Samples.notice("This is the mail system at host mx.\n\n<ann@example.com>: no thank you")
        #expect(BounceReport.json(Samples.parse(text)).contains(#""class":"unknown","status":null"#))
    }

    @Test(arguments: [
        (Samples.feedback("abuse"), #"{"feedback_type":"abuse","kind":"complaint","#),
        (Samples.feedback("auth-failure"), #"{"feedback_type":"auth-failure","kind":"complaint","recipients":[]}"#),
        (Samples.outOfOffice, #"{"feedback_type":null,"kind":"autoreply","recipients":[]}"#),
        ("Subject: hello\n\nhello", #"{"feedback_type":null,"kind":"other","recipients":[]}"#),
    ]) func eachKindHasItsWord(message: String, start: String) {
        #expect(BounceReport.json(Samples.parse(message)).hasPrefix(start))
    }
}
