/// Double braces in the author's text: a merge field, or something that is none and goes out as written.
package struct BraceUse: Hashable, Sendable {
    package enum Meaning: Hashable, Sendable {
        case field(MergeField)
        /// As written, with the braces: `{{ First Name }}`.
        case literal(String)
    }

    package let meaning: Meaning
    package let line: Int
}
