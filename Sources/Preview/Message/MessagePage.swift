import Foundation

/// The HTML part as a frame of the page shows it.
enum MessagePage {
    /// - Parameter scheme: nil leaves the issue's own colour queries to the browser.
    static func html(_ html: String, scheme: ColorScheme?) -> String {
        let html = opensLinksElsewhere(html)
        return scheme.map { forced(html, to: $0) } ?? html
    }

    /// A link that was followed would take the place of the message.
    private static func opensLinksElsewhere(_ html: String) -> String {
        guard let head = html.firstRange(of: "<head>") else { return html }
        return html.replacingCharacters(in: head, with: "<head><base target=\"_blank\">")
    }

    /// The page as if the system preferred `scheme`.
    ///
    /// Only some browsers let the surrounding page say what a frame's `prefers-color-scheme` is. So the queries are
    /// answered here, by ones that are always or never true: in style sheets and `media` attributes, not in the text.
    private static func forced(_ html: String, to scheme: ColorScheme) -> String {
        // Made here because a Regex cannot be shared between threads.
        let style = /<style[^>]*>.*?<\/style>|\smedia="[^"]*"/.dotMatchesNewlines().ignoresCase()
        let query = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/.ignoresCase()
        let answered = html.replacing(style) { place in
            place.output.replacing(query) { match in
                match.1.lowercased() == scheme.rawValue ? "(min-width: 0px)" : "(max-width: 0px)"
            }
        }
        let declaration = /<meta name="color-scheme" content="[^"]*">/
        return answered.replacing(declaration, with: "<meta name=\"color-scheme\" content=\"\(scheme.rawValue)\">")
    }
}
