import Mail

// Numbers and times as bytes, without a String in between: a busy relay makes thousands of lines a second.

extension [UInt8] {
    mutating func appendDecimal(_ number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        appendDigits(number.magnitude, width: 1)
    }

    /// `2026-11-23T10:45:00.123Z`, as `Timestamp.iso8601`.
    mutating func appendISO8601(_ time: Timestamp) {
        let fields = CivilTime(time)
        appendDigits(fields.year.magnitude, width: 4)
        appendField(fields.month, after: "-")
        appendField(fields.day, after: "-")
        appendField(fields.hour, after: "T")
        appendField(fields.minute, after: ":")
        appendField(fields.second, after: ":")
        append(UInt8(ascii: "."))
        appendDigits(fields.millisecond.magnitude, width: 3)
        append(UInt8(ascii: "Z"))
    }

    private mutating func appendField(_ value: Int, after separator: Unicode.Scalar) {
        append(UInt8(ascii: separator))
        appendDigits(value.magnitude, width: 2)
    }

    /// `0.12`, `3`, `0.005`: seconds to the millisecond, no trailing zeros.
    mutating func appendSeconds(_ duration: Duration) {
        let parts = Swift.max(duration, .zero).components
        appendDecimal(Int(parts.seconds))
        var fraction = UInt(parts.attoseconds / 1_000_000_000_000_000)
        guard fraction > 0 else { return }
        var width = 3
        while fraction.isMultiple(of: 10) {
            fraction /= 10
            width -= 1
        }
        append(UInt8(ascii: "."))
        appendDigits(fraction, width: width)
    }

    private mutating func appendDigits(_ number: UInt, width: Int) {
        let start = count
        var (rest, digits) = (number, 0)
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            digits += 1
        } while rest > 0 || digits < width
        var (low, high) = (start, count - 1)
        while low < high {
            swapAt(low, high)
            low += 1
            high -= 1
        }
    }
}
