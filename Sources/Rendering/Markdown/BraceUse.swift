/// Double braces in the author's text: a merge field, a section, or something that is neither and goes out as written.
package struct BraceUse: Hashable, Sendable {
    package enum Meaning: Hashable, Sendable {
        case field(MergeField)
        /// The start of a section.
        case section(MergeCondition)
        /// One end of a section whose other end is missing, as written: `{{/city}}`.
        case unmatched(String)
        /// As written, with the braces: `{{ First Name }}`.
        case literal(String)
    }

    package let meaning: Meaning
    package let line: Int
}
