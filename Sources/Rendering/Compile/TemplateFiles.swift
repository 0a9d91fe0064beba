import Foundation
import Mail
import Templates

/// The bytes of a template's files, read together, so that what is compiled is what can be stored.
///
/// A template is a folder named after it, with any of these files; one that it does not have is taken from the folder
/// around it, which all templates share:
///
///     templates/letter/newsletter.html    the page around the issue
///     templates/letter/newsletter.css     its style, behind base.css
///     templates/newsletter.txt            the text around the issue
///     templates/base.css                  the style of all templates
///     templates/custom.css                the last word, if there is one
///
/// What neither folder has comes from the program, which carries the templates that it is shipped with: all of theirs,
/// and for a template of the user's own the text around the issue.
package struct TemplateFiles: Hashable, Sendable {
    /// By name within the template.
    package let files: [String: [UInt8]]
    /// Where each came from, for errors.
    private let paths: [String: String]
    /// Where one that is missing would be looked for.
    private let directory: String

    static let page = "newsletter.html"
    static let text = "newsletter.txt"
    static let style = "newsletter.css"
    static let base = "base.css"
    static let custom = "custom.css"
    /// What an issue begins as.
    static let draft = "issue.md"

    /// Reads the files of a template; one that is missing shows when it is used.
    ///
    /// - Parameters:
    ///   - folders: where templates are; each file is taken from the first that has it.
    ///   - isDefault: whether nobody asked for it by name: then a folder with a page but without templates will do.
    /// - Throws: if there is no template of that name.
    package static func find(
        _ name: String, in folders: [String], isDefault: Bool = false
    ) throws(TemplateError) -> TemplateFiles {
        let directory = folders.last ?? "."
        let isThere =
            folders.contains { exists("\($0)/\(name)/\(page)") } || ShippedTemplates.bytes("\(name)/\(page)") != nil
        guard isThere || (isDefault && folders.contains { exists("\($0)/\(page)") }) else {
            let names = names(in: folders)
            let hint = Likeness.closest(to: name, among: names).map { " (did you mean '\($0)'?)" } ?? ""
            let known = "there are \(names.joined(separator: ", "))"
            throw TemplateError(file: directory, line: nil, detail: "there is no template '\(name)'\(hint), \(known)")
        }
        let hasOwnPage = folders.contains { exists("\($0)/\(page)") && !exists("\($0)/\(name)/\(page)") }
        let isShipped = ShippedTemplates.bytes("\(name)/\(page)") != nil && !(isDefault && hasOwnPage)
        return TemplateFiles(
            places: folders.flatMap { ["\($0)/\(name)", $0] }, directory: "\(directory)/\(name)",
            shipped: isShipped ? ["\(name)/", ""] : [""], names: isShipped ? nil : [text, draft])
    }

    /// Reads a template that is alone in a folder.
    package static func read(directory: String) -> TemplateFiles {
        TemplateFiles(places: [directory], directory: directory)
    }

    /// A template that is in no folder.
    package init(html: String, text: String, style: String) {
        files = [Self.page: Array(html.utf8), Self.text: Array(text.utf8), Self.style: Array(style.utf8)]
        paths = [:]
        directory = "template"
    }

    /// The names of the templates in some folders, sorted.
    package static func names(in folders: [String]) -> [String] {
        let all = folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
                isName($0) && exists("\(folder)/\($0)/\(page)")
            }
        }
        let shipped = ShippedTemplates.names.compactMap { path in
            path.hasSuffix("/\(page)") ? String(path.dropLast(page.utf8.count + 1)) : nil
        }
        return Set(all + shipped).sorted()
    }

    /// Whether a text can be a template's name: nothing that could lead to another folder.
    package static func isName(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        return isPlain && !text.isEmpty && !text.hasBytes(prefix: "-")
    }

    /// - Parameters:
    ///   - places: the folders to look into, for each file anew.
    ///   - shipped: where to look among the shipped templates for what is in none of them.
    ///   - names: the files that may come from there; nil: all.
    private init(places: [String], directory: String, shipped: [String] = [], names: [String]? = nil) {
        var files: [String: [UInt8]] = [:]
        var paths: [String: String] = [:]
        for name in [Self.page, Self.text, Self.style, Self.base, Self.custom, Self.draft] {
            for place in places where files[name] == nil {
                guard let data = FileManager.default.contents(atPath: "\(place)/\(name)") else { continue }
                files[name] = [UInt8](data)
                paths[name] = "\(place)/\(name)"
            }
            for place in shipped where files[name] == nil && names?.contains(name) != false {
                files[name] = ShippedTemplates.bytes(place + name)
                paths[name] = files[name].map { _ in "templates/\(place)\(name), as it is shipped" }
            }
        }
        self.files = files
        self.paths = paths
        self.directory = directory
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func path(of name: String) -> String { paths[name] ?? "\(directory)/\(name)" }

    /// - Throws: if the file is not there or not UTF-8.
    func text(_ name: String) throws(TemplateError) -> String {
        guard let bytes = files[name] else {
            throw TemplateError(
                file: path(of: name), line: nil, detail: "there is no such file, or it cannot be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TemplateError(file: path(of: name), line: nil, detail: "it is not UTF-8")
        }
        return text
    }

    /// All style sheets as one, each winning over those before it.
    func styleSheet() throws(TemplateError) -> String {
        var sheet = ""
        for name in [Self.base, Self.style, Self.custom] where files[name] != nil || name == Self.style {
            sheet += try text(name) + "\n"
        }
        return sheet
    }
}
