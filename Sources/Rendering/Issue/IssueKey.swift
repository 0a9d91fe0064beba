/// The front matter's keys that mean something to mailer; all others are for the templates.
package enum IssueKey: String, CaseIterable, Sendable {
    case subject
    case preheader
    case from
    case replyTo = "reply-to"
    case date
    case list
    case slug
    case language
    case archive
    /// `silence`: see `SilencedChecks`.
    case checks
    /// The template of the message: `letter`.
    case template
    /// How readers get images: see `ImageMode`.
    case images
}
