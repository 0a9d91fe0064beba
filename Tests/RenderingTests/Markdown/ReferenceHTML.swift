import CCmark
import Foundation

@testable import Rendering

/// What a document says and how, as a list that two renderings can be compared by: words, and the elements around them
/// with what a reader sees of their attributes. Elements that only lay out (`div`, the box of code) are left out.
struct DocumentSigns: Hashable {
    private(set) var signs: [String] = []

    init(html: String) throws {
        for node in try HTMLParser.fragment(html) { read(node, isVerbatim: false) }
    }

    /// What the library for Markdown makes of the source by itself.
    static func reference(_ markdown: String) throws -> DocumentSigns {
        let html = MarkdownParser.withTree(of: markdown) { root -> String in
            guard let html = cmark_render_html(root, CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES, nil) else { return "" }
            defer { free(html) }
            return String(cString: html)
        }
        return try DocumentSigns(html: html ?? "")
    }

    private static let inlines: Set = ["a", "em", "strong", "del", "code", "sup", "sub", "b", "i", "q", "h"]
    private static let blocks: Set = ["pre", "blockquote", "ul", "ol", "li", "p", "h", "table", "tr"]

    private mutating func read(_ node: DOMNode, isVerbatim: Bool) {
        switch node {
        case .comment: break
        case .text(let text): add(text, isVerbatim: isVerbatim)
        case .element(let element): read(element, isVerbatim: isVerbatim)
        }
    }

    private mutating func add(_ text: String, isVerbatim: Bool) {
        guard !isVerbatim else { return signs.append("\"\(text)\"") }
        // A task's box is a character in ours, an input in the library's.
        let text = text.replacing("☐", with: " box- ").replacing("☑", with: " box+ ")
        signs += text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private mutating func read(_ element: DOMElement, isVerbatim: Bool) {
        let isLayout = element.name == "table" && element[attribute: "role"] == "presentation"
        // The levels of ours have no gaps; that a heading is one stays.
        let name = element.name.wholeMatch(of: /h[1-6]/) == nil ? element.name : "h"
        switch name {
        case "br", "hr": return signs.append(name)
        case "img":
            let title = element[attribute: "title"] ?? ""
            return signs.append("img \(element[attribute: "src"] ?? "") (\(element[attribute: "alt"] ?? "")) \(title)")
        case "input": return signs.append(element[attribute: "checked"] == nil ? "box-" : "box+")
        case "script", "style": return
        default: break
        }
        var sign: String?
        switch name {
        case "a": sign = "a \(element[attribute: "href"] ?? "") \(element[attribute: "title"] ?? "")"
        case "ol": sign = "ol \(element[attribute: "start"] ?? "1")"
        case "th", "td":
            if !element.children.isEmpty, !isInLayout { sign = "\(name) \(Self.alignment(of: element))" }
        case _ where !isLayout && (Self.inlines.contains(name) || Self.blocks.contains(name)): sign = name
        default: break
        }
        if name == "tr", isInLayout { sign = nil }
        let was = isInLayout
        if name == "table" { isInLayout = isLayout }
        if let sign { signs.append("<\(sign)>") }
        for child in element.children { read(child, isVerbatim: isVerbatim || name == "pre") }
        if sign != nil { signs.append("</\(name)>") }
        isInLayout = was
    }

    private var isInLayout = false

    private static func alignment(of cell: DOMElement) -> String {
        if let align = cell[attribute: "align"] { return align }
        let style = cell[attribute: "style"] ?? ""
        return ["left", "right", "center"].first {
            style.contains("text-align:\($0)") || style.contains("text-align: \($0)")
        }
            ?? ""
    }
}
