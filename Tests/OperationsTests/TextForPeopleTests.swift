import Foundation
import Mail
import Testing

@testable import Operations

@Suite struct TextForPeopleTests {
    @Test(arguments: [
        ("UTC", "2026-07-01 10:30:05 +00:00"), ("Europe/Berlin", "2026-07-01 12:30:05 +02:00"),
        ("America/St_Johns", "2026-07-01 08:00:05 -02:30"), ("Asia/Kathmandu", "2026-07-01 16:15:05 +05:45"),
        ("Pacific/Kiritimati", "2026-07-02 00:30:05 +14:00"),
    ])
    func timesAreByTheReadersClockWithItsZone(_ zone: String, _ expected: String) throws {
        let moment = Timestamp(milliseconds: 1_782_901_805_999)
        #expect(moment.forPeople(in: try #require(TimeZone(identifier: zone))) == expected)
    }

    @Test func aChangeOfClocksIsFollowed() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let before = Timestamp(milliseconds: 1_793_494_799_000)
        #expect(before.forPeople(in: zone) == "2026-11-01 01:59:59 +01:00")
        #expect(Timestamp(milliseconds: 1_792_889_999_000).forPeople(in: zone) == "2026-10-25 02:59:59 +02:00")
        #expect(Timestamp(milliseconds: 1_792_890_000_000).forPeople(in: zone) == "2026-10-25 02:00:00 +01:00")
    }

    @Test(arguments: [
        ("short", 20, "short"),
        ("one two three four five", 10, "one two\nthree four\nfive"),
        (
            "paused    because it was refused again and again", 30,
            "paused    because it was\n          refused again and\n          again"
        ),
        ("  indented words that go on and on", 16, "  indented words\n  that go on and\n  on"),
        ("- a point that is longer than a line", 16, "- a point that\n  is longer than\n  a line"),
        ("see https://example.org/a/very/long/path now", 12, "see\nhttps://example.org/a/very/long/path\nnow"),
        ("https://example.org/a/very/long/path", 12, "https://example.org/a/very/long/path"),
        ("a b\n\nc d e f g h", 6, "a b\n\nc d e\nf g h"), ("exactly ten", 11, "exactly ten"), ("", 10, ""),
    ])
    func linesBreakBetweenWordsOnly(_ text: String, _ width: Int, _ expected: String) {
        #expect(TextWrap.wrapped(text, width: width) == expected)
    }

    @Test func everyWordIsThereAtEveryWidth() {
        let text = "mailing   2026-w48: The Printing Room, week 48: a sheet for every table https://example.org/x"
        for width in 1...100 {
            let wrapped = TextWrap.wrapped(text, width: width)
            #expect(wrapped.split { $0 == " " || $0 == "\n" } == text.split(separator: " "))
        }
    }
}
