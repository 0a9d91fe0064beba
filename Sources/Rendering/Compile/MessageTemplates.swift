import Templates

/// A template, ready to be filled (see `TemplateFiles`).
package struct MessageTemplates: Sendable {
    private let library: TemplateLibrary
    private let styleSheet: String
    private let inliner: Inliner

    /// Reads and parses a template that is alone in a folder.
    package init(directory: String) throws(TemplateError) { try self.init(.read(directory: directory)) }

    package init(_ files: TemplateFiles) throws(TemplateError) {
        var library = TemplateLibrary()
        for (name, escaping) in [(TemplateFiles.page, TemplateLibrary.Escaping.markup), (TemplateFiles.text, .none)] {
            let source = try files.text(name)
            do throws(TemplateSyntaxError) { try library.add(source, named: name, escaping: escaping) } catch {
                throw TemplateError(file: files.path(of: name), line: error.line, detail: error.detail)
            }
        }
        self.library = library
        styleSheet = try files.styleSheet()
        inliner = Inliner(stylesheet: styleSheet)
    }

    /// The page with the template's style in its elements: that of the files, then that of its own `<style>` elements.
    func inlined(_ page: DOMElement) -> DOMElement {
        let (page, own) = page.takingStyleElements
        return (own.isEmpty ? inliner : Inliner(stylesheet: styleSheet + "\n" + own)).inline(page)
    }

    func htmlPage(_ values: [String: Any]) -> String { library.render(TemplateFiles.page, values) ?? "" }

    func textPart(_ values: [String: Any]) -> String { library.render(TemplateFiles.text, values) ?? "" }
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
