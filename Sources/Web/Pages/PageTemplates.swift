import Foundation
import Templates

/// The web pages as the operator's templates show them, compiled once at the start.
struct PageTemplates: Sendable {
    private let library: TemplateLibrary
    private let newsletter: String

    /// Reads every page, so that a missing or damaged one shows at the start and not to a reader.
    init(folder: TemplateFolder, newsletter: String) throws(WebError) {
        var library = TemplateLibrary()
        for name in ["layout"] + Page.templates {
            let path = "\(folder.path)/\(name).html"
            let text = try Self.read("\(name).html", in: folder)
            if name == "unsubscribe", !text.contains("action_url") { throw .noForm(path: path) }
            do throws(TemplateSyntaxError) { try library.add(text, named: name, escaping: .markup) } catch {
                throw .damagedPage(path: path, why: error.description)
            }
        }
        self.library = library
        self.newsletter = newsletter
    }

    /// The page's HTML; values are escaped by the templates' `{{…}}`.
    func html(_ page: Page) -> String? {
        library.render(page.template, page.values.merging(["newsletter": newsletter]) { own, _ in own })
    }

    private static func read(_ name: String, in folder: TemplateFolder) throws(WebError) -> String {
        if let text = folder.text(name) { return text }
        let path = "\(folder.path)/\(name)"
        let isThere = FileManager.default.fileExists(atPath: path)
        throw .cannotReadPage(path: path, why: isThere ? "it is not readable UTF-8 text" : "there is no such file")
    }
}
