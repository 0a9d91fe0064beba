import Foundation
import Mail
import Operations

/// A time that a person wrote, with its zone: `2026-12-01T09:00+01:00`, `2026-12-01 09:00 Europe/Berlin`, `…Z`.
struct StartTime {
    let timestamp: Timestamp

    /// Reads it; a time without a zone, one that does not exist and one that is past are refused.
    init(_ text: String, now: Timestamp) throws {
        guard let match = text.wholeMatch(of: Self.pattern) else {
            throw CommandFailure(
                "'\(text)' is no time with a zone. Write 2026-12-01T09:00+01:00, or '2026-12-01 09:00 Europe/Berlin'.")
        }
        guard let zone = Self.zone(String(match.zone)) else {
            throw CommandFailure("'\(match.zone)' is no time zone. Write Z, +01:00, or a name such as Europe/Berlin.")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let wanted = DateComponents(
            year: Int(match.year), month: Int(match.month), day: Int(match.day), hour: Int(match.hour),
            minute: Int(match.minute))
        let fields: Set<Calendar.Component> = [.year, .month, .day, .hour, .minute]
        // Foundation moves what does not exist (31 February, the hour that a change of clocks leaves out).
        guard let date = calendar.date(from: wanted), calendar.dateComponents(fields, from: date) == wanted else {
            throw CommandFailure("'\(text)' does not exist in that time zone. Name another time.")
        }
        timestamp = Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
        guard timestamp > now else {
            throw CommandFailure("\(timestamp.forPeople) is past. Leave --at out to send now.")
        }
    }

    private nonisolated(unsafe) static let pattern =
        /(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>\d\d):(?<minute>\d\d)(?::00)? ?(?<zone>Z|[+-]\d\d:?\d\d|[A-Za-z_]+(?:\/[A-Za-z_+\-0-9]+)*)/

    private static func zone(_ text: String) -> TimeZone? {
        if text == "Z" { return TimeZone(secondsFromGMT: 0) }
        guard let sign = text.first, "+-".contains(sign) else { return TimeZone(identifier: text) }
        let digits = text.dropFirst().filter(\.isNumber)
        guard let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)), hours <= 14, minutes < 60 else {
            return nil
        }
        return TimeZone(secondsFromGMT: (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
    }
}
