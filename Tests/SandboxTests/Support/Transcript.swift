@testable import Sandbox

/// What a dialogue did with some input, in short words: `250`, `wait 50ms`, `store`, `tls`, `close`, `drop`.
struct Transcript {
    var words: [String] = []
    var replies: [SandboxReply] = []
    var stored: [ReceivedMessage] = []

    /// Opens a dialogue and feeds it the chunks, storing what it wants stored.
    init(
        _ chunks: [[UInt8]], settings: DialogueSettings = .everything, faults: [Fault] = [], keeps: Bool = true
    ) {
        var plan = FaultPlan(faults)
        var dialogue = Dialogue(session: 1, settings: settings) { plan.verdict(for: $0) }
        dialogue.open()
        take(from: &dialogue, keeps)
        for chunk in chunks {
            dialogue.receive(chunk)
            take(from: &dialogue, keeps)
        }
    }

    init(_ text: String, settings: DialogueSettings = .everything, faults: [Fault] = [], keeps: Bool = true) {
        self.init([Array(text.utf8)], settings: settings, faults: faults, keeps: keeps)
    }

    private mutating func take(from dialogue: inout Dialogue, _ keeps: Bool) {
        while let action = dialogue.next() {
            switch action {
            case .reply(let reply, _):
                words.append(String(reply.code))
                replies.append(reply)
            case .garbage: words.append("garbage")
            case .slow: words.append("slow")
            case .wait(let duration): words.append("wait \(duration.milliseconds)ms")
            case .store(let message):
                words.append("store")
                stored.append(message)
                dialogue.stored(keeps)
            case .startTLS: words.append("tls")
            case .close: words.append("close")
            case .end(let ending): words.append(ending.rawValue)
            }
        }
    }
}

extension DialogueSettings {
    /// Everything is offered; one user, `news` with the password `secret`.
    static let everything = DialogueSettings(
        extensions: Set(SandboxExtension.allCases), sizeLimit: 10_000, users: ["news": "secret"])
}
