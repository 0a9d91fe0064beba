import CCurl

/// Who we are to a relay, and how we prove it; no text made of it shows the secret.
package struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Answers with the password, or with the token; blocks.
    ///
    /// - Parameter refused: what the relay has just refused: something else is wanted, if there is anything else.
    package typealias PasswordSource = @Sendable (_ refused: String?) throws(PasswordFailure) -> String

    package let user: String
    /// Nil: whatever both sides know that takes a password.
    package let mechanism: AuthMechanism?
    let password: PasswordSource

    package init(user: String, mechanism: AuthMechanism? = nil, password: @escaping PasswordSource) {
        self.user = user
        self.mechanism = mechanism
        self.password = password
    }

    package init(user: String, password: String) {
        self.init(user: user) { _ in password }
    }

    package var description: String { "\(user), password hidden" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

/// Why there is no password to log in with.
package struct PasswordFailure: Error, Hashable {
    /// A sentence; never with the secret.
    package let reason: String
    /// It may work a moment later.
    package let isTemporary: Bool

    package init(_ reason: String, isTemporary: Bool) {
        self.reason = reason
        self.isTemporary = isTemporary
    }
}

/// How a client proves who it is (RFC 4954); those that libcurl speaks with a user name and a password or token.
///
/// NTLM and GSSAPI are left out: they prove more than a name (a domain, a ticket), which nothing here can hold; so is
/// DIGEST-MD5, which RFC 6331 retired and libcurl does not get through with Dovecot.
package enum AuthMechanism: String, Hashable, Sendable, CaseIterable {
    case plain = "PLAIN"
    case login = "LOGIN"
    case cramMD5 = "CRAM-MD5"
    case scramSHA1 = "SCRAM-SHA-1"
    case scramSHA256 = "SCRAM-SHA-256"
    case xoauth2 = "XOAUTH2"
    case oauthBearer = "OAUTHBEARER"

    /// What is proven with is a token that another server has given, and that expires.
    package var takesToken: Bool { self == .xoauth2 || self == .oauthBearer }

    /// Those that the libcurl of this machine speaks: SCRAM needs one that was built with GNU SASL.
    package static let spoken: [AuthMechanism] = allCases.filter { mechanism in
        switch mechanism {
        case .scramSHA1, .scramSHA256: mailer_curl_has_gsasl() != 0
        default: true
        }
    }
}
