import Mail

/// A place where lines go, and the count of those that it could not take.
///
/// Not thread-safe: `DeliveryLog` guards it.
struct LogSink {
    /// Nil: a descriptor that is not ours to open or close, such as standard error.
    private(set) var path: String?
    private var descriptor: Int32
    private var identity: LogFileCalls.Identity?
    private var nextCheck: Timestamp?
    /// The last write ended inside a line.
    private var isTorn = false
    private(set) var lost = 0
    private(set) var lostSince: Timestamp?
    private(set) var lastFailure: LogFileCalls.Failure?

    init(path: String) throws(LogFileCalls.Failure) {
        self.path = path
        descriptor = try LogFileCalls.openForAppending(path)
        identity = LogFileCalls.identity(of: descriptor)
    }

    /// A file that could not be opened: lines count as lost until it can.
    init(path: String, unopened failure: LogFileCalls.Failure) {
        self.path = path
        descriptor = Self.none
        openFailure = failure
    }

    private static let none: Int32 = -1
    /// Why no file is open.
    private var openFailure: LogFileCalls.Failure?

    init(descriptor: Int32) {
        path = nil
        self.descriptor = descriptor
    }

    /// Follows the path if another file, or none, stands there now; looks at most once a second.
    ///
    /// Where the new file cannot be opened the old one goes on taking lines: better there than nowhere.
    mutating func follow(now: Timestamp) {
        guard let path else { return }
        if let nextCheck, now < nextCheck, now.adding(.seconds(1)) >= nextCheck { return }
        nextCheck = now.adding(.seconds(1))
        if let identity, LogFileCalls.identity(of: path) == identity { return }
        reopen()
    }

    mutating func reopen() {
        guard let path else { return }
        do { try move(to: path) } catch {
            if openFailure != nil { openFailure = error }
        }
    }

    /// Goes on in another file; what was lost before is told there.
    mutating func move(to path: String) throws(LogFileCalls.Failure) {
        let fresh = try LogFileCalls.openForAppending(path)
        close()
        self.path = path
        descriptor = fresh
        openFailure = nil
        identity = LogFileCalls.identity(of: fresh)
        isTorn = false
    }

    /// Writes whole lines; what does not go out is counted as lost. Answers whether all of it went.
    mutating func write(_ bytes: [UInt8], lines: Int, now: Timestamp) -> Bool {
        if let openFailure {
            lost += lines
            lostSince = lostSince ?? now
            lastFailure = openFailure
            return false
        }
        // A line that broke off must not swallow the next one.
        let (written, failure) =
            isTorn
            ? LogFileCalls.write([UInt8(ascii: "\n")] + bytes, to: descriptor)
            : LogFileCalls.write(bytes, to: descriptor)
        let wasTorn = isTorn
        guard let failure else {
            isTorn = false
            return true
        }
        let taken = bytes.prefix(wasTorn ? max(0, written - 1) : written)
        if written > 0 { isTorn = taken.last.map { $0 != UInt8(ascii: "\n") } ?? false }
        lost += lines - taken.count(where: { $0 == UInt8(ascii: "\n") })
        lostSince = lostSince ?? now
        lastFailure = failure
        return false
    }

    /// Lines that were not even tried because the word of an earlier gap did not go out.
    mutating func countLost(_ lines: Int) { lost += lines }

    /// The gap was told; counting starts anew.
    mutating func forgetLosses() {
        lost = 0
        lostSince = nil
    }

    func close() {
        if path != nil, descriptor != Self.none { LogFileCalls.closeFile(descriptor) }
    }
}
