/// A node of a parsed HTML document, as a plain value; passes over a document are functions from tree to tree.
enum DOMNode: Hashable, Sendable {
    case element(DOMElement)
    case text(String)
    /// Without its delimiters.
    case comment(String)
}

/// An element with its attributes in source order.
struct DOMElement: Hashable, Sendable {
    /// Lowercase.
    var name: String
    var attributes: [DOMAttribute]
    var children: [DOMNode]

    init(_ name: String, attributes: [DOMAttribute] = [], children: [DOMNode] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    /// An attribute's value; setting nil removes it, setting a new one appends it.
    subscript(attribute name: String) -> String? {
        get { attributes.first { $0.name == name }?.value }
        set {
            let position = attributes.firstIndex { $0.name == name }
            switch (position, newValue) {
            case (let position?, let value?): attributes[position].value = value
            case (let position?, nil): attributes.remove(at: position)
            case (nil, let value?): attributes.append(DOMAttribute(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Whether `name` is one of the words of `class`.
    func hasClass(_ name: String) -> Bool {
        guard let classes = self[attribute: "class"] else { return false }
        return classes == name || classes.words.contains { $0 == name }
    }

    /// The element with `change` applied to it and to every element below it, parents first.
    func mapped(_ change: (DOMElement) -> DOMElement) -> DOMElement {
        var element = change(self)
        element.children = element.children.map { child in
            guard case .element(let inner) = child else { return child }
            return .element(inner.mapped(change))
        }
        return element
    }
}

/// An attribute, its value unescaped.
struct DOMAttribute: Hashable, Sendable {
    /// Lowercase.
    let name: String
    var value: String
}
