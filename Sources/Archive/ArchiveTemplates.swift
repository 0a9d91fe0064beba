import Foundation
import Mustache
import Templates

/// The archive's layout: `templates/archive`, read and compiled once.
package struct ArchiveTemplates: Sendable {
    private let library: MustacheLibrary
    let style: String

    /// Reads every file, so that one that is missing or damaged shows at the start.
    package init(folder: TemplateFolder) throws(ArchiveError) {
        MustacheContentTypes.register(Markup(), named: "MARKUP")
        var library = MustacheLibrary()
        for name in Self.names {
            let path = "\(folder.path)/\(name).html"
            let text = try Self.read("\(name).html", in: folder)
            do { try library.register("{{% CONTENT_TYPE:MARKUP}}" + text, named: name) } catch {
                throw .damagedTemplate(path: path, why: "\(error)")
            }
        }
        self.library = library
        style = try Self.read("archive.css", in: folder)
    }

    static let names = ["layout", "index", "issue", "unsubscribe"]

    /// - Parameter template: one of `names`; values are escaped where the template says `{{…}}`.
    func html(_ template: String, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: template) ?? ""
    }

    /// Escapes each code point. QUIRK: the library's own HTML type goes by characters, and a quotation mark with an
    /// accent on it is not one of those that it knows, though it ends an attribute.
    private struct Markup: MustacheContentType {
        func escapeText(_ text: String) -> String { text.escapingXML }
    }

    private static func read(_ name: String, in folder: TemplateFolder) throws(ArchiveError) -> String {
        if let text = folder.text(name) { return text }
        let path = "\(folder.path)/\(name)"
        let isThere = FileManager.default.fileExists(atPath: path)
        throw .cannotReadTemplate(path: path, why: isThere ? "it is not readable UTF-8 text" : "there is no such file")
    }
}
