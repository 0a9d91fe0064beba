import Mail

/// What one issue says, ready for the layout; every text may hold merge fields.
package struct MessageContent: Sendable {
    package var subject: String
    /// What mail programs show behind the subject.
    package var preheader: String?
    /// The issue's HTML, as it goes into the layout's content cell; it is sanitised here.
    package let htmlFragment: String
    /// The issue's text part, lines wrapped by whoever made it.
    package let text: String
    /// The date as readers see it.
    package var displayDate: String?
    /// As in HTML's `lang`.
    package var language = "en"
    /// What its images are in the message.
    package var images = IssueImages.none
    /// Other values for the templates, from the front matter.
    package var extra: [String: TemplateValue] = [:]
    /// Identifies the mailing to mail providers; usually the issue's slug.
    package var slug = "issue"

    package init(subject: String, htmlFragment: String, text: String) {
        self.subject = subject
        self.htmlFragment = htmlFragment
        self.text = text
    }
}

/// A value that templates can show, test or go through.
package indirect enum TemplateValue: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case list([TemplateValue])
    case table([String: TemplateValue])

    /// As the template engine takes it.
    var anyValue: Any {
        switch self {
        case .text(let text): text
        case .flag(let flag): flag
        case .list(let values): values.map(\.anyValue)
        case .table(let values): values.mapValues(\.anyValue)
        }
    }
}
