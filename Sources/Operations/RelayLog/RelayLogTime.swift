import Mail

/// What a log's own times leave open: the year, and where no offset is given, the zone.
package struct LogClock: Sendable {
    /// No line is younger than this; the year of a time without one follows from it.
    package let now: Timestamp
    /// Seconds east of UTC at a moment, in the zone in which the relay writes its log.
    package let utcOffset: @Sendable (Timestamp) -> Int

    package init(now: Timestamp, utcOffset: @escaping @Sendable (Timestamp) -> Int) {
        self.now = now
        self.utcOffset = utcOffset
    }
}

/// Reads the time in front of a log line.
///
///     Nov  3 04:51:08                       syslog, `journalctl -o short` and `short-precise`
///     2026-11-23T04:51:08.123456+01:00      RFC 3339: rsyslog, Postfix's own `maillog_file`, `journalctl -o short-iso`
///     Mon 2026-11-23 04:51:08 UTC           `journalctl -o short-full`
///     1795409468.123456                     `journalctl -o short-unix`
struct RelayLogTime {
    let clock: LogClock

    /// - Parameter head: the line up to its host, or all of it; what stands behind the time is ignored.
    /// - Returns: to the second, because syslog knows no more.
    func read(_ head: ArraySlice<UInt8>) -> Timestamp? {
        let words = String(decoding: head.prefix(64), as: UTF8.self).split(separator: " ")
        guard let first = words.first else { return nil }
        if let month = Self.months.firstIndex(where: first.elementsEqual), words.count >= 3 {
            guard let day = Int(words[1]), let time = Clock(words[2]) else { return nil }
            return withoutYear(month: month + 1, day: day, time)
        }
        if first.first?.isNumber == true, let seconds = Self.unix(first) { return seconds }
        if let date = CalendarDate(first.prefix(10)), first.dropFirst(10).first == "T" {
            return Self.rfc3339(date, first.dropFirst(11)) { local($0) }
        }
        guard words.count >= 3, let date = CalendarDate(words[1]), let time = Clock(words[2]) else { return nil }
        let seconds = date.secondsSince1970 + time.seconds
        return words.count > 3 && words[3] == "UTC" ? Timestamp(seconds: seconds) : local(seconds)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The last year in which that moment was not later than now; a day is granted for clocks and zones that differ.
    private func withoutYear(month: Int, day: Int, _ time: Clock) -> Timestamp? {
        let year = CivilTime(clock.now).year
        let candidates = [year + 1, year, year - 1, year - 2, year - 3, year - 4].lazy
            .compactMap { CalendarDate(year: $0, month: month, day: day) }
            .map { local($0.secondsSince1970 + time.seconds) }
        return candidates.first { $0 <= clock.now.adding(.seconds(86_400)) }
    }

    /// The moment at which clocks in the relay's zone show that time.
    private func local(_ seconds: Int) -> Timestamp {
        let guess = Timestamp(seconds: seconds - clock.utcOffset(Timestamp(seconds: seconds)))
        return Timestamp(seconds: seconds - clock.utcOffset(guess))
    }

    private static func unix(_ word: Substring) -> Timestamp? {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0].utf8.count >= 9, parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }) else {
            return nil
        }
        // Up to the year 9999: more is no time.
        return Int(parts[0]).flatMap { $0 <= 253_402_300_799 ? Timestamp(seconds: $0) : nil }
    }

    /// `04:51:08.123456+01:00`; without an offset the time is local.
    private static func rfc3339(
        _ date: CalendarDate, _ text: Substring, local: (Int) -> Timestamp
    ) -> Timestamp? {
        guard let time = Clock(text.prefix(8)) else { return nil }
        let seconds = date.secondsSince1970 + time.seconds
        let zone = text.dropFirst(8).drop { $0 == "." || $0 == "," || $0.isNumber }
        guard let sign = zone.first else { return local(seconds) }
        if sign == "Z" { return Timestamp(seconds: seconds) }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard sign == "+" || sign == "-", digits.count == 4, let number = Int(digits) else { return nil }
        let offset = (number / 100 * 60 + number % 100) * 60
        return Timestamp(seconds: seconds - (sign == "-" ? -offset : offset))
    }
}

/// `04:51:08`, with or without a fraction.
private struct Clock {
    let seconds: Int

    init?(_ text: Substring) {
        let parts = text.prefix(8).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isDigit) }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), let seconds = Int(parts[2]),
            hours < 24, minutes < 60, seconds <= 60
        else { return nil }
        self.seconds = hours * 3_600 + minutes * 60 + seconds
    }
}

/// A day of the Gregorian calendar.
private struct CalendarDate {
    let secondsSince1970: Int

    /// `2026-11-23`
    init?(_ text: Substring) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Days are counted in eras of 400 years from 1 March, so that leap days come last. Nil for a day that there is not.
    init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let yearOfEra = shiftedYear % 400
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        secondsSince1970 = (shiftedYear / 400 * 146_097 + dayOfEra - 719_468) * 86_400
        let back = CivilTime(Timestamp(seconds: secondsSince1970))
        guard back.month == month, back.day == day else { return nil }
    }
}

extension Timestamp {
    init(seconds: Int) { self.init(milliseconds: Int64(seconds).multipliedSaturated(by: 1_000)) }
}
