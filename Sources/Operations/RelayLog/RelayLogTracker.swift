import Mail

/// Follows messages through a relay's log, by Message-ID to queue id, and from there to what became of them.
///
/// What it remembers is bounded by the number of messages sought and of connections open at once, not by the log.
struct RelayLogTracker {
    private let sought: [String: SoughtMessage]
    private var traces: [String: Trace] = [:]
    /// The queue id that each smtpd process has opened for its client.
    private var opened: [String: String] = [:]
    /// Queue ids whose client was lost before the final dot: cleanup may name the message only after that.
    private var aborted: [String: RelayLogPlace] = [:]
    private(set) var findings: [DeliveryID: RelayLogFinding] = [:]

    /// Where a log lacks the lines that would end it, memory is emptied at this size; evidence against a receipt is
    /// lost with it, which leaves a message unknown.
    private static let memoryLimit = 50_000

    init(_ messages: [SoughtMessage]) {
        sought = Dictionary(messages.map { ($0.identifier, $0) }) { first, _ in first }
    }

    /// Whether a line can matter: cheap, because nearly all lines do not.
    func matters(_ line: RelayLogLine) -> Bool {
        if line.daemon.elementsEqual("smtpd".utf8) || line.daemon.elementsEqual("cleanup".utf8) { return true }
        return !traces.isEmpty && !line.queueID.isEmpty
            && traces[String(decoding: line.queueID, as: UTF8.self)] != nil
    }

    mutating func read(_ event: RelayLogEvent, in line: RelayLogLine, at place: @autoclosure () -> RelayLogPlace) {
        let id = String(decoding: line.queueID, as: UTF8.self)
        switch event {
        case .opened:
            conclude(id)
            remember(&opened, String(decoding: line.process, as: UTF8.self), id)
        case .disconnected:
            opened[String(decoding: line.process, as: UTF8.self)] = nil
        case .aborted:
            guard let lost = opened.removeValue(forKey: String(decoding: line.process, as: UTF8.self)) else { return }
            if traces[lost] == nil { remember(&aborted, lost, place()) } else { traces[lost]?.refused = place() }
        case .messageID(let text):
            let isLost = aborted.removeValue(forKey: id)
            conclude(id)
            guard let message = sought[String(text.prefix { $0 != "@" })] else { return }
            traces[id] = Trace(message: message, seen: place(), refused: isLost)
        case .removed:
            conclude(id)
        default:
            traces[id]?.read(event, at: place())
        }
    }

    /// Ends what is still open, at the end of all logs.
    mutating func finish() {
        for id in traces.keys { conclude(id) }
    }

    private mutating func conclude(_ id: String) {
        guard let trace = traces.removeValue(forKey: id) else { return }
        let (finding, delivery) = (trace.finding, trace.message.delivery)
        if let other = findings[delivery], other.verdict.strength > finding.verdict.strength { return }
        findings[delivery] = finding
    }

    private func remember<Value>(_ memory: inout [String: Value], _ key: String, _ value: Value) {
        if memory.count >= Self.memoryLimit { memory.removeAll(keepingCapacity: true) }
        memory[key] = value
    }
}

/// One message under one queue id.
private struct Trace {
    let message: SoughtMessage
    var seen: RelayLogPlace
    var refused: RelayLogPlace?
    private var accepted: RelayLogPlace?
    private var bounced: (place: RelayLogPlace, status: EnhancedStatusCode?, isExpired: Bool)?
    private var isSent = false

    init(message: SoughtMessage, seen: RelayLogPlace, refused: RelayLogPlace?) {
        self.message = message
        self.seen = seen
        self.refused = refused
    }

    mutating func read(_ event: RelayLogEvent, at place: RelayLogPlace) {
        switch event {
        case .active: accepted = accepted ?? place
        case .setAside: seen = place
        case .refused: refused = place
        case .expired: bounced = (place, nil, true)
        case .status(let word) where word.recipients.contains(message.address.key): read(word, at: place)
        default: return
        }
    }

    private mutating func read(_ word: RelayLogEvent.DeliveryWord, at place: RelayLogPlace) {
        let place = RelayLogPlace(file: place.file, line: place.line, text: place.text, words: word.words)
        switch word.status {
        case .sent:
            isSent = true
            accepted = place
        case .deferred: accepted = place
        case .bounced: bounced = (place, word.enhancedStatus, false)
        }
    }

    /// A reader whose mail went to several mailboxes got it if one of them took it.
    var finding: RelayLogFinding {
        if let bounced, !isSent {
            // The last try's words say more than "expired".
            let place = bounced.isExpired ? accepted ?? bounced.place : bounced.place
            return RelayLogFinding(verdict: .bounced(bounced.status, isExpired: bounced.isExpired), place: place)
        }
        if let accepted { return RelayLogFinding(verdict: .accepted, place: accepted) }
        if let refused { return RelayLogFinding(verdict: .notReceived, place: refused) }
        return RelayLogFinding(verdict: .undecided, place: seen)
    }
}
