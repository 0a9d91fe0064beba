/// A moment as the store keeps it: milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// Later by `duration`; the end of all time if there is no such moment.
    package func adding(_ duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds.addingSaturated(duration.wholeMilliseconds))
    }

    package func since(_ earlier: Timestamp) -> Duration {
        .milliseconds(milliseconds.subtractingSaturated(earlier.milliseconds))
    }
}

/// The wall clock, passed in wherever time matters so that tests can set it.
package typealias WallClock = @Sendable () -> Timestamp
