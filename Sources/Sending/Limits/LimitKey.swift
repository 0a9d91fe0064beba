import Mail

/// What a limit is about, and the name under which its counts are stored.
package enum LimitKey: Hashable, Sendable, CustomStringConvertible {
    case relay(RelayName)
    case destination(Destination)

    /// `relay:smtp.example.org:587`, `to:gmail`.
    package var description: String {
        switch self {
        case .relay(let relay): "relay:\(relay)"
        case .destination(let destination): Self.destinationPrefix + destination
        }
    }

    /// A destination by its `description`; nil if it is none.
    init?(destinationNamed description: String) {
        guard description.hasPrefix(Self.destinationPrefix) else { return nil }
        self = .destination(String(description.dropFirst(Self.destinationPrefix.count)))
    }

    private static let destinationPrefix = "to:"
}

/// Where a message was counted.
struct LimitPlace: Hashable, Sendable {
    let relay: RelayName
    let destination: Destination
    let minute: Int64

    init(_ relay: RelayName, _ destination: Destination, at wallClock: Timestamp) {
        self.relay = relay
        self.destination = destination
        minute = MinuteCounts.minute(of: wallClock)
    }
}

/// Why a message has to wait, for people.
package enum LimitReason: Hashable, Sendable, CustomStringConvertible {
    case rate(LimitKey, perSecond: Double)
    case window(LimitKey, WindowLimit)
    case warmUp(LimitKey)
    case throttled(LimitKey)

    package var description: String {
        switch self {
        case .rate(let key, let perSecond): "\(key.words): \(Self.rate(perSecond))"
        case .window(let key, let limit): "\(key.words): \(limit.name)"
        case .warmUp(let key): "\(key.words): warm-up"
        case .throttled(let key): "\(key.words): slowed because it said so"
        }
    }

    /// Whose limit it is.
    var key: LimitKey {
        switch self {
        case .rate(let key, _), .window(let key, _), .warmUp(let key), .throttled(let key): key
        }
    }

    /// The same limit of another relay or destination.
    func about(_ key: LimitKey) -> LimitReason {
        switch self {
        case .rate(_, let perSecond): .rate(key, perSecond: perSecond)
        case .window(_, let limit): .window(key, limit)
        case .warmUp: .warmUp(key)
        case .throttled: .throttled(key)
        }
    }

    private static func rate(_ perSecond: Double) -> String {
        for (seconds, unit) in [(1.0, "s"), (60, "min"), (3_600, "h"), (86_400, "day")] {
            let count = perSecond * seconds
            if count >= 1 {
                let rounded = (count * 100).rounded() / 100
                return rounded == rounded.rounded()
                    ? "\(rounded.saturated(as: Int.self))/\(unit)" : "\(rounded)/\(unit)"
            }
        }
        return "\(perSecond)/s"
    }
}

extension LimitKey {
    fileprivate var words: String {
        switch self {
        case .relay(let relay): "relay \(relay)"
        case .destination(let destination): destination
        }
    }
}
