import Foundation

/// Domain names beyond ASCII.
enum InternationalDomain {
    /// The domain in A-labels (`xn--bcher-kva.example`, RFC 5890 §2.3.2.1), or nil if there is no such form.
    static func ascii(_ domain: String) -> String? {
        if domain.utf8.allSatisfy({ $0 < 0x80 }) { return domain }
        guard let host = URLComponents(string: "https://\(domain)/")?.encodedHost,
            host.utf8.allSatisfy({ $0 < 0x80 }), !host.contains("%"),
            host.split(separator: ".").contains(where: { $0.hasPrefix("xn--") })
        else { return nil }
        return host
    }
}
