import Foundation
import Mustache

/// The newsletter's layout: `newsletter.html`, `newsletter.txt` and `newsletter.css` of one directory.
package struct MessageTemplates: Sendable {
    private let html: MustacheTemplate
    private let text: MustacheTemplate
    let inliner: Inliner

    /// Reads and parses the three files.
    package init(directory: String) throws(TemplateError) {
        html = try Self.template(directory, "newsletter.html", prefix: "")
        text = try Self.template(directory, "newsletter.txt", prefix: "{{% CONTENT_TYPE:TEXT}}")
        inliner = Inliner(stylesheet: try Self.read(directory + "/newsletter.css"))
    }

    func htmlPage(_ values: [String: Any]) -> String { html.render(values) }

    func textPart(_ values: [String: Any]) -> String { text.render(values) }

    /// - Parameter prefix: a pragma, put before the first line so that line numbers stay true.
    private static func template(_ directory: String, _ name: String, prefix: String) throws(TemplateError)
        -> MustacheTemplate
    {
        let path = "\(directory)/\(name)"
        let source = try read(path)
        do {
            return try MustacheTemplate(string: prefix + source)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateError(file: path, line: error.context.lineNumber, detail: "\(error.error)")
        } catch {
            throw TemplateError(file: path, line: nil, detail: "\(error)")
        }
    }

    private static func read(_ path: String) throws(TemplateError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TemplateError(file: path, line: nil, detail: "there is no such file, or it cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw TemplateError(file: path, line: nil, detail: "it is not UTF-8")
        }
        return text
    }
}

/// Why a layout cannot be used.
package struct TemplateError: Error, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int?
    package let detail: String

    package var description: String {
        "\(file)\(line.map { ":\($0)" } ?? ""): The template cannot be used: \(detail)."
    }
}
