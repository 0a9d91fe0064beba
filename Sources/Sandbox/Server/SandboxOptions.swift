/// How a server listens, what it offers and how it fails.
package struct SandboxOptions: Sendable {
    package var host = "127.0.0.1"
    /// 0 takes any free port.
    package var port = 0
    package var storage = SandboxStorage.memory
    /// What EHLO offers; STARTTLS only with a certificate, AUTH only with users.
    package var extensions = Set(SandboxExtension.allCases)
    /// Octets of a message, as SIZE says.
    package var maximumMessageSize = 10_240_000
    /// Needed for STARTTLS and for implicit TLS.
    package var certificate: CertificateFiles?
    /// TLS from the first byte, as on port 465.
    package var usesImplicitTLS = false
    package var users: [SandboxUser] = []
    /// Whether MAIL needs AUTH first.
    package var requiresAuthentication = false
    package var faults: [Fault] = []
    /// How late all input is looked at: a stand-in for the network's round trip time.
    package var replyDelay = Duration.zero

    package init() {}

    func dialogueSettings() throws(SandboxError) -> DialogueSettings {
        if usesImplicitTLS, certificate == nil { throw .implicitTLSWithoutCertificate }
        if requiresAuthentication, users.isEmpty { throw .authenticationWithoutUsers }
        var settings = DialogueSettings()
        settings.extensions = extensions
        if certificate == nil { settings.extensions.remove(.startTLS) }
        if users.isEmpty { settings.extensions.remove(.auth) }
        settings.sizeLimit = maximumMessageSize
        settings.users = Dictionary(users.map { ($0.name, $0.password) }, uniquingKeysWith: { $1 })
        settings.requiresAuthentication = requiresAuthentication
        settings.startsInTLS = usesImplicitTLS
        return settings
    }
}

/// Paths of a PEM certificate chain and its PEM key.
package struct CertificateFiles: Hashable, Sendable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// Someone who may authenticate.
package struct SandboxUser: Hashable, Sendable {
    package let name: String
    package let password: String

    package init(name: String, password: String) {
        self.name = name
        self.password = password
    }

    /// Reads `name:password`; the password may have colons.
    package init(_ text: String) throws(SandboxError) {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { throw .malformedUser }
        self.init(name: String(text[..<colon]), password: String(text[text.index(after: colon)...]))
    }
}
