/// One try to read a record out of a buffer.
struct CSVRecordScan {
    enum Outcome {
        case record(Result<[String], CSVDamage>)
        /// The record's end is not in the buffer yet.
        case needsMore
        case damaged(CSVDamage)
    }

    /// Behind the record, once it was read.
    private(set) var position: Int
    /// Line breaks passed, within quotes and at the end.
    private(set) var breaks = 0
    /// 1 if the record's last line has a line break, 0 at the end of the file.
    private(set) var endsInBreak = 0

    private let start: Int
    private let isLast: Bool
    private let separator: UInt8
    private var fields: [String] = []
    private var isUTF8 = true

    init(start: Int, isLast: Bool, separator: UInt8 = .comma) {
        self.start = start
        self.isLast = isLast
        self.separator = separator
        position = start
    }

    mutating func run(_ bytes: [UInt8]) -> Outcome {
        while true {
            let isQuoted = position < bytes.count && bytes[position] == .quote
            if let stop = isQuoted ? quotedField(bytes) : plainField(bytes) { return stop }
            guard position < bytes.count else {
                return isLast ? done() : more(.tooLong)
            }
            if bytes[position] == separator {
                position += 1
                continue
            }
            guard skipLineBreak(bytes) else { return more(.tooLong) }
            endsInBreak = 1
            return done()
        }
    }

    private func done() -> Outcome { .record(isUTF8 ? .success(fields) : .failure(.notUTF8)) }

    /// Waits for more bytes, unless the record is too long already.
    private func more(_ damage: CSVDamage) -> Outcome {
        position - start > CSVParser.recordLimit ? .damaged(damage) : .needsMore
    }

    private mutating func plainField(_ bytes: [UInt8]) -> Outcome? {
        let begin = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || byte == .lineFeed || byte == .carriageReturn { break }
            position += 1
        }
        append(bytes[begin..<position])
        return nil
    }

    /// From the opening quote to what follows the closing one.
    private mutating func quotedField(_ bytes: [UInt8]) -> Outcome? {
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            if position - start > CSVParser.recordLimit { return .damaged(.unterminatedQuote) }
            let byte = bytes[position]
            if byte == .quote {
                guard position + 1 < bytes.count || isLast else { return more(.unterminatedQuote) }
                position += 1
                guard position < bytes.count, bytes[position] == .quote else {
                    append(text[...])
                    return endsField(bytes) ? nil : .damaged(.textAfterQuote)
                }
            } else if byte == .lineFeed && bytes[position - 1] != .carriageReturn || byte == .carriageReturn {
                breaks += 1
            }
            text.append(byte)
            position += 1
        }
        return isLast ? .damaged(.unterminatedQuote) : more(.unterminatedQuote)
    }

    private func endsField(_ bytes: [UInt8]) -> Bool {
        guard position < bytes.count else { return true }
        return [separator, .lineFeed, .carriageReturn].contains(bytes[position])
    }

    /// False if the byte after a final CR is not known yet.
    private mutating func skipLineBreak(_ bytes: [UInt8]) -> Bool {
        let isReturn = bytes[position] == .carriageReturn
        if isReturn, position + 1 == bytes.count, !isLast { return false }
        position += 1
        if isReturn, position < bytes.count, bytes[position] == .lineFeed { position += 1 }
        breaks += 1
        return true
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        if let text = String(validating: bytes, as: UTF8.self) {
            fields.append(text)
        } else {
            isUTF8 = false
        }
    }
}
