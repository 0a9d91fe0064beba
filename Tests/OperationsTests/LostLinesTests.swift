import Foundation
import Mail
import Testing

@testable import Operations

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A log that cannot be written: the mailing goes on, the loss is told.
@Suite struct LostLinesTests {
    private let folder = TemporaryFolder()
    private let clock = SettableClock(LogExamples.now)
    private let complaints = Lines()

    private func event(_ mailing: String) -> MailEvent {
        .mailingStarted(mailing, list: "l", audience: 1, skipped: 0)
    }

    private func log(to sink: LogSink) -> DeliveryLog {
        DeliveryLog(
            sinks: [sink], buffer: LogBuffer(format: .text, pid: LogExamples.pid), clock: { [clock] in clock.now },
            complain: { [complaints] in complaints.append($0) })
    }

    #if os(Linux)
        @Test func aFullDiskIsToldOnceAndAgainInTheNextLineThatWorks() throws {
            let path = folder.path("delivery.log")
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
            let log = log(to: try LogSink(path: path))
            log.append([event("m1"), event("m2")])
            clock.advance(.milliseconds(100))
            log.append(event("m3"))
            #expect(log.lostLines == 3)
            #expect(complaints.all.count == 1)
            #expect(
                complaints.all.first
                    == "Cannot write the delivery log \(path): No space left on device. The mailing goes on and the "
                    + "database keeps every outcome; lost lines are counted, and the log will say how many once it "
                    + "can be written.")

            try FileManager.default.removeItem(atPath: path)
            clock.advance(.seconds(1))
            log.append(event("m4"))
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2)
            #expect(
                String(lines[0]) == "2026-11-23T10:45:01.223Z mailer[4711]: event=log_gap lost=3 "
                    + "since=2026-11-23T10:45:00.123Z (No space left on device)")
            #expect(lines.last?.contains("mailing=m4 ") == true)
            #expect(log.lostLines == 0)
        }

        @Test func aSecondFullDiskIsANewGap() throws {
            let path = folder.path("delivery.log")
            let log = log(to: try LogSink(path: path))
            for round in 1...2 {
                try FileManager.default.removeItem(atPath: path)
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
                clock.advance(.seconds(1))
                log.append(event("m"))
                #expect(complaints.all.count == round)
                try FileManager.default.removeItem(atPath: path)
                clock.advance(.seconds(1))
                log.append(event("m"))
                #expect(log.lostLines == 0)
            }
        }
    #endif

    @Test func aTornLineDoesNotSwallowTheNext() throws {
        let pipe = try NonblockingPipe()
        let log = log(to: LogSink(descriptor: pipe.writeEnd))
        let batch = (0..<2_000).map { event("m\($0)") }
        log.append(batch)
        let first = pipe.drain()
        let whole = first.count { $0 == UInt8(ascii: "\n") }
        #expect(whole > 0 && whole < batch.count)
        #expect(log.lostLines == batch.count - whole)

        log.append(event("after"))
        let second = String(decoding: pipe.drain(), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let tornLine = first.last != UInt8(ascii: "\n")
        #expect(second.first?.isEmpty == tornLine)
        #expect(second.contains { $0.contains("event=log_gap lost=\(batch.count - whole) ") })
        #expect(second.contains { $0.hasPrefix("2026-") && $0.contains("mailing=after ") })
        #expect(log.lostLines == 0)
    }

    @Test func aClosedDescriptorLosesLinesAndNothingElse() {
        let log = log(to: LogSink(descriptor: -1))
        log.append([event("m1"), event("m2")])
        #expect(log.lostLines == 2)
        #expect(complaints.all.count == 1)
        let words = complaints.all.first ?? ""
        #expect(words.hasPrefix("Cannot write the delivery log on standard error: Bad file descriptor."))
    }
}

/// A pipe that takes about 64 KiB and then refuses, as a full disk does in the middle of a batch.
private final class NonblockingPipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func drain() -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(readEnd, &chunk, chunk.count)
            guard count > 0 else { return all }
            all += chunk[..<count]
        }
    }
}
