/// What browsers may load and run (Content-Security-Policy).
enum ContentPolicy {
    static let nothing = "default-src 'none'; frame-ancestors 'none'"

    /// The page: its own files, nothing inline, nothing from elsewhere.
    static let page =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
        + "img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

    /// The issue: its styles and, if it shows them, its images. No script, whatever it says; links open elsewhere.
    static func message(showsImages: Bool) -> String {
        "default-src 'none'; style-src 'unsafe-inline'; img-src \(showsImages ? "* data:" : "'none'"); font-src *; "
            + "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
            + "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    }
}
