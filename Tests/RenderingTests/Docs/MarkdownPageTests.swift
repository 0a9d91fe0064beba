import Foundation
import Mail
import Testing

@testable import Rendering

/// docs/markdown.md, read and carried out.
@Suite struct MarkdownPageTests {
    /// Every example with the blocks that say what becomes of it; of a block without lines, the page is written anew.
    @Test func eachExampleBecomesWhatThePageSays() throws {
        let page = try DocPage("markdown.md")
        var example: Example?
        var written: [Int: String] = [:]
        var compared = 0
        for fence in page.fences {
            let words = fence.kind.split(separator: " ", maxSplits: 1)
            if words[0] == "markdown" {
                example = try Example(fence.text)
                continue
            }
            let reader = words.count > 1 ? Reader(String(words[1])) : nil
            let shown = try #require(example, "docs/markdown.md:\(fence.line): no example above")
            let result = words[0] == "html" ? try shown.html(for: reader) : shown.text(for: reader)
            compared += 1
            if fence.text.isEmpty { written[fence.line] = result }
            #expect(fence.text.isEmpty || fence.text == result, "docs/markdown.md:\(fence.line)")
        }
        #expect(compared > 40)
        if written.isEmpty { return }
        try page.replacing(written).write(to: page.file, atomically: true, encoding: .utf8)
        Issue.record("Recorded \(written.count) results in docs/markdown.md. Look at them, then run the tests again.")
    }

    /// Each construct that the reader of Markdown tells apart stands in an example.
    @Test func eachConstructHasAnExample() throws {
        let sources = try DocPage("markdown.md").fences.filter { $0.kind == "markdown" }
        let documents = try sources.map { try Example($0.text).issue.page }
        var seen: Set<String> = []
        for document in documents {
            for block in document.blocks + document.footnotes.flatMap(\.blocks) { block.collectKinds(into: &seen) }
            document.forEachInline { seen.insert($0.kind) }
        }
        #expect(seen == Block.kinds.union(Inline.kinds))
        let all = sources.map(\.text).joined()
        for directive in ["columns", "column", "/columns", "toc"] {
            #expect(all.contains("<!-- \(directive) -->") && Directive(rawValue: directive) != nil)
        }
        let page = try DocPage("markdown.md").text
        for kind in Callout.Kind.allCases { #expect(page.contains("`[!\(kind.rawValue.uppercased())]`")) }
    }

    @Test func eachKeyOfTheFrontMatterIsInTheTableWithAnExampleThatIsRead() throws {
        let rows = try DocPage("markdown.md").table(behind: "## Front matter")
        #expect(rows.map { $0[0] } == IssueKey.allCases.map(\.rawValue))
        for row in rows {
            #expect(row[1].hasPrefix(row[0] + ":"), "\(row)")
            let issue = try IssueParser.parse(Array("---\n\(row[1])\n---\nText.\n".utf8), path: "issues/a.md")
            #expect(issue.source.keys.map(\.name) == [row[0]])
            #expect(issue.extra.isEmpty)
        }
    }

    @Test func whatIsWrongIsAnsweredAsThePageSays() throws {
        let rows = try DocPage("markdown.md").table(behind: "What is wrong is an error")
        #expect(rows.count > 5)
        for row in rows {
            let error = #expect(throws: IssueError.self) {
                try IssueParser.parse(Array("---\n\(row[0])\n---\nText.\n".utf8), path: "issues/a.md")
            }
            #expect(error?.description.contains(row[1]) == true, "\(row): \(error?.description ?? "")")
            #expect(error?.description.hasPrefix("issues/a.md:2: ") == true, "\(error?.description ?? "")")
        }
    }

    @Test func eachWayToSendImagesIsInTheTable() throws {
        let rows = try DocPage("markdown.md").table(behind: "What readers get of a **file**")
        let names = rows.map { $0[0].replacing("`", with: "").split(separator: " ").first.map(String.init) ?? "" }
        #expect(names == ImageMode.allCases.map(\.rawValue))
    }
}

