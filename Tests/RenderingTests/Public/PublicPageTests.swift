import Mail
import Testing

@testable import Rendering

@Suite struct PublicPageTests {
    private func links() throws -> PublicLinks {
        PublicLinks(
            unsubscribe: try HeaderURI("https://x.org/archive/unsubscribe.html?a=1&b=2"),
            view: try HeaderURI("https://x.org/archive/w51"))
    }

    private func page(_ markdown: String) throws -> PublicPage {
        let issue = try IssueParser.parse(Array(markdown.utf8), path: "w51.md")
        return try LayoutFixture.compile(issue.messageContent).publicPage(links())
    }

    @Test func fieldsShowTheirFallbacks() throws {
        let page = try page("# A\n\nHello {{name | \"reader & co\"}}, {{city}} {{email}} {{unknown}}.")
        #expect(page.fragment.contains("Hello reader &amp; co,"))
        #expect(!page.body.contains(MergeField.opening.description))
        #expect(!page.body.contains("@example"))
    }

    @Test func personalLinksLeadToAPageForAll() throws {
        let page = try page("# A\n\n[leave]({{unsubscribe_url}}) [read]({{view_url}}) [me](https://x.org/?e={{email}})")
        #expect(page.fragment.contains("href=\"https://x.org/archive/unsubscribe.html?a=1&amp;b=2\""))
        #expect(page.fragment.contains("href=\"https://x.org/archive/w51\""))
        #expect(page.fragment.contains("href=\"https://x.org/?e=\""))
    }

    @Test func whatTheTemplateMarksAsPersonalIsLeftOut() throws {
        let page = try page("---\npreheader: In short\n---\n# A\n\nText")
        for words in ["View in browser", "You get", "Unsubscribe", "In short", "<!--", "<html", "<body"] {
            #expect(!page.body.contains(words), "\(words)")
        }
        #expect(page.body.contains("1 Main Street"))
        #expect(page.body.contains("Works on Ärm"))
    }

    @Test func theFragmentIsTheIssueAlone() throws {
        let page = try page("# A\n\nText <!-- note -->")
        #expect(page.fragment.contains("Text"))
        #expect(!page.fragment.contains("1 Main Street"))
        #expect(page.style.contains("prefers-color-scheme"))
        #expect(!page.style.contains("</"))
    }

    @Test(arguments: ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>y</a>"])
    func nothingActiveGetsThrough(_ html: String) throws {
        let page = try page("# A\n\nText \(html)\n\n\(html)\n")
        for words in ["<script", "onerror", "javascript:"] { #expect(!page.body.contains(words)) }
    }

    @Test func aSubjectIsForEverybody() throws {
        let field = MergeField("name", fallback: "reader").placeholder
        #expect(try "Hi \(field), \(MergeField("email").placeholder)".publicText(links()) == "Hi reader,")
    }
}
