extension Timestamp {
    /// `2017-12-18T09:30:00.000Z` (RFC 3339), in UTC.
    package var iso8601: String {
        let fields = CivilTime(self)
        return "\(fields.year.padded(4))-\(fields.month.padded(2))-\(fields.day.padded(2))"
            + "T\(fields.hour.padded(2)):\(fields.minute.padded(2)):\(fields.second.padded(2))"
            + ".\(fields.millisecond.padded(3))Z"
    }

    /// `2017-12-18 10:30:00 +01:00`: for people, by a clock that is so many seconds ahead of UTC, without milliseconds.
    package func clockTime(offset seconds: Int) -> String {
        let fields = CivilTime(adding(.seconds(seconds)))
        let minutes = abs(seconds) / 60
        return "\(fields.year.padded(4))-\(fields.month.padded(2))-\(fields.day.padded(2))"
            + " \(fields.hour.padded(2)):\(fields.minute.padded(2)):\(fields.second.padded(2))"
            + " \(seconds < 0 ? "-" : "+")\((minutes / 60).padded(2)):\((minutes % 60).padded(2))"
    }

    /// `Mon, 18 Dec 2017 09:30:00 +0000` (RFC 5322 §3.3), in UTC.
    package var rfc5322: String {
        let fields = CivilTime(self)
        var text = Self.weekdays[fields.weekday]
        text.reserveCapacity(32)
        text += fields.day.padded(2)
        text += Self.months[fields.month - 1]
        text += fields.year.padded(4)
        text += " "
        text += fields.hour.padded(2)
        text += ":"
        text += fields.minute.padded(2)
        text += ":"
        text += fields.second.padded(2)
        text += " +0000"
        return text
    }

    private static let weekdays = ["Sun, ", "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, "]
    private static let months = [
        " Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ", " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec ",
    ]
}

/// A moment split into calendar fields, UTC, proleptic Gregorian.
package struct CivilTime: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let millisecond: Int
    /// 0 is Sunday.
    package let weekday: Int

    /// The days-to-date arithmetic counts 400-year eras from 1 March of year 0, so that leap days come last.
    package init(_ timestamp: Timestamp) {
        let dayLength: Int64 = 86_400_000
        let days = timestamp.milliseconds.flooredQuotient(dayLength)
        let inDay = Int(timestamp.milliseconds &- days &* dayLength)
        let shifted = Int(days) + 719_468
        let era = Int(Int64(shifted).flooredQuotient(146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = inDay / 3_600_000
        minute = inDay / 60_000 % 60
        second = inDay / 1_000 % 60
        millisecond = inDay % 1_000
        weekday = Int((days + 4) - (days + 4).flooredQuotient(7) * 7)
    }
}

extension CivilTime {
    /// Days from 1970-01-01 to a day of the same calendar; a day that a month does not have is one of the next.
    package static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = Int(Int64(shifted).flooredQuotient(400))
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        // Not by negating: the smallest number has no opposite.
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }
}

extension Int {
    fileprivate func padded(_ width: Int) -> String {
        var digits = String(self)
        while digits.utf8.count < width { digits = "0" + digits }
        return digits
    }
}
