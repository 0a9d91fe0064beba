/// What a server offers and demands, as the dialogue needs to know it.
struct DialogueSettings {
    var hostName = "sandbox.localhost"
    /// What EHLO may offer; STARTTLS and AUTH only if there is a certificate, or users.
    var extensions: Set<SandboxExtension> = Set(SandboxExtension.allCases).subtracting([.startTLS, .auth])
    /// Octets of a message before dot-stuffing.
    var sizeLimit = 10_240_000
    /// Passwords by user name.
    var users: [String: String] = [:]
    var requiresAuthentication = false
    /// Whether TLS is there from the first byte.
    var startsInTLS = false
}

/// A service extension that EHLO can offer.
package enum SandboxExtension: String, Hashable, Sendable, CaseIterable {
    /// RFC 2920.
    case pipelining = "PIPELINING"
    /// RFC 1870.
    case size = "SIZE"
    /// RFC 6152.
    case eightBitMIME = "8BITMIME"
    /// RFC 6531.
    case smtpUTF8 = "SMTPUTF8"
    /// RFC 3461: the wishes are checked and forgotten, for nothing is delivered here.
    case dsn = "DSN"
    /// RFC 2034.
    case enhancedStatusCodes = "ENHANCEDSTATUSCODES"
    /// RFC 3207.
    case startTLS = "STARTTLS"
    /// RFC 4954, with PLAIN and LOGIN.
    case auth = "AUTH"
}
