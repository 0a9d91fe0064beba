import Mail
import MailerConfiguration
import Sending

extension App {
    /// The configured limits of relays and destinations.
    func limits() -> SendingLimits {
        var rules: [LimitKey: LimitRule] = [:]
        for relay in configuration.relays where relay.isLimited {
            rules[.relay(Self.name(of: relay))] = LimitRule(
                perSecond: relay.rate?.perSecond, windows: relay.windows.map(\.window),
                warmUp: relay.warmUp.map { WarmUp(start: $0.start, perDay: $0.perDay) })
        }
        var others: LimitRule?
        var groups: [Destination: [String]] = [:]
        for limit in configuration.limits {
            let rule = LimitRule(perSecond: limit.rate?.perSecond, windows: limit.windows.map(\.window))
            if limit.domains.isEmpty { others = rule } else { rules[.destination(limit.name)] = rule }
            groups[limit.name, default: []] += limit.domains
        }
        return SendingLimits(rules: rules, others: others, destinations: Destinations(groups: groups))
    }
}

extension Rate {
    var perSecond: Double { count / period.seconds }

    /// As a sliding window, in whole minutes.
    var window: WindowLimit { WindowLimit(count: Int(count), minutes: max(1, Int(period.seconds / 60))) }
}

extension RelayConfiguration {
    /// With no rule at all, nothing is asked or counted for a message.
    fileprivate var isLimited: Bool { rate != nil || !windows.isEmpty || warmUp != nil }
}
