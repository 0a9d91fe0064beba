import Mustache

/// A template, ready to be filled (see `TemplateFiles`).
package struct MessageTemplates: Sendable {
    private let html: MustacheTemplate
    private let text: MustacheTemplate
    let inliner: Inliner

    /// Reads and parses a template that is alone in a folder.
    package init(directory: String) throws(TemplateError) { try self.init(.read(directory: directory)) }

    package init(_ files: TemplateFiles) throws(TemplateError) {
        html = try Self.template(files, TemplateFiles.page, prefix: "")
        text = try Self.template(files, TemplateFiles.text, prefix: "{{% CONTENT_TYPE:TEXT}}")
        inliner = Inliner(stylesheet: try files.styleSheet())
    }

    func htmlPage(_ values: [String: Any]) -> String { html.render(values) }

    func textPart(_ values: [String: Any]) -> String { text.render(values) }

    /// - Parameter prefix: a pragma, put before the first line so that line numbers stay true.
    private static func template(
        _ files: TemplateFiles, _ name: String, prefix: String
    ) throws(TemplateError) -> MustacheTemplate {
        let path = files.path(of: name)
        let source = try files.text(name)
        do {
            return try MustacheTemplate(string: prefix + source)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateError(file: path, line: error.context.lineNumber, detail: "\(error.error)")
        } catch {
            throw TemplateError(file: path, line: nil, detail: "\(error)")
        }
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
