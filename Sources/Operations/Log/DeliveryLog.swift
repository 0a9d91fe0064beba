import Foundation
import Mail

/// Where the delivery log goes and how it is spelled.
package struct DeliveryLogSettings: Sendable {
    /// Nil: no file.
    package var path: String?
    /// Also (or only) on standard error, as under systemd or in a container.
    package var usesStandardError: Bool
    package var format: LogFormat
    /// Our own process id, as in `mailer[4711]`.
    package var pid: Int32

    package init(path: String?, usesStandardError: Bool = false, format: LogFormat = .text, pid: Int32) {
        self.path = path
        self.usesStandardError = usesStandardError
        self.format = format
        self.pid = pid
    }
}

/// The log cannot be opened at the start: something to mend before a mailing, not during one.
package struct DeliveryLogError: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String {
        "Cannot open the delivery log \(path.escapingControls): \(reason). "
            + "Check the path and its permissions, or set another one."
    }
}

/// The delivery log: every mail event as one line (docs/log.md), in a file, on standard error or both.
///
/// Safe to call from any thread. A batch becomes one write(2) to a file opened for appending, so lines
/// of several processes do not mix. It follows logrotate by itself (another file under the same name)
/// and on `reopen()`. A log that cannot be written never stops a mailing: lines are counted as lost,
/// told once through `complain`, and again by a `log_gap` line in front of the next one that works.
///
/// Ignore SIGPIPE in the process if standard error may be a pipe whose reader goes away.
///
/// `@unchecked Sendable`: the mutable state is touched only while the lock is held.
package final class DeliveryLog: @unchecked Sendable {
    private let lock = NSLock()
    private let clock: WallClock
    private let complain: @Sendable (String) -> Void
    private var buffer: LogBuffer
    private var gap: LogBuffer
    private var sinks: [LogSink] = []

    /// - Parameter complain: takes a sentence for the operator; the command line prints it on standard error.
    /// - Throws: if the file cannot be opened; for whatever must not begin without a log, such as a mailing.
    package convenience init(
        _ settings: DeliveryLogSettings, clock: @escaping WallClock,
        complain: @escaping @Sendable (String) -> Void
    ) throws(DeliveryLogError) {
        if let path = settings.path {
            do { LogFileCalls.closeFile(try LogFileCalls.openForAppending(path)) } catch {
                throw DeliveryLogError(path: path, reason: error.description)
            }
        }
        self.init(lenient: settings, clock: clock, complain: complain)
    }

    /// The same for whatever must not wait for a log: where the file cannot be opened its lines count as lost, until it
    /// can.
    package convenience init(
        lenient settings: DeliveryLogSettings, clock: @escaping WallClock,
        complain: @escaping @Sendable (String) -> Void
    ) {
        var sinks: [LogSink] = []
        if let path = settings.path {
            do { sinks.append(try LogSink(path: path)) } catch { sinks.append(LogSink(path: path, unopened: error)) }
        }
        if settings.usesStandardError { sinks.append(LogSink(descriptor: LogFileCalls.standardError)) }
        let buffer = LogBuffer(format: settings.format, pid: settings.pid)
        self.init(sinks: sinks, buffer: buffer, clock: clock, complain: complain)
    }

    init(
        sinks: [LogSink], buffer: LogBuffer, clock: @escaping WallClock,
        complain: @escaping @Sendable (String) -> Void
    ) {
        self.sinks = sinks
        self.buffer = buffer
        self.gap = buffer
        self.clock = clock
        self.complain = complain
    }

    deinit { for sink in sinks { sink.close() } }

    // MARK: Writing

    package func append(_ event: MailEvent) { append([event]) }

    /// Writes the batch as one piece.
    package func append(_ batch: some Collection<MailEvent>) {
        guard !batch.isEmpty else { return }
        let complaints = lock.withLock { () -> [String] in
            let now = clock()
            buffer.removeAll()
            for event in batch { buffer.append(event, now: now) }
            return sinks.indices.compactMap { write(to: &sinks[$0], now: now) }
        }
        complaints.forEach(complain)
    }

    /// Opens the file anew under its name, as logrotate asks for by SIGHUP.
    package func reopen() {
        lock.withLock { for index in sinks.indices { sinks[index].reopen() } }
    }

    /// Goes on under another name or in another format; where the file cannot be opened, as before.
    package func move(to settings: DeliveryLogSettings) throws(DeliveryLogError) {
        let result: Result<Void, DeliveryLogError> = lock.withLock {
            guard let index = sinks.firstIndex(where: { $0.path != nil }), let path = settings.path else {
                return .success(())
            }
            if sinks[index].path == path {
                sinks[index].reopen()
            } else {
                do throws(LogFileCalls.Failure) { try sinks[index].move(to: path) } catch {
                    return .failure(DeliveryLogError(path: path, reason: error.description))
                }
            }
            if settings.format != buffer.format {
                buffer = LogBuffer(format: settings.format, pid: settings.pid)
                gap = buffer
            }
            return .success(())
        }
        try result.get()
    }

    /// Lines that no one has read about yet because they could not be written.
    package var lostLines: Int { lock.withLock { sinks.reduce(0) { $0 + $1.lost } } }

    /// Writes the buffer, after word of a gap if there is one; answers with a complaint where a gap begins.
    private func write(to sink: inout LogSink, now: Timestamp) -> String? {
        sink.follow(now: now)
        guard sink.lost > 0, let since = sink.lostSince else {
            return sink.write(buffer.bytes, lines: buffer.lines, now: now) ? nil : complaint(about: sink)
        }
        gap.removeAll()
        let reason = sink.lastFailure?.description ?? "unknown"
        gap.append(.logGap(lost: sink.lost, since: since, reason: reason), now: now)
        if sink.write(gap.bytes, lines: 0, now: now) {
            sink.forgetLosses()
            return sink.write(buffer.bytes, lines: buffer.lines, now: now) ? nil : complaint(about: sink)
        }
        sink.countLost(buffer.lines)
        return nil
    }

    private func complaint(about sink: LogSink) -> String {
        let place = sink.path.map { "the delivery log \($0.escapingControls)" } ?? "the delivery log on standard error"
        return "Cannot write \(place): \(sink.lastFailure?.description ?? "unknown"). "
            + "The mailing goes on and the database keeps every outcome; "
            + "lost lines are counted, and the log will say how many once it can be written."
    }
}

// MARK: Attempts

extension DeliveryLog {
    /// Logs what became of one message; `mailing` is its slug.
    package func attempt(_ update: DeliveryUpdate, mailing: String, to address: EmailAddress) {
        append(.attempt(update, mailing: mailing, to: address))
    }

    /// Logs a commit's outcomes in one write.
    ///
    /// - Parameter stored: false when the ledger could not take them.
    package func attempts(
        _ updates: [(update: DeliveryUpdate, to: EmailAddress)], mailing: String, stored: Bool
    ) {
        append(updates.lazy.map { .attempt($0.update, mailing: mailing, to: $0.to, stored: stored) })
    }
}
