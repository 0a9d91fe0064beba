// Numbers that somebody else wrote, in a reply, a file, a log or a command. Swift ends the process where a sum or a product
// does not fit, and where a Double that is too large, infinite or no number becomes an Int. So nothing that was parsed is
// added, multiplied or converted but by these, or after it was held against a bound.
extension BinaryFloatingPoint {
    /// The nearest whole number within the bounds; the lower one for what is no number.
    package func clamped<Integer: FixedWidthInteger>(to bounds: ClosedRange<Integer>) -> Integer {
        guard self > Self(bounds.lowerBound) else { return bounds.lowerBound }
        guard self < Self(bounds.upperBound) else { return bounds.upperBound }
        return Integer(exactly: rounded()) ?? bounds.upperBound
    }

    /// The nearest whole number that there is; 0 for what is no number.
    package func saturated<Integer: FixedWidthInteger>(as _: Integer.Type = Integer.self) -> Integer {
        isNaN ? 0 : clamped(to: Integer.min...Integer.max)
    }
}

extension FixedWidthInteger {
    /// The sum, or the largest or smallest number instead of one that does not fit.
    package func addingSaturated(_ other: Self) -> Self {
        let (sum, overflows) = addingReportingOverflow(other)
        return !overflows ? sum : other < 0 ? .min : .max
    }

    package func subtractingSaturated(_ other: Self) -> Self {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return !overflows ? difference : other < 0 ? .max : .min
    }

    /// The product, or the largest or smallest number instead of one that does not fit.
    package func multipliedSaturated(by other: Self) -> Self {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return !overflows ? product : (self < 0) == (other < 0) ? .max : .min
    }

    package func clamped(to bounds: ClosedRange<Self>) -> Self {
        Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
    }
}

extension Duration {
    /// Whole milliseconds, towards zero; the longest that there are for more.
    package var wholeMilliseconds: Int64 {
        components.seconds.multipliedSaturated(by: 1_000)
            .addingSaturated(components.attoseconds / 1_000_000_000_000_000)
    }

    /// From a number that somebody wrote; negative ones and what is no number are zero, and a century is the longest.
    package static func bounded(seconds: Double) -> Duration {
        .milliseconds((seconds * 1_000).clamped(to: 0...Int64(3_155_760_000_000)))
    }
}
