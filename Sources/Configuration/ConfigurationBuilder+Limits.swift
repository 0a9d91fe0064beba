import Foundation
import Mail

extension ConfigurationBuilder {
    /// An item of `limits`: what holds for some domains together, or for any other domain each (`*`).
    mutating func limit(_ path: String) -> LimitConfiguration? {
        guard let value = settings.values["\(path).domains"], let first = value.texts.first else {
            settings.complain(
                settings.place(of: path) ?? "the configuration",
                "'limits.domains' is missing in an item of 'limits'. Add domains: [gmail.com], or [\"*\"] for all others."
            )
            return nil
        }
        let domains = value.texts.map { $0.trimmingCharacters(in: .whitespaces) }
        let isForOthers = domains == ["*"]
        for domain in domains where !isForOthers && (try? EmailAddress("a@\(domain)")) == nil {
            settings.complain(
                value.place,
                "'limits.domains' names \"\(domain)\", which is no domain. Write [gmail.com, googlemail.com].")
        }
        let rate = settings.read("\(path).rate", "a rate such as 20/s, 30/min or 5000/h") { Rate($0) }
        let windows = windows("\(path).windows")
        if rate == nil, windows.isEmpty, settings.problems.isEmpty {
            settings.complain(value.place, "An item of 'limits' limits nothing. Give it a rate, windows, or both.")
        }
        return LimitConfiguration(
            name: settings.text("\(path).name") ?? first, domains: isForOthers ? [] : domains, rate: rate,
            windows: windows)
    }

    /// Whole messages an hour or a day, or in so many minutes.
    mutating func windows(_ key: String) -> [Rate] {
        guard let value = settings.values[key] else { return [] }
        let rates = value.texts.compactMap { Rate($0.trimmingCharacters(in: .whitespaces)) }
        let areWindows = rates.allSatisfy { $0.count >= 1 && $0.period >= .seconds(60) }
        if rates.count != value.texts.count || rates.isEmpty || !areWindows {
            settings.complain(value.place, "'\(RawSettings.name(of: key))' takes a list such as [5000/h, 50000/day].")
        }
        return rates
    }

    /// `warm_up: [50, 100, 500]` and the day of the first number.
    mutating func warmUp(_ path: String) -> WarmUpConfiguration? {
        guard let value = settings.values["\(path).warm_up"] else { return nil }
        let counts = value.texts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }.filter { $0 > 0 }
        guard counts.count == value.texts.count, !counts.isEmpty else {
            settings.complain(
                value.place, "'relays.warm_up' takes messages for each day, such as [50, 100, 500, 2000].")
            return nil
        }
        let start = settings.read("\(path).warm_up_start", "a day such as 2026-12-01") { Timestamp(day: $0) }
        guard let start else {
            if settings.values["\(path).warm_up_start"] == nil {
                settings.complain(value.place, "'relays.warm_up' needs 'warm_up_start', the day of its first number.")
            }
            return nil
        }
        return WarmUpConfiguration(start: start, perDay: counts)
    }
}

extension Timestamp {
    /// The beginning of a day in UTC, written `2026-12-01`; nil for a day that does not exist.
    fileprivate init?(day: String) {
        guard let match = day.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)/), let zone = TimeZone(secondsFromGMT: 0) else {
            return nil
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let wanted = DateComponents(year: Int(match.1), month: Int(match.2), day: Int(match.3))
        guard let date = calendar.date(from: wanted),
            calendar.dateComponents([.year, .month, .day], from: date) == wanted
        else { return nil }
        self.init(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
    }
}
