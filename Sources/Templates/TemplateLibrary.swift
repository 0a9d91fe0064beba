import Mail
import Mustache

/// The language of all templates: swift-mustache's language with an escaping of ours, for the pages of mails, of the web server
/// and of the archive alike. It reads no file and knows no page.
///
/// QUIRK: the library's own HTML type goes by Characters. A quotation mark with an accent on it, or a `<` behind U+0600, is
/// none of those that it knows, though it ends an attribute or opens a tag for every browser.
package struct TemplateLibrary: Sendable {
    package enum Escaping: String, Sendable {
        /// Values are safe in HTML text and in attributes in quotes of either kind.
        case markup = "MAILER_MARKUP"
        /// Values stand as they are.
        case none = "TEXT"
    }

    private var library = MustacheLibrary()

    package init() { MustacheContentTypes.register(Markup(), named: Escaping.markup.rawValue) }

    /// Compiles a template; others include it by its name.
    package mutating func add(_ source: String, named name: String, escaping: Escaping) throws(TemplateSyntaxError) {
        do {
            // A pragma before the first line, so that line numbers stay true.
            try library.register("{{% CONTENT_TYPE:\(escaping.rawValue)}}" + source, named: name)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateSyntaxError(line: error.context.lineNumber, detail: "\(error.error)", description: "\(error)")
        } catch {
            throw TemplateSyntaxError(line: nil, detail: "\(error)", description: "\(error)")
        }
    }

    /// The template's text with values in the place of their names; nil if there is no such template.
    package func render(_ name: String, _ values: [String: Any]) -> String? {
        library.render(values, withTemplate: name)
    }

    private struct Markup: MustacheContentType {
        func escapeText(_ text: String) -> String { text.escapingMarkupAndApostrophes }
    }
}

/// Why a text is no template.
package struct TemplateSyntaxError: Error, Hashable, CustomStringConvertible {
    package let line: Int?
    /// Without the place.
    package let detail: String
    /// With the place, as the library words it.
    package let description: String
}
