import Foundation
import Mail

/// A message as a web page for everybody, in parts, for somebody else's frame around it.
///
/// Nothing of any recipient is in it: fields show their fallbacks, and what the template marks with the class
/// `personal` is left out.
package struct PublicPage: Sendable {
    /// The style sheet: what is not in the elements themselves.
    package let style: String
    /// The body's content.
    package let body: String
    /// Only what the issue says, without the layout: what is in the element of class `content`.
    package let fragment: String
}

/// A picture that the message brings along, as a file of its own.
package struct PublicImage: Hashable, Sendable {
    package let mediaType: String
    package let bytes: [UInt8]
    fileprivate let contentID: String
}

/// Where links lead that would be a recipient's own.
package struct PublicLinks: Sendable {
    package let unsubscribe: HeaderURI
    package let view: HeaderURI
    /// Where a page finds a picture of the message, in the page itself and in a fragment that stands elsewhere.
    package var image: @Sendable (PublicImage) throws -> (page: String, fragment: String) = { _ in ("", "") }

    package init(unsubscribe: HeaderURI, view: HeaderURI) {
        self.unsubscribe = unsubscribe
        self.view = view
    }

    func value(of field: MergeField) -> String {
        switch field.name {
        case MergeField.unsubscribeURL: unsubscribe.description
        case MergeField.viewURL: view.description
        default: (field.fallback ?? "").onOneLine
        }
    }
}

extension String {
    /// A text with merge fields as everybody may read it.
    package func publicText(_ links: PublicLinks) -> String {
        fillingMergeFields { links.value(of: $0) }.trimmingWhiteSpace
    }
}

extension CompiledMessage {
    /// The pictures in the message's page. Attached files are not in it.
    package var publicImages: [PublicImage] {
        images.compactMap { image in
            guard let contentID = image.contentID,
                let data = Data(base64Encoded: Data(image.base64.bytes), options: .ignoreUnknownCharacters)
            else { return nil }
            return PublicImage(mediaType: image.mediaType, bytes: [UInt8](data), contentID: contentID)
        }
    }

    package func publicPage(_ links: PublicLinks) throws -> PublicPage {
        let source = htmlPage.fillingMergeFields { field in
            var bytes: [UInt8] = []
            let field = field.unescapingMarkup
            ValueEscape.markup.append(
                links.value(of: field), isPercentEncoded: field.isPercentEncoded, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        let page = try HTMLParser.page(source)
        let body = page.first { $0.name == "body" }.map(Self.withoutPersonalParts) ?? DOMElement("body")
        let content = body.first { $0.classes.contains("content") } ?? body
        let targets = try publicImages.map { ("cid:" + $0.contentID, try links.image($0)) }
        let shown = Dictionary(targets, uniquingKeysWith: { first, _ in first })
        return PublicPage(
            style: page.texts(of: "style").joined(separator: "\n"),
            body: Serializer.fragment(body.showingImages { shown[$0]?.page }.children),
            fragment: Serializer.fragment(content.showingImages { shown[$0]?.fragment }.children))
    }

    /// Without what is for one reader, for mail programs (the preheader, comments) or for nobody (empty links).
    private static func withoutPersonalParts(_ body: DOMElement) -> DOMElement {
        body.mapped { element in
            var element = element
            element.children.removeAll { child in
                switch child {
                case .comment: true
                case .text: false
                case .element(let inner): !inner.classes.isDisjoint(with: ["personal", "preheader"])
                }
            }
            return element
        }
    }
}

extension DOMElement {
    fileprivate func showingImages(_ target: (String) -> String?) -> DOMElement {
        mapped { element in
            guard element.name == "img", let source = element[attribute: "src"], let target = target(source) else {
                return element
            }
            var element = element
            element[attribute: "src"] = target
            return element
        }
    }

    fileprivate var classes: Set<String> {
        Set((self[attribute: "class"] ?? "").split(separator: " ").map(String.init))
    }

    /// The element itself or the first below it, in document order.
    fileprivate func first(where isWanted: (DOMElement) -> Bool) -> DOMElement? {
        if isWanted(self) { return self }
        for case .element(let child) in children {
            if let found = child.first(where: isWanted) { return found }
        }
        return nil
    }

    /// What stands in each element of that name.
    fileprivate func texts(of name: String) -> [String] {
        if self.name == name {
            return [children.map { if case .text(let text) = $0 { text } else { "" } }.joined()]
        }
        return children.flatMap { child -> [String] in
            if case .element(let element) = child { element.texts(of: name) } else { [] }
        }
    }
}
