import Mail

/// Why there is no preview.
package enum PreviewError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotReadPage(path: String)
    case cannotListen(port: Int, why: String)
    case noChromium
    case chromium(why: String)
    /// The issue's own problem, with its file and line.
    case cannotRender(String)
    case cannotWrite(path: String, why: String)

    package var description: String {
        switch self {
        case .cannotReadPage(let path):
            "\(path.escapingControls) cannot be read. Restore it from the 'templates' folder of mailer."
        case .cannotListen(let port, let why):
            "Cannot listen on 127.0.0.1:\(port): \(why). Choose another port with --port, or 0 for any free one."
        case .noChromium:
            "Pictures are taken by Chromium, and neither chromium, chromium-browser nor google-chrome is on the PATH. "
                + "Install one: apt-get install chromium."
        case .chromium(let why):
            "Chromium took no picture: \(why.escapingControls)."
        case .cannotRender(let problem):
            problem
        case .cannotWrite(let path, let why):
            "\(path.escapingControls) cannot be written: \(why.escapingControls)"
        }
    }
}
