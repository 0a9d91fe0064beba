import Mail

/// Whose servers take a recipient's mail, as far as limits are concerned: a provider with several domains is one.
package typealias Destination = String

/// Maps a recipient's domain to its destination: a provider's group, or the domain itself.
package struct Destinations: Sendable {
    private var groups: [String: Destination]
    private var families: [String: Destination]

    /// - Parameter groups: domains by the name of their group; they win over the built-in ones.
    package init(groups: [Destination: [String]] = [:]) {
        self.groups = Self.builtIn
        families = Self.builtInFamilies
        for (name, domains) in groups {
            for domain in domains { self.groups[domain.lowercased()] = name }
        }
    }

    /// - Parameter domain: as in the address; case does not matter.
    package func destination(of domain: String) -> Destination {
        let domain = domain.lowercased()
        if let group = groups[domain] { return group }
        guard let dot = domain.firstIndex(of: "."), let family = families[String(domain[..<dot])] else { return domain }
        return family
    }

    private static let builtIn: [String: Destination] = [
        "gmail.com": "gmail", "googlemail.com": "gmail", "msn.com": "outlook", "ymail.com": "yahoo",
        "rocketmail.com": "yahoo", "aol.com": "yahoo", "icloud.com": "icloud", "me.com": "icloud", "mac.com": "icloud",
        "proton.me": "proton", "protonmail.com": "proton", "pm.me": "proton", "web.de": "united-internet",
    ]

    /// Providers with a domain in many countries, by the first label.
    private static let builtInFamilies: [String: Destination] = [
        "outlook": "outlook", "hotmail": "outlook", "live": "outlook", "yahoo": "yahoo", "gmx": "united-internet",
    ]
}
