/// Which `Host` a request may name.
///
/// A web page elsewhere can have its own name resolve to 127.0.0.1 and then read what is served there (DNS
/// rebinding); its requests still name that host.
enum LoopbackHost {
    private static let names = ["127.0.0.1", "localhost", "[::1]"]

    /// - Parameter host: the field's value, with or without a port.
    static func isAllowed(_ host: String?) -> Bool {
        guard let host = host?.lowercased() else { return false }
        return names.contains { name in
            guard host.hasPrefix(name) else { return false }
            let rest = host.dropFirst(name.count)
            return rest.isEmpty || (rest.first == ":" && UInt16(rest.dropFirst()) != nil)
        }
    }
}
