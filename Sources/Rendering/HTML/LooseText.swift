/// Puts text and images that stand between an issue's blocks, as raw HTML can have them, into paragraphs, so that they
/// get a paragraph's style.
enum LooseText {
    static func wrapped(_ nodes: [DOMNode]) -> [DOMNode] {
        var result: [DOMNode] = []
        var run: [DOMNode] = []
        func endRun() {
            result += run.contains { $0.isSeen } ? [.element(DOMElement("p", children: run))] : run
            run = []
        }
        for node in nodes {
            if node.isPhrasing {
                run.append(node)
            } else {
                endRun()
                result.append(node)
            }
        }
        endRun()
        return result
    }

    /// What a paragraph may hold (HTML standard, "phrasing content"), as far as the sanitiser leaves it.
    fileprivate static let phrasingElements = Set(
        """
        a abbr b bdi bdo big br cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub \
        sup time tt u var wbr
        """.split(separator: " ").map(String.init))
}

extension DOMNode {
    fileprivate var isPhrasing: Bool {
        guard case .element(let element) = self else { return true }
        return LooseText.phrasingElements.contains(element.name) && element.children.allSatisfy(\.isPhrasing)
    }

    fileprivate var isSeen: Bool {
        guard case .text(let text) = self else { return true }
        return !text.fillingMergeFields(holds: { _ in true }, { $0.name }).trimmingWhiteSpace.isEmpty
    }
}
