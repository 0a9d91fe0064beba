/// Why a server could not start.
package enum SandboxError: Error, Hashable, CustomStringConvertible {
    case listen(host: String, port: Int, reason: String)
    case certificate(reason: String)
    case outbox(path: String, reason: String)
    case malformedUser
    case implicitTLSWithoutCertificate
    case authenticationWithoutUsers

    package var description: String {
        switch self {
        case .listen(let host, let port, let reason):
            "Cannot listen on \(host):\(port): \(reason). Choose another port, or 0 for any free one."
        case .certificate(let reason):
            "Cannot use the TLS certificate: \(reason). Give a PEM certificate chain and its unencrypted PEM key."
        case .outbox(let path, let reason):
            "Cannot keep messages in '\(path)': \(reason). Choose a directory that can be written."
        case .malformedUser:
            // The text may hold a password, so it is not quoted.
            "Cannot read a user: there is no name in front of a ':'. Write for example 'news:secret'."
        case .implicitTLSWithoutCertificate:
            "Cannot start in TLS: there is no certificate. Give a certificate and its key."
        case .authenticationWithoutUsers:
            "Cannot require authentication: there are no users. Give at least one, such as 'news:secret'."
        }
    }
}
