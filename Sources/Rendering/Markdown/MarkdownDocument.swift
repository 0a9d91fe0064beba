/// A parsed Markdown text: plain values, no C library behind them.
package struct MarkdownDocument: Hashable, Sendable {
    package var blocks: [Block]
    /// In the order of their numbers: note 1 is the first.
    package var footnotes: [Footnote]
    /// The merge fields outside code, in order, and what looks like one but is not.
    package var braces: [BraceUse]

    package init(blocks: [Block] = [], footnotes: [Footnote] = [], braces: [BraceUse] = []) {
        self.blocks = blocks
        self.footnotes = footnotes
        self.braces = braces
    }
}

package struct Footnote: Hashable, Sendable {
    package let number: Int
    package let blocks: [Block]
    package let line: Int
    /// How many references point to it; each gets a way back.
    package let references: Int
}
