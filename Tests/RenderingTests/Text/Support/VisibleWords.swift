import Foundation

@testable import Rendering

/// What a reader of the HTML part sees or can follow, word by word.
struct VisibleWords {
    /// Words and numbers in reading order, alternative texts and the numbers of lists among them.
    private(set) var words: [String] = []
    /// Words of titles, which the text part has elsewhere.
    private(set) var titles: [String] = []
    private(set) var links: [String] = []

    init(_ document: MarkdownDocument) throws {
        let nodes = Sanitiser.sanitise(try HTMLParser.fragment(HTMLWriter.fragment(document)))
        var text = ""
        for node in nodes { read(node, into: &text) }
        words = Self.words(of: text)
    }

    /// Letters and digits, small, compatibility forms and percent-encoded characters as their plain ones. Characters
    /// between which a line may end are words of their own.
    static func words(of text: String) -> [String] {
        let decoded = text.replacing(/(?:%[0-9A-Fa-f]{2})+/) { String($0.output).removingPercentEncoding ?? "" }
        let plain = decoded.decomposedStringWithCompatibilityMapping.lowercased()
        return plain.split { !($0.isLetter || $0.isNumber) }.flatMap { word -> [String] in
            word.contains { $0.displayWidth == 2 } ? word.map { String($0) } : [String(word)]
        }
    }

    private static let inline: Set = ["a", "em", "strong", "del", "code", "b", "i", "s", "sub", "u", "span"]

    private mutating func read(_ node: DOMNode, into text: inout String) {
        switch node {
        case .comment: break
        case .text(let own): text += own
        case .element(let element): read(element, into: &text)
        }
    }

    private mutating func read(_ element: DOMElement, into text: inout String) {
        // A footnote's number is no part of the word before it; an exponent is.
        let isInline = Self.inline.contains(element.name) || (element.name == "sup" && element[attribute: "id"] == nil)
        let gap = isInline ? "" : " "
        text += gap
        if let alternative = element[attribute: "alt"] { text += alternative }
        titles += Self.words(of: element[attribute: "title"] ?? "")
        links += [element[attribute: "href"], element[attribute: "src"]].compactMap(\.self).filter {
            !$0.hasPrefix("#")
        }
        var number = element[attribute: "start"].flatMap { Int($0) } ?? 1
        for child in element.children {
            if element.name == "ol", case .element(let item) = child, item.name == "li" {
                text += " \(number) "
                number += 1
            }
            read(child, into: &text)
        }
        text += gap
    }
}
