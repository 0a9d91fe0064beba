import Mail

/// Why the web server does not run.
package enum WebError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotReadPage(path: String, why: String)
    case damagedPage(path: String, why: String)
    /// The page for unsubscribing would show no working button.
    case noForm(path: String)
    case cannotListen(host: String, port: Int, why: String)

    package var description: String {
        switch self {
        case .cannotReadPage(let path, let why):
            "\(path.escapingControls) cannot be read: \(why). Restore it from the 'templates' folder of mailer."
        case .damagedPage(let path, let why):
            "\(path.escapingControls) is no usable template: \(why). Check its {{tags}}."
        case .noForm(let path):
            "\(path.escapingControls) lets nobody unsubscribe: it has no <form method=\"post\" action=\"{{action_url}}\">. "
                + "Put the form back."
        case .cannotListen(let host, let port, let why):
            "Cannot listen on \(host.escapingControls):\(port): \(why). Check the address, or choose another port."
        }
    }
}
