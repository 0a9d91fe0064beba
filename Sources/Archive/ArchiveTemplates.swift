import Foundation
import Templates

/// The archive's layout: `templates/archive`, read and compiled once.
package struct ArchiveTemplates: Sendable {
    private let library: TemplateLibrary
    let style: String

    /// Reads every file, so that one that is missing or damaged shows at the start.
    package init(folder: TemplateFolder) throws(ArchiveError) {
        var library = TemplateLibrary()
        for name in Self.names {
            let path = "\(folder.path)/\(name).html"
            let text = try Self.read("\(name).html", in: folder)
            do throws(TemplateSyntaxError) { try library.add(text, named: name, escaping: .markup) } catch {
                throw .damagedTemplate(path: path, why: error.description)
            }
        }
        self.library = library
        style = try Self.read("archive.css", in: folder)
    }

    static let names = ["layout", "index", "issue", "unsubscribe"]

    /// - Parameter template: one of `names`; values are escaped where the template says `{{…}}`.
    func html(_ template: String, _ values: [String: Any]) -> String {
        library.render(template, values) ?? ""
    }

    private static func read(_ name: String, in folder: TemplateFolder) throws(ArchiveError) -> String {
        if let text = folder.text(name) { return text }
        let path = "\(folder.path)/\(name)"
        let isThere = FileManager.default.fileExists(atPath: path)
        throw .cannotReadTemplate(path: path, why: isThere ? "it is not readable UTF-8 text" : "there is no such file")
    }
}
