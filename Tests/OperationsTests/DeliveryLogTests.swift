import Foundation
import Mail
import Testing

@testable import Operations

@Suite struct DeliveryLogTests {
    private let folder = TemporaryFolder()
    private let clock = SettableClock(LogExamples.now)
    private let complaints = Lines()

    private func log(_ path: String, format: LogFormat = .text) throws -> DeliveryLog {
        try DeliveryLog(
            DeliveryLogSettings(path: path, format: format, pid: LogExamples.pid),
            clock: { [clock] in clock.now }, complain: { [complaints] in complaints.append($0) })
    }

    private func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func event(_ number: Int) -> MailEvent {
        .mailingStarted("m\(number)", list: "l", audience: 1, skipped: 0)
    }

    @Test func linesAreAppendedToWhatIsThere() throws {
        let path = folder.path("delivery.log")
        try Data("before\n".utf8).write(to: URL(fileURLWithPath: path))
        let log = try log(path)
        log.attempt(LogExamples.update(.sent, nil, "one"), mailing: "a", to: LogExamples.address())
        log.attempts(
            [(LogExamples.update(.failed, nil, "two"), LogExamples.address())], mailing: "a", stored: false)
        let lines = try read(path).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first == "before")
        #expect(lines.last?.hasSuffix("status=failed stored=no (two)") == true)
    }

    @Test func anEmptyBatchWritesNothing() throws {
        let path = folder.path("delivery.log")
        try log(path).append([])
        #expect(try read(path) == "")
    }

    @Test func othersCannotReadTheFile() throws {
        let path = folder.path("delivery.log")
        try log(path).append(event(1))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect((mode ?? 0o777) & 0o007 == 0)
    }

    @Test func aPathThatCannotBeOpenedIsAnErrorThatSaysWhatToDo() {
        let path = folder.path("missing/delivery.log")
        #expect(throws: DeliveryLogError(path: path, reason: "No such file or directory")) { try log(path) }
        #expect(
            DeliveryLogError(path: "/x/y.log", reason: "No such file or directory").description
                == "Cannot open the delivery log /x/y.log: No such file or directory. "
                + "Check the path and its permissions, or set another one.")
    }

    // MARK: Rotation

    @Test func aRenamedFileIsLeftAfterASecond() throws {
        let path = folder.path("delivery.log")
        let log = try log(path)
        log.append(event(1))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        log.append(event(2))
        clock.advance(.milliseconds(999))
        log.append(event(3))
        #expect(!FileManager.default.fileExists(atPath: path), "it looks at most once a second")
        clock.advance(.milliseconds(1))
        log.append(event(4))
        #expect(try read(path + ".1").split(separator: "\n").count == 3)
        #expect(try read(path).contains("mailing=m4 "))
    }

    @Test func aFileThatAnotherProcessMadeAnewIsFollowed() throws {
        let path = folder.path("delivery.log")
        let log = try log(path)
        log.append(event(1))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try Data("made by logrotate\n".utf8).write(to: URL(fileURLWithPath: path))
        clock.advance(.seconds(1))
        log.append(event(2))
        #expect(try read(path).hasPrefix("made by logrotate\n"))
        #expect(try read(path).contains("mailing=m2 "))
    }

    @Test func reopeningNeedsNoWaiting() throws {
        let path = folder.path("delivery.log")
        let log = try log(path)
        log.append(event(1))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        log.reopen()
        log.append(event(2))
        #expect(try read(path).contains("mailing=m2 "))
        #expect(try !read(path + ".1").contains("mailing=m2 "))
    }

    @Test func itGoesOnUnderAnotherNameAndInAnotherFormat() throws {
        let (one, two) = (folder.path("delivery.log"), folder.path("other.log"))
        let log = try log(one)
        log.append(event(1))
        try log.move(to: DeliveryLogSettings(path: two, format: .json, pid: LogExamples.pid))
        log.append(event(2))
        #expect(try read(one).split(separator: "\n").count == 1)
        #expect(try read(two).contains(#""mailing":"m2""#))

        // The same name is opened anew.
        try FileManager.default.moveItem(atPath: two, toPath: two + ".1")
        try log.move(to: DeliveryLogSettings(path: two, pid: LogExamples.pid))
        log.append(event(3))
        #expect(try read(two).contains("mailing=m3 "))
    }

    @Test func whereItCannotMoveItStays() throws {
        let path = folder.path("delivery.log")
        let log = try log(path)
        #expect(throws: DeliveryLogError.self) {
            try log.move(to: DeliveryLogSettings(path: folder.path("missing/x.log"), format: .json, pid: 1))
        }
        log.append(event(1))
        #expect(try read(path).contains("mailing=m1 "))
        #expect(complaints.all.isEmpty)
    }

    /// Lines that were lost under the old name are told under the new one.
    @Test func lossesMoveAlong() throws {
        let old = folder.path("missing/delivery.log")
        let log = DeliveryLog(
            lenient: DeliveryLogSettings(path: old, pid: LogExamples.pid), clock: { [clock] in clock.now },
            complain: { [complaints] in complaints.append($0) })
        log.append(event(1))
        #expect(log.lostLines == 1)
        let path = folder.path("delivery.log")
        try log.move(to: DeliveryLogSettings(path: path, pid: LogExamples.pid))
        log.append(event(2))
        #expect(try read(path).contains("event=log_gap lost=1 "))
        #expect(try read(path).contains("mailing=m2 ") && log.lostLines == 0)
    }

    @Test func aClockSetBackDoesNotStopTheLookingAfterTheFile() throws {
        let path = folder.path("delivery.log")
        let log = try log(path)
        log.append(event(1))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        clock.advance(.seconds(-3600))
        log.append(event(2))
        #expect(try read(path).contains("mailing=m2 "))
    }

    @Test func whereNoNewFileCanBeMadeTheOldOneTakesTheLines() throws {
        let inner = folder.path("logs")
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
        let log = try log(inner + "/delivery.log")
        try FileManager.default.moveItem(atPath: inner, toPath: inner + ".gone")
        clock.advance(.seconds(2))
        log.append(event(1))
        log.reopen()
        log.append(event(2))
        #expect(try read(inner + ".gone/delivery.log").split(separator: "\n").count == 2)
        #expect(log.lostLines == 0)
    }

    // MARK: Many threads

    @Test func batchesOfManyThreadsDoNotMix() async throws {
        let path = folder.path("delivery.log")
        let log = try log(path)
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for _ in 0..<50 {
                        let mark = MailEvent.mailingStarted("w\(worker)", list: "l", audience: 1, skipped: 0)
                        log.append([mark, mark, mark])
                    }
                }
            }
        }
        let lines = try read(path).split(separator: "\n")
        #expect(lines.count == 8 * 50 * 3)
        for batch in stride(from: 0, to: lines.count, by: 3) {
            #expect(lines[batch] == lines[batch + 1] && lines[batch] == lines[batch + 2])
        }
    }
}
