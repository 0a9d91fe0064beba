import Mail
import Testing

@testable import Operations

/// Whole logs, and what they say about the messages m1, m2 and so on to a1@example.org, a2@example.org.
@Suite struct RelayLogReaderTests {
    static let clock = LogClock(now: LogExamples.now) { _ in 0 }

    static func sought(_ count: Int = 3) -> [SoughtMessage] {
        (1...count).map {
            SoughtMessage(
                delivery: DeliveryID(rawValue: Int64($0)), identifier: "m\($0)",
                address: LogExamples.address("A\($0)@example.org"))
        }
    }

    static func read(_ logs: String..., chunk: Int = 4_096) -> RelayLogReader {
        var reader = RelayLogReader(messages: sought(), clock: clock)
        for (index, log) in logs.enumerated() {
            reader.begin("log\(index + 1)")
            let bytes = Array(log.utf8)
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                reader.read(Array(bytes[start..<min(start + chunk, bytes.count)]))
            }
        }
        reader.finish()
        return reader
    }

    /// Verdict and line of m1.
    private func verdict(_ lines: String...) -> (RelayLogFinding.Verdict, Int)? {
        let log = lines.map { "Nov 23 04:51:08 relay postfix/\($0)\n" }.joined()
        let finding = Self.read(log).findings[DeliveryID(rawValue: 1)]
        return finding.map { ($0.verdict, $0.place.line) }
    }

    private static let open = "smtpd[1]: Q1234: client=localhost[127.0.0.1]"
    private static let named = "cleanup[2]: Q1234: message-id=<m1@example.org>"
    private static let active = "qmgr[3]: Q1234: from=<n@example.org>, size=262, nrcpt=1 (queue active)"
    private static let removed = "qmgr[3]: Q1234: removed"

    private static func word(
        _ status: String, to: String = "a1@example.org", id: String = "Q1234", dsn: String = "5.1.1"
    ) -> String {
        "smtp[4]: \(id): to=<\(to)>, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=\(dsn), status=\(status) (words)"
    }

    @Test func whatTheQueueManagerTookWasAccepted() throws {
        let found = try #require(verdict(Self.open, Self.named, Self.active))
        #expect(found == (.accepted, 3))
    }

    @Test func aMessageThatItBeganToTakeAndSaysNoMoreAboutIsUndecided() throws {
        // A queue manager that is stopped or busy logs nothing about mail that it has, although the client got 250.
        for end in [
            "smtpd[1]: disconnect from localhost[127.0.0.1]", "smtpd[1]: lost connection after END-OF-MESSAGE from x",
            "smtpd[1]: timeout after END-OF-MESSAGE from x", Self.removed, "cleanup[2]: Q1234: hold: header X from y",
        ] {
            let found = try #require(verdict(Self.open, Self.named, end))
            #expect(found.0 == .undecided, "\(end)")
        }
    }

    @Test(arguments: ["lost connection", "timeout"])
    func aClientLostBeforeItsFinalDotWasNotReceived(_ how: String) throws {
        let lost = "smtpd[1]: \(how) after DATA (89 bytes) from localhost[127.0.0.1]"
        #expect(try #require(verdict(Self.open, Self.named, lost)) == (.notReceived, 3))
        // cleanup is another process: it may name the message after smtpd has lost its client.
        #expect(try #require(verdict(Self.open, lost, Self.named)) == (.notReceived, 2))
        #expect(try #require(verdict(Self.open, lost, "smtpd[1]: disconnect from x", Self.named)) == (.notReceived, 2))
    }

    @Test func anotherProcessesLossIsNotOurs() throws {
        let lost = "smtpd[9]: lost connection after DATA (89 bytes) from localhost[127.0.0.1]"
        #expect(try #require(verdict(Self.open, Self.named, lost, Self.active)).0 == .accepted)
        #expect(try #require(verdict(Self.open, Self.named, lost)).0 == .undecided)
        let later = "smtpd[1]: lost connection after DATA (89 bytes) from localhost[127.0.0.1]"
        #expect(try #require(verdict(Self.open, Self.named, "smtpd[1]: disconnect from x", later)).0 == .undecided)
        #expect(try #require(verdict(Self.open, Self.named, "smtpd[1]: Q9999: client=x", later)).0 == .undecided)
    }

    @Test func aRefusedMessageWasNotReceived() throws {
        let refusal = "cleanup[2]: Q1234: milter-reject: END-OF-MESSAGE from x: 5.7.1 Command rejected"
        #expect(try #require(verdict(Self.open, Self.named, refusal)) == (.notReceived, 3))
    }

    @Test(arguments: ["sent", "deferred"])
    func aWordAboutTheReaderIsBetterEvidence(_ status: String) throws {
        #expect(try #require(verdict(Self.open, Self.named, Self.active, Self.word(status))) == (.accepted, 4))
        #expect(
            try #require(verdict(Self.open, Self.named, Self.active, Self.word(status), Self.removed)) == (.accepted, 4)
        )
    }

    @Test func aBounceIsToldWithItsStatus() throws {
        let found = try #require(
            verdict(Self.open, Self.named, Self.active, Self.word("deferred", dsn: "4.2.0"), Self.word("bounced")))
        #expect(found == (.bounced(EnhancedStatusCode(5, 1, 1), isExpired: false), 5))
    }

    @Test func anExpiredMessageIsABounceInTheLastServersWords() throws {
        let expired = "qmgr[3]: Q1234: from=<n@example.org>, status=expired, returned to sender"
        let found = try #require(verdict(Self.named, Self.active, Self.word("deferred"), expired))
        #expect(found == (.bounced(nil, isExpired: true), 3))
    }

    @Test func onlyWordsAboutTheReaderCount() throws {
        let copy = Self.word("bounced", to: "archive@example.net")
        #expect(try #require(verdict(Self.named, Self.active, copy)) == (.accepted, 2))
    }

    @Test func aReaderWithTwoMailboxesGotItIfOneTookIt() throws {
        let sent = "smtp[4]: Q1234: to=<x@example.net>, orig_to=<a1@example.org>, relay=mx, dsn=2.0.0, status=sent (ok)"
        let bounced =
            "smtp[4]: Q1234: to=<y@example.net>, orig_to=<a1@example.org>, relay=mx, dsn=5.1.1, status=bounced (no)"
        #expect(try #require(verdict(Self.named, Self.active, sent, bounced)).0 == .accepted)
        #expect(try #require(verdict(Self.named, Self.active, bounced, sent)).0 == .accepted)
    }

    @Test func aMessageGoesOnUnderAnotherQueueIDBehindAFilter() throws {
        let second = "cleanup[2]: R9876: message-id=<m1@example.org>"
        let found = try #require(
            verdict(Self.named, Self.active, second, Self.word("sent"), Self.removed, Self.word("bounced", id: "R9876"))
        )
        #expect(found == (.bounced(EnhancedStatusCode(5, 1, 1), isExpired: false), 6))
    }

    @Test func aFailedTryBesideOneThatIsUndecidedProvesNothing() throws {
        let lost = "smtpd[1]: lost connection after DATA (89 bytes) from localhost[127.0.0.1]"
        let second = "cleanup[2]: R9876: message-id=<m1@example.org>"
        #expect(try #require(verdict(Self.open, Self.named, lost, second)).0 == .undecided)
        #expect(try #require(verdict(second, Self.open, Self.named, lost)).0 == .undecided)
    }

    @Test func aQueueIDThatIsUsedAgainIsAnotherMessage() throws {
        let other = "cleanup[2]: Q1234: message-id=<stranger@example.org>"
        #expect(
            try #require(verdict(Self.named, Self.active, Self.removed, Self.open, other, Self.word("bounced"))).0
                == .accepted)
        #expect(try #require(verdict(Self.named, Self.open, other, Self.active)).0 == .undecided)
        #expect(try #require(verdict(Self.named, other, Self.active)).0 == .undecided)
    }

    @Test(arguments: ["m1x@example.org", "xm1@example.org", "M1@example.org", ""])
    func anotherMessageIDIsAnotherMessage(_ id: String) {
        #expect(verdict("cleanup[2]: Q1234: message-id=<\(id)>", Self.active) == nil)
    }

    @Test func theDomainMayHaveBeenAnother() throws {
        #expect(try #require(verdict("cleanup[2]: Q1234: message-id=<m1@old.example>", Self.active)).0 == .accepted)
    }

    @Test func aMessagesLinesMaySpanTwoFiles() throws {
        let first = "Nov 22 23:59:59 relay postfix/\(Self.named)\n"
        let second = "Nov 23 00:00:01 relay postfix/\(Self.active)\n"
        let finding = try #require(Self.read(first, second).findings[DeliveryID(rawValue: 1)])
        #expect(finding.verdict == .accepted)
        #expect(finding.place.description == "log2:1")
    }

    @Test func theLogCoversWhatLiesBetweenItsLines() throws {
        let reader = Self.read(
            "-- Boot --\nNov 22 10:00:00 relay postfix/x[1]: a\nrubbish\nNov 22 12:00:00 relay postfix/x[1]: a\nNov 22 15:00:00 sshd[1]: x\n",
            "Nov 23 10:00:00 relay postfix/x[1]: a\n", "no log\n")
        func moment(_ text: String) throws -> Timestamp {
            try #require(RelayLogTime(clock: Self.clock).read(Array("\(text) x".utf8)[...]))
        }
        for time in ["Nov 22 10:00:00", "Nov 22 11:00:00", "Nov 22 12:00:00", "Nov 23 10:00:00"] {
            #expect(try reader.covers(moment(time)), "\(time)")
            #expect(try reader.covers(moment(time).adding(.milliseconds(999))) == reader.covers(moment(time)))
        }
        for time in ["Nov 22 09:59:59", "Nov 22 12:00:01", "Nov 22 15:00:00", "Nov 23 10:00:01"] {
            #expect(try !reader.covers(moment(time)), "\(time)")
        }
        #expect(reader.postfixLines == 3)
    }

    static let whole = """
        Nov 23 04:51:08 relay kernel: noise
        Nov 23 04:51:08 relay postfix/smtpd[1]: AAAAA: client=x\r
        Nov 23 04:51:08 relay postfix/cleanup[2]: AAAAA: message-id=<m1@example.org>\r
        \(String(repeating: "x", count: 70_000))
        Nov 23 04:51:08 relay postfix/smtpd[1]: BBBBB: client=x
        Nov 23 04:51:09 relay postfix/cleanup[2]: BBBBB: message-id=<m2@example.org>
        Nov 23 04:51:09 relay postfix/qmgr[3]: AAAAA: from=<n@example.org>, size=262, nrcpt=1 (queue active)\r
        Nov 23 04:51:09 relay postfix/smtpd[1]: lost connection after DATA (9 bytes) from x
        Nov 23 04:51:10 relay postfix/cleanup[2]: CCCCC: message-id=<m3@example.org>
        Nov 23 04:51:11 relay postfix/qmgr[3]: CCCCC: from=<n@example.org>, size=262, nrcpt=1 (queue active)
        Nov 23 04:51:12 relay postfix/virtual[3]: CCCCC: to=<a3@example.org>, relay=virtual, dsn=5.2.2, status=bounced (full)
        """

    @Test(arguments: [1, 7, 63, 64, 1_000, 65_536, 1_000_000])
    func theSizeOfAChunkChangesNothing(_ chunk: Int) throws {
        let reader = Self.read(Self.whole, chunk: chunk)
        let found = reader.findings.sorted { $0.key < $1.key }.map { "\($0.value.verdict) \($0.value.place)" }
        #expect(
            found == [
                "accepted log1:7", "notReceived log1:8",
                "bounced(Optional(5.2.2), isExpired: false) log1:11",
            ])
        #expect(reader.spans.map { $0.upperBound.iso8601 } == ["2026-11-23T04:51:12.000Z"])
    }

    /// Whatever bytes a log has: no crash, and no verdict about a message that it does not name.
    @Test(arguments: 1...20)
    func anyBytesAreRead(_ seed: UInt64) {
        var random = SeededNumbers(state: seed)
        var bytes = Array(Self.whole.utf8)
        bytes.removeSubrange(300..<70_000)
        for _ in 0..<40 {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        bytes.removeSubrange(Int.random(in: 0..<100, using: &random)..<Int.random(in: 100..<200, using: &random))
        var reader = RelayLogReader(messages: Self.sought(9), clock: Self.clock)
        reader.begin("log")
        reader.read(bytes)
        reader.finish()
        #expect(reader.findings.keys.allSatisfy { $0.rawValue <= 3 || bytes.contains(UInt8(ascii: "m")) })
        #expect(reader.findings.count <= 3)
    }
}

/// SplitMix64.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
