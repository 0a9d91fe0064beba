/// Columns for Outlook, which knows no `inline-block`: a table that only it sees, in comments.
///
///     <!--[if mso]><table …><tr><td …><![endif]--><div class="column">…</div><!--[if mso]></td></tr></table><![endif]-->
struct OutlookColumns {
    private let count: Int
    /// The room inside each column, in CSS pixels, as the style sheets have it.
    let width: Int

    private static let gap = 24

    /// Nil if the element holds no columns side by side.
    init?(_ element: DOMElement) {
        guard element.hasClass("columns") else { return nil }
        let count = element.children.count { Self.isColumn($0) }
        guard count > 1 else { return nil }
        self.count = count
        width = max(80, (PageFinish.contentWidth - Self.gap * (count - 1)) / count)
    }

    func framed(_ element: DOMElement) -> DOMElement {
        var element = element
        var number = 0
        element.children = element.children.flatMap { child -> [DOMNode] in
            guard Self.isColumn(child) else { return [child] }
            number += 1
            let cell = "<td width=\"\(width + (number < count ? Self.gap : 0))\" valign=\"top\">"
            let before = number == 1 ? "<table role=\"presentation\" width=\"100%\"><tr>\(cell)" : "</td>\(cell)"
            return [Self.comment(before), child] + (number == count ? [Self.comment("</td></tr></table>")] : [])
        }
        return element
    }

    private static func comment(_ source: String) -> DOMNode { .comment("[if mso]>\(source)<![endif]") }

    private static func isColumn(_ node: DOMNode) -> Bool {
        guard case .element(let element) = node else { return false }
        return element.hasClass("column")
    }
}
