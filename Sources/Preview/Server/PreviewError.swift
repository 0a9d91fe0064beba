import Mail

/// Why there is no preview.
package enum PreviewError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotReadPage(path: String)
    case cannotListen(port: Int, why: String)

    package var description: String {
        switch self {
        case .cannotReadPage(let path):
            "\(path.escapingControls) cannot be read. Restore it from the 'templates' folder of mailer."
        case .cannotListen(let port, let why):
            "Cannot listen on 127.0.0.1:\(port): \(why). Choose another port with --port, or 0 for any free one."
        }
    }
}
