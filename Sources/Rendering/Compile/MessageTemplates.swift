import Mustache

/// A template, ready to be filled (see `TemplateFiles`).
package struct MessageTemplates: Sendable {
    private let html: MustacheTemplate
    private let text: MustacheTemplate
    private let styleSheet: String
    private let inliner: Inliner

    /// Reads and parses a template that is alone in a folder.
    package init(directory: String) throws(TemplateError) { try self.init(.read(directory: directory)) }

    package init(_ files: TemplateFiles) throws(TemplateError) {
        html = try Self.template(files, TemplateFiles.page, prefix: "")
        text = try Self.template(files, TemplateFiles.text, prefix: "{{% CONTENT_TYPE:TEXT}}")
        styleSheet = try files.styleSheet()
        inliner = Inliner(stylesheet: styleSheet)
    }

    /// The page with the template's style in its elements: that of the files, then that of its own `<style>` elements.
    func inlined(_ page: DOMElement) -> DOMElement {
        let (page, own) = page.takingStyleElements
        return (own.isEmpty ? inliner : Inliner(stylesheet: styleSheet + "\n" + own)).inline(page)
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

extension DOMElement {
    /// The page without the style sheets that its head holds, and their source. What says `data-keep`, or is no style sheet,
    /// stays where it is.
    fileprivate var takingStyleElements: (page: DOMElement, source: String) {
        var page = self
        var sources: [String] = []
        for position in page.children.indices {
            guard case .element(var head) = page.children[position], head.name == "head" else { continue }
            head.children.removeAll { node in
                guard case .element(let style) = node, style.isStyleSheet else { return false }
                let text = style.children.map { if case .text(let text) = $0 { text } else { "" } }.joined()
                let media = style[attribute: "media"]?.trimmingWhiteSpace ?? ""
                sources.append(media.isEmpty ? text : "@media \(media) {\n\(text)\n}")
                return true
            }
            page.children[position] = .element(head)
        }
        return (page, sources.joined(separator: "\n"))
    }

    private var isStyleSheet: Bool {
        guard name == "style", self[attribute: "data-keep"] == nil else { return false }
        return ["", "text/css"].contains(self[attribute: "type"]?.lowercased() ?? "")
    }
}
