import Mail

@testable import SMTP

/// Drives a dialogue by hand, with a kernel that takes everything at once.
final class DialogueBench {
    var dialogue: Dialogue
    var outcomes: [Int64: [Dialogue.Outcome]] = [:]
    /// All that was written, as text.
    var written = ""
    /// Claims are answered so as soon as they are asked for; nil: the test answers.
    var grants: Bool? = true

    init(_ mode: Pipelining, capabilities: ServerCapabilities? = nil, messageLimit: Int = 100) {
        var offered = capabilities ?? ServerCapabilities()
        if mode != .off { offered.hasPipelining = true }
        var settings = RelaySettings(relay: RelayName(host: "relay.test", port: 25), tls: .off)
        settings.pipelining = mode
        settings.messagesPerConnection = messageLimit
        dialogue = Dialogue(settings, offered: offered)
    }

    var closure: Dialogue.Closure? { dialogue.closure }
    var isIdle: Bool { dialogue.isIdle }
    var isSpent: Bool { dialogue.isSpent }
    var isRelayTrouble: Bool { dialogue.isRelayTrouble }
    var wantsMessage: Bool { dialogue.wantsMessage }
    var pendingClaim: DeliveryID? { dialogue.pendingClaim }
    var awaiting: DialogueStage? { dialogue.awaiting }
    var output: OutputBuffer { dialogue.output }

    func offer(_ message: OutgoingMessage) {
        dialogue.offer(message)
        settle()
    }

    func say(_ text: String) { feed(Array((text + "\r\n").utf8)) }

    func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { dialogue.receive($0) }
        settle()
    }

    func lose() {
        dialogue.lose("gone")
        settle()
    }

    func quit() {
        dialogue.quit()
        settle()
    }

    /// Claims, writes and collects until nothing moves.
    func settle() {
        if let grants, dialogue.pendingClaim != nil { dialogue.claim(granted: grants) }
        write()
        collect()
    }

    /// Notes the outcomes so far.
    func collect() {
        dialogue.takeFinished { outcomes[$0.rawValue, default: []].append($1) }
    }

    /// Lets the kernel take at most `limit` bytes.
    func write(limit: Int = .max) {
        var left = limit
        while left > 0 {
            var bytes = [UInt8](repeating: 0, count: min(left, 4096))
            let count = bytes.withUnsafeMutableBytes { dialogue.output.take(into: $0) }
            if count == 0 { return }
            dialogue.output.expose(allTakenBut: 0)
            written += String(decoding: bytes[..<count], as: UTF8.self)
            left -= count
        }
    }

    /// What became of a message: exactly one outcome, or nil.
    func kind(_ id: Int64) -> OutcomeKind? {
        guard let all = outcomes[id], all.count == 1 else { return nil }
        return OutcomeKind(all[0])
    }

    var failure: ConnectionFailure? {
        guard case .failed(let failure) = dialogue.closure else { return nil }
        return failure
    }

    /// Why messages were not started, by message.
    var failures: [Int64: ConnectionFailure.Kind] {
        outcomes.compactMapValues { all in
            guard all.count == 1, case .notStarted(let failure) = all[0] else { return nil }
            return failure.kind
        }
    }
}
