import Mail

/// One open session in the loop: moves bytes between a dialogue and its connection.
final class RelaySession {
    private static let stagingSize = 64 * 1024

    var dialogue: Dialogue
    private let curl: CurlSession
    /// Bytes taken from the dialogue and not yet by the network; they keep their place until they are,
    /// because a TLS write must be repeated with the same bytes.
    private let staging = UnsafeMutableRawBufferPointer.allocate(byteCount: stagingSize, alignment: 16)
    private var staged = 0..<0
    /// When the messages in the dialogue came off the feed.
    private var takenAt: [DeliveryID: ContinuousClock.Instant] = [:]
    /// Since when the wait lasts that is under way.
    private var progressAt: ContinuousClock.Instant
    private var progress = 0
    private let retireAt: ContinuousClock.Instant

    init(curl: CurlSession, settings: RelaySettings, now: ContinuousClock.Instant) {
        self.curl = curl
        dialogue = Dialogue(settings, offered: curl.capabilities)
        progressAt = now
        retireAt = now + settings.ageLimit
    }

    deinit { staging.deallocate() }

    var descriptor: Int32 { curl.descriptor }
    var isClosed: Bool { dialogue.closure != nil }
    /// The network would not take more; worth waiting for.
    var isBlocked: Bool { !staged.isEmpty }

    /// An old session takes no further message.
    func retire(at now: ContinuousClock.Instant) {
        if now >= retireAt { dialogue.retire() }
    }

    func offer(_ message: OutgoingMessage, takenAt instant: ContinuousClock.Instant) {
        takenAt[message.delivery] = instant
        dialogue.offer(message)
    }

    /// Reads all there is. `scratch` is anybody's between calls.
    func receive(scratch: UnsafeMutableRawBufferPointer) {
        while !isClosed {
            switch curl.receive(into: scratch) {
            case .bytes(let count):
                dialogue.receive(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
                if count < scratch.count, !curl.isEncrypted { return }
            case .wouldBlock: return
            case .closed(let detail): dialogue.lose(detail)
            }
        }
    }

    /// Sends what the network takes.
    func send(scratch: UnsafeMutableRawBufferPointer) {
        while !isClosed {
            if staged.isEmpty {
                let count = dialogue.output.take(into: staging)
                if count == 0 { return }
                staged = 0..<count
            }
            // TLS may have put on the wire what it says it could not send yet.
            if curl.isEncrypted { dialogue.output.expose(allTakenBut: 0) }
            switch curl.send(UnsafeRawBufferPointer(rebasing: staging[staged])) {
            case .bytes(let count):
                staged = staged.lowerBound + count..<staged.upperBound
                dialogue.output.expose(allTakenBut: staged.count)
            case .wouldBlock: return
            case .failed(let detail):
                // The server's last words, such as a 421, may be waiting to be read.
                receive(scratch: scratch)
                dialogue.lose(detail)
            }
        }
    }

    /// The outcomes since the last call, as results.
    func takeResults(at now: ContinuousClock.Instant) -> [AttemptResult] {
        dialogue.takeFinished().map { delivery, outcome in
            let start = takenAt.removeValue(forKey: delivery) ?? now
            return AttemptResult(
                delivery: delivery, outcome: outcome, relay: dialogue.relay, duration: start.duration(to: now))
        }
    }

    /// When the session is to be given up, or retired if idle, unless something happens before.
    func deadline(now: ContinuousClock.Instant, settings: RelaySettings) -> ContinuousClock.Instant? {
        let progress = dialogue.repliesRead + dialogue.output.exposed + dialogue.output.end
        if progress != self.progress {
            self.progress = progress
            progressAt = now
        }
        if dialogue.isIdle { return progressAt + settings.idleLimit }
        return dialogue.awaiting.map { progressAt + settings.timeouts.limit(for: $0) }
    }

    /// The deadline has passed.
    func expire(settings: RelaySettings) {
        if dialogue.isIdle {
            dialogue.quit()
        } else if let stage = dialogue.awaiting {
            dialogue.lose("timed out: no progress within \(settings.timeouts.limit(for: stage))")
        }
    }
}
