/// A document's elements in document order, each with what selectors ask about its surroundings.
struct ElementTree {
    /// The how-manieth of how many, counted from 1.
    struct Place {
        var number: Int
        var count: Int
    }

    final class Node: Sendable {
        let name: String
        let attributes: [DOMAttribute]
        /// The words of `class`.
        let classes: [String]
        let parent: Int?
        /// The element before this one under the same parent.
        let previous: Int?
        let place: Place
        let placeOfType: Place
        /// Neither text nor elements inside.
        let isEmpty: Bool

        init(_ element: DOMElement, parent: Int?, previous: Int?, place: Place, placeOfType: Place) {
            name = element.name
            attributes = element.attributes
            classes = element[attribute: "class"].map(ElementTree.words) ?? []
            self.parent = parent
            self.previous = previous
            self.place = place
            self.placeOfType = placeOfType
            isEmpty = element.hasNoContent
        }

        func value(of attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
    }

    private(set) var nodes: [Node] = []

    init(root: DOMElement) {
        let only = Place(number: 1, count: 1)
        add(root, parent: nil, previous: nil, place: (only, only))
    }

    private mutating func add(_ element: DOMElement, parent: Int?, previous: Int?, place: (all: Place, ofType: Place)) {
        let own = nodes.count
        nodes.append(
            Node(element, parent: parent, previous: previous, place: place.all, placeOfType: place.ofType))
        var counts: [String: Int] = [:]
        var count = 0
        for case .element(let child) in element.children {
            counts[child.name, default: 0] += 1
            count += 1
        }
        var numbers: [String: Int] = [:]
        var number = 0
        var before: Int?
        for case .element(let child) in element.children {
            numbers[child.name, default: 0] += 1
            number += 1
            let next = nodes.count
            let ofType = Place(number: numbers[child.name, default: 1], count: counts[child.name, default: 1])
            add(child, parent: own, previous: before, place: (Place(number: number, count: count), ofType))
            before = next
        }
    }

    fileprivate static func words(_ text: String) -> [String] {
        text.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map { String(Substring($0)) }
    }
}

extension DOMElement {
    fileprivate var hasNoContent: Bool {
        children.allSatisfy { child in
            if case .comment = child { return true }
            return child == .text("")
        }
    }
}
