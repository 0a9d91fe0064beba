import Foundation
import Templates
import Testing

@testable import Archive

/// docs/templates.md against what the archive's templates really get.
@Suite struct ArchiveInDocsTests {
    private static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in
        url.deletingLastPathComponent()
    }

    /// The words in backticks of the row that begins with these words.
    private func names(_ row: String) throws -> Set<String> {
        let page = try String(contentsOf: Self.root.appendingPathComponent("docs/templates.md"), encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n## The archive\n").last)
        let line = try #require(section.split(separator: "\n").first { $0.hasPrefix("| \(row) |") })
        return Set(line.dropFirst(row.count + 3).matches(of: /`(\w+)`/).map { String($0.1) })
    }

    @Test func anIssueHasTheValuesOfThePage() throws {
        let site = try Fixture.site([Fixture.issue("w1")])
        let known = Set(site.values(of: Fixture.issue("w1")).keys).union(["list"])
        #expect(try names("an issue") == known)
    }

    /// A template that shows each value of the page, and nothing that the page does not name.
    @Test func eachValueShowsWhereThePageSaysSo() throws {
        let folder = try TemporaryFolder()
        let everywhere = try names("all").sorted()
        let issue = try names("an issue").subtracting(["list"]).sorted()
        let marks = { (names: [String]) in names.map { "\($0)=[{{\($0)}}]" }.joined(separator: "\n") }
        for name in ["layout", "unsubscribe"] { try write(marks(everywhere), to: "\(folder.path)/\(name).html") }
        let inIndex = "{{#is_index}}is_index=[yes]{{/is_index}}\n{{#issues}}\(marks(issue + ["list"])){{/issues}}"
        try write(marks(everywhere) + inIndex, to: "\(folder.path)/index.html")
        let own = "{{{style}}}{{{message}}}{{#newer}}\(marks(issue)){{/newer}}{{#older}}\(marks(issue)){{/older}}"
        try write(marks(everywhere + issue) + own, to: "\(folder.path)/issue.html")
        try write("", to: "\(folder.path)/archive.css")
        let issues = [
            Fixture.issue("w3", day: 3, list: "A"), Fixture.issue("w2", day: 2, list: "B"),
            Fixture.issue("w1", list: "A"),
        ]
        let site = ArchiveSite(
            title: "News", url: "https://news.example.org/archive", issues: issues,
            templates: try ArchiveTemplates(folder: TemplateFolder(path: folder.path)),
            content: { _ in Fixture.content })
        for name in ["index.html", "w2.html", "unsubscribe.html"] {
            let text = Fixture.text(try site.file(name))
            #expect(!text.isEmpty && !text.contains("=[]"), "\(name): \(text)")
        }
        let page = Fixture.text(try site.file("w2.html"))
        #expect(page.contains(Fixture.content.style) && page.contains(Fixture.content.body))
        #expect(page.contains("href=[w3.html]") && page.contains("href=[w1.html]"))
        #expect(try names("`index.html`") == ["is_index", "issues"])
        #expect(try names("`issue.html`") == ["style", "message", "newer", "older"])
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
