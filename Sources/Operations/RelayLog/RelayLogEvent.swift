import Mail

/// What a line of a Postfix log says, as far as it helps to find out what became of a message.
enum RelayLogEvent: Equatable {
    /// smtpd opened a queue file for a client's message: from here on the process speaks about it.
    case opened
    /// cleanup read the message's Message-ID (without its angle brackets).
    case messageID(String)
    /// The queue manager has it: it is on disk, and the client was answered 250.
    case active
    /// A rule of the relay's wants it held or thrown away. The client may have been answered 250 or not.
    case setAside
    /// The message as a whole was refused: by a header or body check, a milter, a restriction at the end of the data.
    case refused
    /// A delivery agent's word on one recipient.
    case status(DeliveryWord)
    /// The queue manager gave up after the last attempt.
    case expired
    /// The queue id is free for other messages.
    case removed
    /// The client was gone before its final dot; the line has no queue id.
    case aborted
    /// The process is done with its client.
    case disconnected

    /// `to=<a@example.org>, orig_to=<b@example.org>, relay=…, dsn=5.1.1, status=bounced (host … said: 550 …)`
    struct DeliveryWord: Equatable {
        enum Status: Equatable {
            case sent
            case deferred
            case bounced
        }

        let recipients: [String]
        let enhancedStatus: EnhancedStatusCode?
        let status: Status
        /// What stands in the parentheses.
        let words: String
    }

    /// Nil for all other lines.
    init?(_ line: RelayLogLine) {
        let event =
            switch line.daemon {
            case "smtpd": Self.smtpd(line)
            case "cleanup": Self.cleanup(line)
            case "qmgr", "nqmgr", "oqmgr": Self.queueManager(line)
            default: line.queueID.isEmpty ? nil : Self.deliveryWord(line.text).map(Self.status)
            }
        guard let event else { return nil }
        self = event
    }

    private static func smtpd(_ line: RelayLogLine) -> RelayLogEvent? {
        guard line.queueID.isEmpty else { return line.text.starts(with: "client=") ? .opened : verdict(line.text) }
        if line.text.starts(with: "disconnect from ") || line.text.starts(with: "connect from ") {
            return .disconnected
        }
        // "after END-OF-MESSAGE" would say nothing: by then the relay had answered, with 250 as a rule.
        let reasons = ["lost connection after ", "timeout after "]
        let isAborted = reasons.contains { reason in
            line.text.starts(with: reason)
                && ["DATA", "BDAT"].contains { line.text.dropFirst(reason.utf8.count).starts(with: "\($0) ") }
        }
        return isAborted ? .aborted : nil
    }

    private static func cleanup(_ line: RelayLogLine) -> RelayLogEvent? {
        guard !line.queueID.isEmpty else { return nil }
        let prefix = "message-id=<"
        guard line.text.starts(with: prefix) else { return verdict(line.text) }
        let rest = line.text.dropFirst(prefix.utf8.count)
        return rest.lastIndex(of: UInt8(ascii: ">")).map { .messageID(String(decoding: rest[..<$0], as: UTF8.self)) }
    }

    /// What smtpd and cleanup decide about a whole message. A refused recipient is not one of these.
    private static func verdict(_ text: ArraySlice<UInt8>) -> RelayLogEvent? {
        if text.starts(with: "milter-reject: ") { return .refused }
        if text.starts(with: "reject: ") { return text.dropFirst(8).starts(with: "RCPT ") ? nil : .refused }
        let kept = ["hold: ", "discard: ", "milter-hold: ", "milter-discard: "]
        return kept.contains { text.starts(with: $0) } ? .setAside : nil
    }

    private static func queueManager(_ line: RelayLogLine) -> RelayLogEvent? {
        guard !line.queueID.isEmpty else { return nil }
        if line.text.elementsEqual("removed".utf8) { return .removed }
        guard line.text.starts(with: "from=<") else { return deliveryWord(line.text).map(status) }
        if line.text.ends(with: "(queue active)") { return .active }
        return line.text.contains(", status=expired, ") ? .expired : nil
    }

    private static func deliveryWord(_ text: ArraySlice<UInt8>) -> DeliveryWord? {
        guard text.starts(with: "to=<") else { return nil }
        let line = String(decoding: text, as: UTF8.self)
        guard
            let parts = line.firstMatch(
                of: #/^to=<(.*?)>(?:, orig_to=<(.*?)>)?, .*?, dsn=([0-9.]+), status=(\w+) \((.*)\)$/#)
        else { return nil }
        let status: DeliveryWord.Status
        switch parts.4 {
        case "sent": status = .sent
        case "deferred", "SOFTBOUNCE": status = .deferred
        case "bounced": status = .bounced
        default: return nil
        }
        return DeliveryWord(
            recipients: [parts.1, parts.2 ?? parts.1].map { $0.lowercased() },
            enhancedStatus: EnhancedStatusCode(parts.3), status: status, words: String(parts.5))
    }
}

extension ArraySlice<UInt8> {
    func starts(with text: String) -> Bool { starts(with: text.utf8) }
    func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }

    func contains(_ text: String) -> Bool {
        let needle = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: needle) }
    }
}

private func ~= (text: String, bytes: ArraySlice<UInt8>) -> Bool { bytes.elementsEqual(text.utf8) }
