import Mail

/// Whose servers take a recipient's mail, as far as limits are concerned: a provider with several domains is one.
package typealias Destination = String

/// Maps a recipient's domain to its destination: a provider's group, or the domain itself.
package struct Destinations: Sendable {
    private var groups: [String: Destination]

    /// - Parameter groups: domains by the name of their group; they win over the built-in ones.
    package init(groups: [Destination: [String]] = [:]) {
        self.groups = Self.builtIn
        for (name, domains) in groups {
            for domain in domains { self.groups[Self.normal(domain)] = name }
        }
    }

    /// - Parameter domain: as in the address; case and spelling (letters or A-labels) do not matter.
    package func destination(of domain: String) -> Destination {
        let domain = Self.normal(domain)
        if let group = groups[domain] { return group }
        guard let dot = domain.utf8.firstIndex(of: UInt8(ascii: ".")),
            let family = Self.families[domain[..<dot]], Self.isCountry(domain[domain.index(after: dot)...])
        else { return domain }
        return family
    }

    private static func normal(_ domain: String) -> String {
        InternationalDomain.ascii(domain) ?? domain.lowercased()
    }

    private static let builtIn: [String: Destination] = [
        "gmail.com": "gmail", "googlemail.com": "gmail",
        "outlook.com": "outlook", "hotmail.com": "outlook", "live.com": "outlook", "msn.com": "outlook",
        "yahoo.com": "yahoo", "ymail.com": "yahoo", "rocketmail.com": "yahoo", "aol.com": "yahoo",
        "icloud.com": "icloud", "me.com": "icloud", "mac.com": "icloud",
        "proton.me": "proton", "protonmail.com": "proton", "pm.me": "proton",
        "gmx.net": "united-internet", "gmx.com": "united-internet", "gmx.org": "united-internet",
        "gmx.info": "united-internet", "gmx.biz": "united-internet", "web.de": "united-internet",
    ]

    /// Providers with a domain in many countries, by the first label: `hotmail.co.uk`, `yahoo.fr`.
    private static let families: [Substring: Destination] = [
        "outlook": "outlook", "hotmail": "outlook", "live": "outlook", "yahoo": "yahoo", "aol": "yahoo",
        "gmx": "united-internet",
    ]

    /// `de`, `co.uk`, `com.br`; but not the `example.org` of `live.example.org`, which is somebody else's.
    private static func isCountry(_ rest: Substring) -> Bool {
        guard rest.utf8.count > 2 else { return rest.utf8.count == 2 }
        return rest.utf8.count <= 6 && (rest.hasPrefix("co.") || rest.hasPrefix("com."))
            && rest.utf8.suffix(3).first == UInt8(ascii: ".")
    }
}
