import Mail

/// Looks at a finished page the way a mail program would, without trust in how it was made.
///
/// Whoever feeds the renderer with damaged or hostile sources asks here whether anything came through.
package struct PageAudit: Sendable {
    /// What may not be in any page: elements, attributes and links that run, load or ask for something.
    package let findings: [String]
    /// The text of the first element of each class that was asked for.
    package let texts: [String: String]
    /// The text of the whole body, without comments.
    package let text: String

    /// - Parameters:
    ///   - page: HTML source with merge fields as placeholders or filled in.
    ///   - classes: whose texts are wanted.
    package init(page: String, classes: [String] = []) throws(HTMLError) {
        let root = try HTMLParser.page(page)
        var audit = Reader(classes: classes)
        audit.read(root, inBody: false)
        findings = audit.findings
        texts = audit.texts
        text = audit.text.collapsingWhiteSpace
    }

    private struct Reader {
        let classes: [String]
        var findings: [String] = []
        var texts: [String: String] = [:]
        var text = ""

        mutating func read(_ element: DOMElement, inBody: Bool) {
            if PageAudit.forbiddenElements.contains(element.name) { findings.append("<\(element.name)>") }
            if element.name == "style", inBody { findings.append("<style> in the body") }
            for attribute in element.attributes { check(attribute, of: element.name) }
            for name in classes where texts[name] == nil && element.hasClass(name) {
                texts[name] = element.characterData.collapsingWhiteSpace
            }
            for child in element.children {
                switch child {
                case .element(let inner): read(inner, inBody: inBody || inner.name == "body")
                case .text(let words): if inBody, element.name != "style" { text += words }
                case .comment: break
                }
            }
        }

        private mutating func check(_ attribute: DOMAttribute, of element: String) {
            if attribute.name.hasBytes(prefix: "on") { findings.append("\(element) \(attribute.name)") }
            let isLink = ["href", "src", "action", "background", "formaction", "srcset"].contains(attribute.name)
            guard isLink, let scheme = LinkPolicy.scheme(of: attribute.value) else { return }
            if !["http", "https", "mailto", "tel", "cid"].contains(scheme) {
                findings.append("\(element) \(attribute.name)=\(scheme):")
            }
        }
    }

    private static let forbiddenElements: Set = [
        "script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button", "select",
        "textarea", "svg", "math", "video", "audio", "base", "link", "template", "noscript", "plaintext", "xmp",
    ]
}

extension DOMElement {
    fileprivate var characterData: String {
        children.map { child in
            switch child {
            case .element(let element): element.characterData
            case .text(let text): text
            case .comment: ""
            }
        }.joined()
    }
}
