/// A metric as Prometheus knows it: a name, what it counts, and one sample for each set of labels.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable {
        case counter
        case gauge
    }

    struct Sample: Sendable {
        /// One for each label name of the family, in its order.
        let labels: [String]
        let value: Int
    }

    let name: String
    let kind: Kind
    let help: String
    let labelNames: [String]
    let samples: [Sample]
}

extension MetricFamily {
    /// The family in the text format 0.0.4 of Prometheus; samples in the order given.
    ///
    ///     # HELP mailer_deliveries Deliveries of all mailings by their state now.
    ///     # TYPE mailer_deliveries gauge
    ///     mailer_deliveries{state="sent"} 962
    var text: String {
        let head = "# HELP \(name) \(Self.escaped(help: help))\n# TYPE \(name) \(kind.rawValue)\n"
        return head + samples.map { "\(name)\(labels(of: $0)) \($0.value)\n" }.joined()
    }

    private func labels(of sample: Sample) -> String {
        guard !labelNames.isEmpty else { return "" }
        let pairs = zip(labelNames, sample.labels).map { "\($0)=\"\(Self.escaped(label: $1))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    static func escaped(help: String) -> String { replacing(help, quotes: false) }

    static func escaped(label: String) -> String { replacing(label, quotes: true) }

    private static func replacing(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
