import Foundation
import Mail

/// A new issue: the template's `issue.md` with a subject and a date.
package struct IssueDraft: Hashable, Sendable {
    /// Of the file, without its extension.
    package let slug: String
    /// Empty if only the slug is known.
    package let subject: String
    /// `2026-11-23`
    package let date: String

    /// - Parameter words: a slug such as `2026-w49`, or a title such as `The press is back`; an issue with a title
    ///   is filed under its day, so that issues stand in the folder in their order.
    package init(_ words: String, date: String) {
        let words = words.onOneLine.collapsingWhiteSpace
        self.date = date
        if Slug.make(from: words) == words, words == words.lowercased() {
            slug = words
            subject = ""
            return
        }
        // Without accents where that leaves plain letters, which are easier to type.
        let plain = words.folding(options: .diacriticInsensitive, locale: nil)
        let title = Slug.make(from: Slug.make(from: plain).isASCII ? plain : words)
        slug = title.isEmpty ? date : "\(date)-\(title.prefix(60))"
        subject = words
    }

    /// The file's text: `<<subject>>`, `<<date>>` and `<<slug>>` in the template are replaced.
    ///
    /// - Throws: if the template has no `issue.md`.
    package func text(from template: TemplateFiles) throws(TemplateError) -> String {
        try template.text(TemplateFiles.draft)
            .replacingBytes("<<subject>>", with: Self.quoted(subject)).replacingBytes("<<date>>", with: date)
            .replacingBytes("<<slug>>", with: slug)
    }

    /// In YAML's double quotes (YAML 1.1 §5.6).
    private static func quoted(_ text: String) -> String {
        "\"\(text.replacingBytes("\\", with: "\\\\").replacingBytes("\"", with: "\\\""))\""
    }
}
