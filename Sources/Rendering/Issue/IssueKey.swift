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
}
