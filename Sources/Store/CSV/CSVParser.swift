/// Reads CSV (RFC 4180) from chunks of bytes of any size: pure, and never stopped by a bad row.
///
///     email,name\r\n
///     ann@example.org,"Ann ""A"" Example"\r\n
///
/// The separator is a comma unless said otherwise. Lines end in CRLF, LF or CR; a byte order mark is dropped; empty
/// lines are passed over. A quote that is never closed would swallow the rest of the file: when a quoted record breaks
/// the rules, or passes `recordLimit`, only its first line is given up and reading goes on at the next.
struct CSVParser {
    static let recordLimit = 65_536

    let separator: UInt8
    /// Bytes not yet consumed; a record starts at its beginning.
    private var buffer: [UInt8] = []
    private var line = 1
    private var isAtFileStart = true
    /// Dropping the rest of a line that passed the limit.
    private var isDroppingLine = false

    init(separator: UInt8 = .comma) { self.separator = separator }

    /// Comma, semicolon or tab: what the first line has most of, outside of quotes.
    static func separator(in bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == .quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == .lineFeed || byte == .carriageReturn { break }
            if [.comma, .semicolon, .tab].contains(byte) { counts[byte, default: 0] += 1 }
        }
        return [.comma, .semicolon, .tab].max { counts[$0] ?? 0 < counts[$1] ?? 0 } ?? .comma
    }

    /// Takes more of the file; `emit` gets each row that is complete.
    mutating func feed(_ chunk: some Sequence<UInt8>, emit: (CSVRow) throws -> Void) rethrows {
        buffer.append(contentsOf: chunk)
        if isAtFileStart, buffer.count < 3 { return }
        try consume(isLast: false, emit: emit)
    }

    /// The file has ended; `emit` gets what is left.
    mutating func finish(emit: (CSVRow) throws -> Void) rethrows {
        try consume(isLast: true, emit: emit)
    }

    private mutating func consume(isLast: Bool, emit: (CSVRow) throws -> Void) rethrows {
        var start = 0
        if isAtFileStart {
            isAtFileStart = false
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        }
        defer { buffer.removeFirst(start) }
        while start < buffer.count {
            if isDroppingLine {
                guard let end = endOfLine(from: start, isLast: isLast) else {
                    start = buffer.last == .carriageReturn && !isLast ? buffer.count - 1 : buffer.count
                    return
                }
                isDroppingLine = false
                start = end
                line += 1
                continue
            }
            var scan = CSVRecordScan(start: start, isLast: isLast, separator: separator)
            switch scan.run(buffer) {
            case .needsMore:
                return
            case .record(let fields):
                let row = CSVRow(line: line, lastLine: line + scan.breaks - scan.endsInBreak, content: fields)
                start = scan.position
                line += scan.breaks
                if !row.isEmpty { try emit(row) }
            case .damaged(let damage):
                try emit(CSVRow(line: line, lastLine: line, content: .failure(damage)))
                isDroppingLine = true
            }
        }
    }

    /// The place behind the next line break; nil if it is not in the buffer as a whole.
    private func endOfLine(from start: Int, isLast: Bool) -> Int? {
        guard let end = buffer[start...].firstIndex(where: { $0 == .lineFeed || $0 == .carriageReturn }) else {
            return nil
        }
        if buffer[end] == .lineFeed { return end + 1 }
        if end + 1 < buffer.count { return buffer[end + 1] == .lineFeed ? end + 2 : end + 1 }
        return isLast ? end + 1 : nil
    }
}

/// One row: its fields, or why it has none.
struct CSVRow: Equatable {
    /// The line it starts on, counted from 1.
    let line: Int
    /// The line it ends on: another if a quoted field has line breaks.
    let lastLine: Int
    let content: Result<[String], CSVDamage>

    var isEmpty: Bool { content == .success([""]) && line == lastLine }
}

enum CSVDamage: String, Error {
    case unterminatedQuote = "a quote is opened and never closed"
    case textAfterQuote = "text follows a closing quote"
    case notUTF8 = "it is not UTF-8 (save the file as \"CSV UTF-8\")"
    case tooLong = "it is longer than 64 KB"
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let semicolon = UInt8(ascii: ";")
    static let tab = UInt8(ascii: "\t")
    static let comma = UInt8(ascii: ",")
    static let quote = UInt8(ascii: "\"")
}
