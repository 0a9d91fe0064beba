import Foundation
import Mail
import Testing

@testable import Rendering

/// docs/templates.md against what the templates really get.
@Suite struct TemplatesPageTests {
    /// A template of the page's own making, with nothing but `value` in it.
    private func shows(_ value: String, in part: String) throws -> String {
        let all = "{{{content}}}{{unsubscribe_url}}\n[[{{\(value)}}]]"
        let files = TemplateFiles(
            html: part == "html" ? "<p>\(all)</p>" : "<p>{{unsubscribe_url}}</p>", text: part == "text" ? all : "x",
            style: "")
        let compiler = MessageCompiler(templates: try MessageTemplates(files), identity: try LayoutFixture.identity())
        var content = LayoutFixture.content()
        content.extra = ["season": .text("winter")]
        let message = try compiler.compile(content, boundary: MIMEBoundary(token: "x"), offersBrowserView: true)
        return part == "html" ? message.htmlPage : message.textPart
    }

    @Test func theTableOfValuesIsWhatTheCompilerHandsOver() throws {
        let compiler = try LayoutFixture.compiler()
        var content = LayoutFixture.content()
        content.extra = ["season": .text("winter")]
        let known = Set(compiler.values(for: content, offersBrowserView: true).keys).union(["content"])
        let rows = try DocPage("templates.md").table(behind: "## Values")
        #expect(Set(rows.map { $0[0] }) == known.subtracting(["season"]))
        #expect(known.contains("season"))
        #expect(rows.count == Set(rows.map { $0[0] }).count)
    }

    @Test(arguments: ["html", "text"])
    func eachValueOfTheTableShowsInBothParts(part: String) throws {
        for row in try DocPage("templates.md").table(behind: "## Values") where row[0] != "content" {
            #expect(try !shows(row[0], in: part).contains("[[]]"), "\(row[0])")
        }
        #expect(try shows("season", in: part).contains("[[winter]]"))
        #expect(try shows("nothing", in: part).contains("[[]]"))
    }

    @Test func theTableOfFilesIsWhatIsRead() throws {
        let rows = try DocPage("templates.md").table(behind: "## The files")
        let known = [
            TemplateFiles.page, TemplateFiles.text, TemplateFiles.style, TemplateFiles.base, TemplateFiles.custom,
            TemplateFiles.draft,
        ]
        #expect(rows.map { $0[0] } == known)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for row in rows { try Data("x".utf8).write(to: folder.appendingPathComponent(row[0])) }
        #expect(Set(TemplateFiles.read(directory: folder.path).files.keys) == Set(known))
    }

    @Test func theTableOfClassesHasEachClassThatAnIssueCanHave() throws {
        let source = try String(
            contentsOf: LayoutFixture.root.appendingPathComponent("docs/pictures/everything.md"), encoding: .utf8)
        let issue = try IssueParser.parse(Array(source.utf8), path: "everything.md")
        var html = HTMLWriter.fragment(issue.page)
        for fence in try DocPage("markdown.md").fences where fence.kind == "markdown" {
            html += HTMLWriter.fragment(MarkdownParser.parse(fence.text))
        }
        let found = Set(
            html.matches(of: /class="([^"]*)"/).flatMap { $0.1.split(separator: " ").map(String.init) })
        let page = try DocPage("templates.md")
        let rows = page.table(behind: "What the issue's words become")
        let listed = Set(rows.map { $0[0] })
        for name in found.sorted() {
            let isNamed = page.text.contains("`\(name)`") || name.hasPrefix("language-") || name.hasPrefix("columns-")
            #expect(isNamed, "docs/templates.md lacks the class \(name)")
        }
        let families = listed.filter { name in !found.contains(name) && !name.hasPrefix("language-") }
        #expect(families == [], "no issue has these")
    }

    @Test func ownStylesComeInTheOrderThatThePageSays() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("order-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, colour) in [("base.css", "red"), ("newsletter.css", "green"), ("custom.css", "blue")] {
            try Data("p { color: \(colour) }".utf8).write(to: folder.appendingPathComponent(name))
        }
        let sheet = try TemplateFiles.read(directory: folder.path).styleSheet()
        let colours = sheet.matches(of: /color: (\w+)/).map { String($0.1) }
        #expect(colours == ["red", "green", "blue"])
    }

    /// What the page says under "Styles", of a page that has style elements of its own.
    @Test func styleElementsOfThePageAreTakenAsThePageSays() throws {
        let page = """
            <html><head><style>.a { color: green }</style><style media="print">.a { color: gray }</style>
            <style data-keep>.a { border: 0 }</style></head>
            <body><div class="content">{{{content}}}</div><p class="a">{{unsubscribe_url}}</p></body></html>
            """
        let files = TemplateFiles(
            html: page, text: "{{{content}}}{{unsubscribe_url}}",
            style: ".a { color: red } @media (max-width: 9px) { .a { margin: 0 } } .a { margin: 1px }")
        let compiler = MessageCompiler(templates: try MessageTemplates(files), identity: try LayoutFixture.identity())
        let html = try compiler.compile(
            LayoutFixture.content(), boundary: MIMEBoundary(token: "x"), offersBrowserView: false
        ).htmlPage
        let style = try #require(html.firstMatch(of: /class="a" style="([^"]*)"/)?.1)
        #expect(style.contains("color:green") && !style.contains("red") && style.contains("margin:1px"))
        #expect(html.contains("<style data-keep>.a { border: 0 }</style>") || html.contains("data-keep=\"\""))
        #expect(html.contains(/@media print[^}]*color: ?gray ?!important/))
        // The later rule outside of the block wins in a browser, too, so what stays is not made important.
        #expect(!html.contains(/max-width: 9px[^}]*!important/))
    }
}
