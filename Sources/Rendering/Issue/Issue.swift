import Mail

/// A newsletter issue: what its file says, before any layout.
///
/// Texts may hold merge fields as placeholders (see `MergeField`).
package struct Issue: Hashable, Sendable {
    /// The file as the user named it, for messages.
    package let path: String
    /// From the front matter; else the first heading; else the first line (see `IssueTitle`). Can be empty.
    package let subject: String
    /// What mail programs show behind the subject.
    package let preheader: String?
    package let from: Mailbox?
    package let replyTo: Mailbox?
    /// As readers see it.
    package let date: String?
    /// The list that the issue is for.
    package let list: String?
    /// Names the issue in links and reports; else made from the file's name.
    package let slug: String
    /// As in HTML's `lang`.
    package let language: String?
    /// Whether an archive may show it: `archive: false` keeps it out.
    package let isPublic: Bool
    /// The template's name; nil for the configured one.
    package let template: String?
    /// How readers get images that do not say it themselves.
    package let images: ImageMode?
    /// The checks that the issue asks not to hear of, by id, each with its line.
    package let silencedChecks: [FrontMatterKey]
    /// Every other key of the front matter, for the templates.
    package let extra: [String: TemplateValue]
    /// The text without a title line that only repeats the subject.
    package let body: MarkdownDocument
    /// What the checks look at besides.
    package let source: IssueSource
}

extension Issue {
    /// Where the text begins.
    var titleLine: Int { body.blocks.first?.line ?? 1 }
}

/// An issue's file as it was read.
package struct IssueSource: Hashable, Sendable {
    /// The whole text, line ends as `\n`, without a byte order mark.
    package let text: String
    /// The keys of the front matter with their lines, in order.
    package let keys: [FrontMatterKey]
    /// The double braces of subject, preheader and text.
    package let braces: [BraceUse]
}

package struct FrontMatterKey: Hashable, Sendable {
    package let name: String
    package let line: Int
}
