/// Messages in time: `100/s`, `30/min`, `5000/h`, `1000/day`; from one in a million of a period to a million.
package struct Rate: Hashable, Sendable, CustomStringConvertible {
    package let count: Double
    package let period: Duration

    private static let periods: [(name: String, period: Duration)] = [
        ("s", .seconds(1)), ("min", .seconds(60)), ("h", .seconds(3_600)), ("day", .seconds(86_400)),
    ]

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Double(plain: parts[0]), (0.000_001...1_000_000).contains(count),
            let period = Self.periods.first(where: { $0.name == parts[1] })?.period
        else { return nil }
        self.count = count
        self.period = period
    }

    package var description: String {
        let number = count == count.rounded() ? String(Int(count)) : String(count)
        return "\(number)/\(Self.periods.first { $0.period == period }?.name ?? "s")"
    }
}

extension Duration {
    /// Reads `250ms`, `30s`, `5m`, `4h`, `3d`, up to ten years.
    package init?(configured text: String) {
        let units: [(suffix: String, milliseconds: Double)] = [
            ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
        ]
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let number = Double(plain: text.dropLast(unit.suffix.count)),
                number * unit.milliseconds <= 3_650 * 86_400_000
            else { continue }
            self = .milliseconds(number * unit.milliseconds)
            return
        }
        return nil
    }
}

extension Double {
    /// Digits, perhaps with a dot among them; no sign, exponent or hexadecimal.
    fileprivate init?(plain text: Substring) {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else { return nil }
        self.init(text)
    }
}
