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
    /// When the messages in the dialogue came off the feed: three at most, so they are looked through.
    private var takenAt: [(delivery: DeliveryID, at: ContinuousClock.Instant)] = []
    /// Since when the wait lasts that is under way.
    private var progressAt: ContinuousClock.Instant
    private var progress = 0
    /// Since when the wait lasted that was under way before.
    private var lastProgressAt: ContinuousClock.Instant
    /// From when on the session takes no further message.
    let retireAt: ContinuousClock.Instant

    init(curl: CurlSession, settings: RelaySettings, messageLimit: Int, now: ContinuousClock.Instant) {
        self.curl = curl
        dialogue = Dialogue(settings, offered: curl.capabilities)
        dialogue.messageLimit = messageLimit
        progressAt = now
        lastProgressAt = now
        retireAt = now + settings.ageLimit
    }

    deinit { staging.deallocate() }

    var descriptor: Int32 { curl.descriptor }
    var isClosed: Bool { dialogue.isClosed }
    /// The network would not take more; worth waiting for.
    private(set) var isBlocked = false

    func offer(_ message: OutgoingMessage, takenAt instant: ContinuousClock.Instant) {
        takenAt.append((message.delivery, instant))
        dialogue.offer(message)
    }

    /// Reads all there is. `scratch` is anybody's between calls.
    func receive(scratch: UnsafeMutableRawBufferPointer, at now: ContinuousClock.Instant) {
        defer { noteProgress(at: now) }
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
    func send(scratch: UnsafeMutableRawBufferPointer, at now: ContinuousClock.Instant) {
        if dialogue.output.isEmpty, !isBlocked { return }
        defer { noteProgress(at: now) }
        if curl.isEncrypted { sendStaged(scratch: scratch, at: now) } else { sendPlain(scratch: scratch, at: now) }
    }

    private func sendPlain(scratch: UnsafeMutableRawBufferPointer, at now: ContinuousClock.Instant) {
        isBlocked = false
        while !isClosed, !dialogue.output.isEmpty {
            switch dialogue.output.withPieces({ curl.sendPlain($0) }) {
            case .bytes(let count):
                dialogue.output.take(count)
                dialogue.output.expose(allTakenBut: 0)
            case .wouldBlock:
                isBlocked = true
                return
            case .failed(let detail): loseSending(detail, scratch: scratch, at: now)
            }
        }
    }

    /// A TLS write must be repeated with the same bytes from the same place, so they are kept apart until it is done.
    private func sendStaged(scratch: UnsafeMutableRawBufferPointer, at now: ContinuousClock.Instant) {
        while !isClosed {
            if staged.isEmpty {
                let count = dialogue.output.take(into: staging)
                if count == 0 { return isBlocked = false }
                staged = 0..<count
            }
            // TLS may have put on the wire what it says it could not send yet.
            dialogue.output.expose(allTakenBut: 0)
            switch curl.send(UnsafeRawBufferPointer(rebasing: staging[staged])) {
            case .bytes(let count): staged = staged.lowerBound + count..<staged.upperBound
            case .wouldBlock: return isBlocked = true
            case .failed(let detail): loseSending(detail, scratch: scratch, at: now)
            }
        }
    }

    /// The server's last words, such as a 421, may be waiting to be read.
    private func loseSending(
        _ detail: String, scratch: UnsafeMutableRawBufferPointer, at now: ContinuousClock.Instant
    ) {
        receive(scratch: scratch, at: now)
        dialogue.lose(detail)
    }

    /// The outcomes since the last call, as results.
    func takeResults(at now: ContinuousClock.Instant, into results: inout [AttemptResult]) {
        if dialogue.finished.isEmpty { return }
        let relay = dialogue.relay
        dialogue.takeFinished { delivery, outcome in
            let place = takenAt.firstIndex { $0.delivery == delivery }
            let start = place.map { takenAt.remove(at: $0).at } ?? now
            results.append(
                AttemptResult(delivery: delivery, outcome: outcome, relay: relay, duration: start.duration(to: now)))
        }
    }

    /// Bytes written and replies read are progress; half a reply is not.
    private func noteProgress(at now: ContinuousClock.Instant) {
        let progress = dialogue.repliesRead + dialogue.output.exposed + dialogue.output.end
        guard progress != self.progress else { return }
        self.progress = progress
        if now > progressAt { lastProgressAt = progressAt }
        progressAt = now
    }

    /// What the server did last followed at once on something else: it did not grow tired of an idle session.
    func isSudden(at now: ContinuousClock.Instant) -> Bool { now - lastProgressAt < .seconds(1) }

    /// When the session is to be given up, or retired if idle, unless something happens before.
    func deadline(settings: RelaySettings) -> ContinuousClock.Instant? {
        if dialogue.isIdle { return progressAt + settings.idleLimit }
        return dialogue.awaiting.map { progressAt + settings.timeouts.limit(for: $0) }
    }

    /// The deadline has passed.
    func expire(settings: RelaySettings) {
        if dialogue.isIdle {
            dialogue.quit()
        } else if let stage = dialogue.awaiting {
            dialogue.lose("timed out: no progress within \(settings.timeouts.limit(for: stage))", isSilent: true)
        }
    }
}
