// The relay's log: the witness who knows whether a message whose answer was lost had been taken.
//
// Purpose: find our messages in a Postfix log by their Message-IDs and say what the relay did with each. Reads a
// stream of bytes in chunks of any size, in constant memory, and passes over every line that is not Postfix's.
//
// It must not: settle anything (the store does, when the operator says so), open files, or take silence for an
// answer: a message that the relay had begun to take and of which the log says no more stays undecided, because a
// queue manager that is busy or stopped logs nothing about mail that it has.
//
// Start reading at `RelayLogLine.swift`, then `RelayLogEvent.swift`, then `RelayLogTracker.swift`.

import Mail

/// Reads the logs of one relay, the oldest first.
package struct RelayLogReader {
    private var tracker: RelayLogTracker
    private let time: RelayLogTime
    private var file = ""
    private var lineNumber = 0
    private var partial: [UInt8] = []
    private var isOverlong = false
    private var first: Timestamp?
    private var lastHead: ArraySlice<UInt8> = []
    /// From the first to the last of Postfix's lines, for each file that has any with a time.
    package private(set) var spans: [ClosedRange<Timestamp>] = []
    /// How many lines of Postfix's there were.
    package private(set) var postfixLines = 0

    /// Postfix breaks its lines long before; what is longer is something else.
    private static let longestLine = 65_536

    package init(messages: [SoughtMessage], clock: LogClock) {
        tracker = RelayLogTracker(messages)
        time = RelayLogTime(clock: clock)
    }

    /// What was found so far, by delivery; complete after `finish`.
    package var findings: [DeliveryID: RelayLogFinding] { tracker.findings }

    /// Whether the logs had lines from before and after that moment.
    package func covers(_ moment: Timestamp) -> Bool {
        // Log times are whole seconds, rounded down.
        let second = Timestamp(milliseconds: moment.milliseconds / 1_000 * 1_000)
        return spans.contains { $0.contains(second) }
    }

    /// Begins a file. `name` is what findings call it.
    package mutating func begin(_ name: String) {
        endFile()
        file = name
    }

    package mutating func read(_ chunk: [UInt8]) {
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            finishLine(with: rest[..<end])
            rest = rest[(end + 1)...]
        }
        keep(rest)
        if !lastHead.isEmpty { lastHead = ArraySlice(Array(lastHead)) }
    }

    /// Ends the last file: nothing more comes.
    package mutating func finish() {
        endFile()
        tracker.finish()
    }

    /// The first time in the first lines of a log, to put several in order.
    package static func firstTime(_ start: [UInt8], clock: LogClock) -> Timestamp? {
        let lines = start.split(separator: UInt8(ascii: "\n")).lazy
        return lines.compactMap(RelayLogLine.init).compactMap { RelayLogTime(clock: clock).read($0.head) }.first
    }

    private mutating func finishLine(with end: ArraySlice<UInt8>) {
        lineNumber += 1
        if isOverlong {
            isOverlong = false
        } else if partial.isEmpty {
            readLine(end)
        } else {
            partial += end
            readLine(partial[...])
        }
        if !partial.isEmpty { partial = [] }
    }

    private mutating func keep(_ start: ArraySlice<UInt8>) {
        if partial.count + start.count > Self.longestLine {
            isOverlong = true
            partial = []
        } else if !isOverlong {
            partial += start
        }
    }

    private mutating func readLine(_ bytes: ArraySlice<UInt8>) {
        let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        guard let line = RelayLogLine(bytes) else { return }
        postfixLines += 1
        lastHead = line.head
        if first == nil { first = time.read(line.head) }
        guard tracker.matters(line), let event = RelayLogEvent(line) else { return }
        let (file, number) = (file, lineNumber)
        tracker.read(event, in: line, at: Self.place(file, number, line))
    }

    private static func place(_ file: String, _ number: Int, _ line: RelayLogLine) -> RelayLogPlace {
        let text = ArraySlice(
            [line.daemon, line.queueID, line.text].filter { !$0.isEmpty }.joined(separator: ": ".utf8))
        return RelayLogPlace(file: file, line: number, text: String(decoding: text.prefix(1_000), as: UTF8.self))
    }

    private mutating func endFile() {
        if !partial.isEmpty { finishLine(with: []) }
        if let first, let last = time.read(lastHead) { spans.append(min(first, last)...max(first, last)) }
        (first, lastHead, lineNumber, isOverlong) = (nil, [], 0, false)
    }
}
