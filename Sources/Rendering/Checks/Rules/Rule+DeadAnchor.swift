import Foundation
import Mail

extension Rule {
    static let deadAnchor = Rule(
        "dead-anchor", .warning, what: "A link to a place in the issue leads to none.",
        why: "Readers click, and nothing happens."
    ) { checked in
        let anchors = checked.anchors
        return checked.links.filter { $0.url.hasBytes(prefix: "#") && $0.url != "#" }.compactMap { link in
            let target = String(link.url.dropFirst())
            let decoded = target.removingPercentEncoding ?? target
            if anchors.contains(target) || anchors.contains(decoded) { return nil }
            let near = Spelling.nearest(to: decoded, among: anchors.sorted()).map { " Did you mean '#\($0)'?" } ?? ""
            return Spot(
                link.line,
                "There is no '\(link.url)' in the issue. A heading's words in lowercase with hyphens are its place.\(near)"
            )
        }
    }
}

extension CheckedIssue {
    /// The places in the issue that can be linked to.
    fileprivate var anchors: Set<String> {
        let fragment = HTMLWriter.fragment(issue.page)
        // HTML that cannot be parsed is reported when the message is compiled.
        return Set(((try? HTMLParser.fragment(fragment)) ?? []).flatMap(Self.anchors))
    }

    private static func anchors(_ node: DOMNode) -> [String] {
        guard case .element(let element) = node else { return [] }
        let own = [element[attribute: "id"], element.name == "a" ? element[attribute: "name"] : nil].compactMap(\.self)
        return own + element.children.flatMap(anchors)
    }
}
