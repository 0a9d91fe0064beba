import Mail

/// The delivery log's two spellings.
package enum LogFormat: String, Sendable, CaseIterable {
    case text
    /// One JSON object in each line.
    case json
}

/// The bytes of log lines in the making; the memory is kept from batch to batch.
struct LogBuffer {
    let format: LogFormat
    let pid: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var lines = 0
    /// The time last written, and its spelling: the events of one commit share it.
    private var lastTime: (at: Timestamp, spelling: [UInt8])?

    init(format: LogFormat, pid: Int32) {
        self.format = format
        self.pid = pid
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        lines = 0
    }

    mutating func append(_ event: MailEvent, now: Timestamp) {
        let at = event.at ?? now
        switch format {
        case .text: appendText(event, at: at)
        case .json: appendJSON(event, at: at)
        }
        bytes.append(UInt8(ascii: "\n"))
        lines += 1
    }

    // MARK: Text

    private mutating func appendTime(_ time: Timestamp) {
        if let lastTime, lastTime.at == time { return bytes.append(contentsOf: lastTime.spelling) }
        var spelling: [UInt8] = []
        spelling.appendISO8601(time)
        bytes += spelling
        lastTime = (time, spelling)
    }

    private mutating func appendText(_ event: MailEvent, at: Timestamp) {
        appendTime(at)
        bytes.append(contentsOf: " mailer[".utf8)
        bytes.appendDecimal(Int(pid))
        bytes.append(contentsOf: "]:".utf8)
        if !event.kind.isAboutDelivery {
            bytes.append(contentsOf: " event=".utf8)
            bytes.append(contentsOf: event.kind.rawValue.utf8)
        }
        for (key, value) in event.fields {
            bytes.append(UInt8(ascii: " "))
            if key != .detail {
                bytes.append(contentsOf: key.rawValue.utf8)
                bytes.append(UInt8(ascii: "="))
            }
            appendText(value)
        }
    }

    private mutating func appendText(_ value: LogValue) {
        switch value {
        case .word(let word): bytes.append(contentsOf: word.utf8)
        case .name(let name): appendName(name)
        case .text(let text):
            bytes.append(UInt8(ascii: "("))
            bytes.appendEscaped(text.clipped)
            bytes.append(UInt8(ascii: ")"))
        case .address(let address):
            bytes.append(UInt8(ascii: "<"))
            bytes.appendEscaped(address.localPart)
            bytes.append(UInt8(ascii: "@"))
            bytes.appendEscaped(address.domain)
            bytes.append(UInt8(ascii: ">"))
        case .integer(let number): bytes.appendDecimal(number)
        case .seconds(let duration): bytes.appendSeconds(duration)
        case .time(let time): bytes.appendISO8601(time)
        case .flag(let flag): bytes.append(contentsOf: (flag ? "yes" : "no").utf8)
        case .none: bytes.append(UInt8(ascii: "-"))
        }
    }

    /// As it is where it is one plain word, else in double quotes.
    private mutating func appendName(_ name: String) {
        if !name.isEmpty, name != "-", name.withBytes({ $0.allSatisfy(isWordByte) }) {
            bytes.append(contentsOf: name.utf8)
        } else {
            bytes.append(UInt8(ascii: "\""))
            bytes.appendEscaped(name.clipped, quoted: true)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    // MARK: JSON

    private mutating func appendJSON(_ event: MailEvent, at: Timestamp) {
        bytes.append(contentsOf: "{\"time\":\"".utf8)
        appendTime(at)
        bytes.append(contentsOf: "\",\"pid\":".utf8)
        bytes.appendDecimal(Int(pid))
        bytes.append(contentsOf: ",\"event\":\"".utf8)
        bytes.append(contentsOf: event.kind.rawValue.utf8)
        bytes.append(UInt8(ascii: "\""))
        for (key, value) in event.fields {
            bytes.append(contentsOf: ",\"".utf8)
            bytes.append(contentsOf: key.rawValue.utf8)
            bytes.append(contentsOf: "\":".utf8)
            appendJSON(value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func appendJSON(_ value: LogValue) {
        switch value {
        case .word(let text), .name(let text), .text(let text): bytes.appendJSONString(text.clipped)
        case .address(let address): bytes.appendJSONString(address.description)
        case .integer(let number): bytes.appendDecimal(number)
        case .seconds(let duration): bytes.appendSeconds(duration)
        case .time(let time):
            bytes.append(UInt8(ascii: "\""))
            bytes.appendISO8601(time)
            bytes.append(UInt8(ascii: "\""))
        case .flag(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .none: bytes.append(contentsOf: "null".utf8)
        }
    }
}

/// Letters, digits and `-._:/@+,%`: nothing that ends a value, quotes one or names a field.
private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    // - . / and the digits and :
    case UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "+"): true
    case UInt8(ascii: ","), UInt8(ascii: "%"): true
    default: false
    }
}

extension String {
    /// The longest text that one field shows, in bytes; the store keeps the whole.
    static let logTextLimit = 2_000

    fileprivate var clipped: Substring {
        guard utf8.count > Self.logTextLimit else { return self[...] }
        var end = utf8.index(startIndex, offsetBy: Self.logTextLimit)
        // Not in the middle of a character's bytes.
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return self[..<end] + "…"
    }
}
