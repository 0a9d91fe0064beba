import Foundation

/// A value behind a lock, with a condition to wait on: the only shared state of a run lives in one of these.
///
/// `@unchecked Sendable`: the value is touched only while the lock is held.
final class Monitor<Value>: @unchecked Sendable {
    private let condition = NSCondition()
    private var value: Value

    init(_ value: Value) { self.value = value }

    /// Runs `body` with the lock held, then wakes the waiters so that they look again.
    func update<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body(&value)
    }

    /// Runs `body` with the lock held and wakes nobody.
    func read<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        condition.lock()
        defer { condition.unlock() }
        return try body(&value)
    }

    /// Calls `body` with the lock held until it answers, waiting in between for updates or at most `pause` seconds.
    func wait<Result>(pause: TimeInterval, _ body: (inout Value) -> Result?) -> Result {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result = body(&value) { return result }
            _ = condition.wait(until: Date(timeIntervalSinceNow: pause))
        }
    }

    /// Waits until `isTrue` holds or the time is up; answers whether it holds.
    func wait(until seconds: TimeInterval, _ isTrue: (inout Value) -> Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let deadline = Date(timeIntervalSinceNow: seconds)
        while !isTrue(&value) {
            guard condition.wait(until: deadline) else { return isTrue(&value) }
        }
        return true
    }
}
