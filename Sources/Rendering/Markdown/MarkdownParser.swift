import CCmark
import Synchronization

/// Parses GitHub-flavoured Markdown with libcmark-gfm: tables, strikethrough, autolinks, task lists, footnotes.
///
/// cmark's tree lives only within these functions; what leaves is a tree of our own.
package enum MarkdownParser {
    /// - Parameter firstLine: the number of the text's first line in its file.
    package static func parse(_ source: String, firstLine: Int = 1) -> MarkdownDocument {
        let marks = BraceMarks(source)
        return withTree(of: marks.marked) { root in
            var converter = CmarkConverter(marks: marks, firstLine: firstLine)
            return converter.document(root)
        } ?? MarkdownDocument()
    }

    private static let extensions = ["table", "strikethrough", "autolink", "tasklist"]
    private static let registration: Void = cmark_gfm_core_extensions_ensure_registered()

    /// QUIRK: cmark-gfm adds the extensions' special characters (`~`, `:`) to a process-wide table when it
    /// parses inlines and removes them at the end, so two parsers must not run at the same time.
    private static let oneAtATime = Mutex(())

    static func withTree<Result: Sendable>(
        of text: String, _ body: (CmarkConverter.Node) -> Result
    ) -> Result? {
        oneAtATime.withLock { _ in
            _ = registration
            guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES) else { return nil }
            defer { cmark_parser_free(parser) }
            for name in extensions {
                guard let found = cmark_find_syntax_extension(name) else { continue }
                cmark_parser_attach_syntax_extension(parser, found)
            }
            var text = text
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    cmark_parser_feed(parser, characters.baseAddress, characters.count)
                }
            }
            guard let root = cmark_parser_finish(parser) else { return nil }
            defer { cmark_node_free(root) }
            return body(root)
        }
    }
}