/// A reader as a fence names her: `for name=Ada,city=Porto`, `for nobody`.
private struct Reader {
    let values: [String: String]

    init(_ words: String) {
        let pairs = words.dropFirst(4).split(separator: ",").compactMap { pair -> (String, String)? in
            let halves = pair.split(separator: "=", maxSplits: 1)
            return halves.count == 2 ? (String(halves[0]), String(halves[1])) : nil
        }
        values = Dictionary(uniqueKeysWithValues: pairs)
    }
}

/// An issue of the page, beside a picture.
private struct Example {
    let issue: Rendering.Issue
    private let content: MessageContent

    init(_ markdown: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(SampleImage.png(600, 400)).write(to: folder.appendingPathComponent("press.png"))
        let hasSubject = markdown.contains("subject:")
        // An example without front matter stands for the text of an issue whose title is elsewhere.
        let source = hasSubject ? markdown : "---\nsubject: \"\"\n---\n" + markdown
        issue = try IssueParser.parse(Array(source.utf8), path: folder.appendingPathComponent("issue.md").path)
        var settings = ImageSettings()
        settings.baseURL = "https://news.example.org/issues"
        content = issue.messageContent(images: try IssueImages(issue, settings: settings))
    }

    func html(for reader: Reader?) throws -> String {
        let nodes = Sanitiser.sanitise(try HTMLParser.fragment(content.htmlFragment))
        let shown = content.images.applied(to: nodes) { "press.png.\($0)@example.org" }
        let source = Serializer.fragment(shown)
        return filled(source, reader, escaped: true)
    }

    func text(for reader: Reader?) -> String {
        filled(content.text, reader, escaped: false).replacing(" \n", with: "·\n")
    }

    private func filled(_ text: String, _ reader: Reader?, escaped: Bool) -> String {
        let lines = text.hasSuffix("\n") ? text : text + "\n"
        guard let reader else { return lines.showingMergeFields }
        return lines.fillingMergeFields(holds: { $0.holds(for: reader.values[$0.name]) }) { field in
            let field = escaped ? field.unescapingMarkup : field
            var bytes: [UInt8] = []
            let value = reader.values[field.name] ?? field.fallback ?? ""
            (escaped ? ValueEscape.markup : .none).append(
                value, isPercentEncoded: field.isPercentEncoded, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension Block {
    static let kinds: Set = [
        "a heading", "a paragraph", "a quote", "a list", "a block of code", "a block of HTML", "a table", "a rule",
        "a call-out", "a button", "columns", "a section", "contents",
    ]

    /// A case that is new here needs an example in the page.
    private var kind: String {
        switch self {
        case .heading: "a heading"
        case .paragraph: "a paragraph"
        case .quote: "a quote"
        case .list: "a list"
        case .code: "a block of code"
        case .html: "a block of HTML"
        case .table: "a table"
        case .rule: "a rule"
        case .callout: "a call-out"
        case .button: "a button"
        case .columns: "columns"
        case .section: "a section"
        case .contents: "contents"
        }
    }

    fileprivate func collectKinds(into seen: inout Set<String>) {
        seen.insert(kind)
        for child in children { child.collectKinds(into: &seen) }
    }
}

extension Inline {
    static let kinds: Set = [
        "text", "a soft break", "a hard break", "code", "HTML", "emphasis", "strong", "struck out", "a link",
        "an image",
        "a footnote",
    ]

    fileprivate var kind: String {
        switch self {
        case .text: "text"
        case .softBreak: "a soft break"
        case .lineBreak: "a hard break"
        case .code: "code"
        case .html: "HTML"
        case .emphasis: "emphasis"
        case .strong: "strong"
        case .strikethrough: "struck out"
        case .link: "a link"
        case .image: "an image"
        case .footnote: "a footnote"
        }
    }
}
