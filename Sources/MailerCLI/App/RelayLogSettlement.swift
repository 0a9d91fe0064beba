import Bounces
import Foundation
import Mail
import Operations
import Signing
import Store

/// Settles a mailing's unknown deliveries by the log of the relay that they went to.
struct RelayLogSettlement {
    let app: App
    let store: MailerStore
    let unknown: [UnknownDelivery]

    /// - Parameter files: paths of logs in any order; `-` is standard input.
    func run(files: [String], isDryRun: Bool) throws -> SettlementReport {
        let reader = try read(files)
        guard reader.postfixLines > 0 else {
            throw CommandFailure(
                "\(files.joined(separator: ", ")): no line of Postfix's is in it. Take the relay's mail log, "
                    + "such as /var/log/mail.log or the output of journalctl.")
        }
        let log = isDryRun ? nil : app.openLog()
        let rows = try unknown.map { delivery in
            try settle(delivery, RelayLogDecision(on: delivery, log: reader), log: log)
        }
        return SettlementReport(rows: rows, spans: reader.spans, isDryRun: isDryRun)
    }

    // MARK: Reading

    private func read(_ files: [String]) throws -> RelayLogReader {
        let sought = try unknown.map { delivery in
            let identifier = try MessageIDs.left(mailingUID: delivery.uid, delivery: delivery.delivery)
            return SoughtMessage(delivery: delivery.delivery, identifier: identifier, address: delivery.address)
        }
        let clock = LogClock(now: app.now()) { moment in
            TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000))
        }
        var reader = RelayLogReader(messages: sought, clock: clock)
        for file in try files.map(LogFile.init).sorted(by: { $0.isBefore($1, clock) }) {
            reader.begin(file.name)
            try file.readAll { reader.read($0) }
        }
        reader.finish()
        return reader
    }

    // MARK: Settling

    private func settle(
        _ delivery: UnknownDelivery, _ decision: RelayLogDecision, log: DeliveryLog?
    ) throws -> SettlementReport.Row {
        switch decision {
        case .sent(let place):
            guard let log else { break }
            let origin = Origin(source: "relay log", detail: place.description, at: app.now())
            try store.settle(delivery.delivery, as: .sent, origin: origin)
            log.append(.settled(delivery, as: .sent, origin: origin))
        case .failed(let place, let status, let isExpired):
            let bounce = bounce(of: delivery, place, status: status, isExpired: isExpired)
            guard let log else { return SettlementReport.Row(delivery, decision, class: bounce.bounceClass) }
            let receipt = try store.recordBounce(bounce)
            log.append(.bounce(bounce, receipt))
            if let suppression = receipt.suppression { log.append(.suppressed(suppression)) }
            return SettlementReport.Row(delivery, decision, class: bounce.bounceClass, action: receipt.action)
        case .notReceived, .undecided, .noTrace, .notCovered: break
        }
        return SettlementReport.Row(delivery, decision)
    }

    /// A bounce in the log is what its message to the return address says, and is kept as that.
    private func bounce(
        of delivery: UnknownDelivery, _ place: RelayLogPlace, status: EnhancedStatusCode?, isExpired: Bool
    ) -> ReceivedBounce {
        let verdict: (bounceClass: BounceClass, rule: String) =
            isExpired ? (.expired, "status=expired") : ReplyClassifier.classify(status: status, diagnostic: place.words)
        return ReceivedBounce(
            receivedAt: app.now(), kind: .bounce, verifiedDelivery: delivery.delivery,
            recipient: delivery.address.description, status: status, bounceClass: verdict.bounceClass,
            rule: "relay log: \(verdict.rule)", raw: Array("\(place): \(place.text)\n".utf8))
    }
}

/// A log to be read from its start to its end.
private struct LogFile {
    let name: String
    private let handle: FileHandle
    private let start: [UInt8]

    private static let chunkSize = 1 << 20

    init(_ path: String) throws {
        name = path == "-" ? "stdin" : path
        guard let handle = path == "-" ? .standardInput : FileHandle(forReadingAtPath: path) else {
            throw CommandFailure("\(path) cannot be read. Check the path, or say - for standard input.")
        }
        self.handle = handle
        start = [UInt8](try handle.read(upToCount: Self.chunkSize) ?? Data())
        if start.starts(with: [0x1F, 0x8B]) {
            throw CommandFailure(
                "\(path) is compressed. Pipe it: zcat \(path) | mailer unknown MAILING --settle relay-log -")
        }
    }

    /// Rotated logs come in any order on a command line; a message's lines may span two of them.
    func isBefore(_ other: LogFile, _ clock: LogClock) -> Bool {
        let unreadable = Timestamp(milliseconds: .min)
        return RelayLogReader.firstTime(start, clock: clock) ?? unreadable
            < RelayLogReader.firstTime(other.start, clock: clock) ?? unreadable
    }

    func readAll(_ body: ([UInt8]) -> Void) throws {
        var chunk = start
        while !chunk.isEmpty {
            body(chunk)
            chunk = [UInt8](try handle.read(upToCount: Self.chunkSize) ?? Data())
        }
        try? handle.close()  // Everything was read; there is nothing to lose.
    }
}
