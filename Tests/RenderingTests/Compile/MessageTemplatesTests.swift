import Foundation
import Testing

@testable import Rendering

@Suite struct MessageTemplatesTests {
    @Test(arguments: [
        ("a\nb {{#open}}\nc", "t", "newsletter.html", 3),
        ("a\n{{/closed}}", "t", "newsletter.html", 2),
        ("a\n{{unfinished", "t", "newsletter.html", 2),
        ("h", "a\n\n{{/closed}}", "newsletter.txt", 3),
        ("h", "{{/closed}}", "newsletter.txt", 1),
    ])
    func damagedTemplateIsNamedWithItsLine(html: String, text: String, file: String, line: Int) throws {
        let directory = try TemplateDirectory(html: html, text: text, css: "")
        defer { directory.remove() }
        let error = #expect(throws: TemplateError.self) { try MessageTemplates(directory: directory.path) }
        #expect(error?.file == "\(directory.path)/\(file)")
        #expect(error?.line == line)
    }

    @Test(
        arguments: [
            (nil, "t", "c", "newsletter.html"), ("h", nil, "c", "newsletter.txt"), ("h", "t", nil, "newsletter.css"),
        ] as [(String?, String?, String?, String)])
    func missingFileIsNamed(html: String?, text: String?, css: String?, file: String) throws {
        let directory = try TemplateDirectory(html: html, text: text, css: css)
        defer { directory.remove() }
        let error = #expect(throws: TemplateError.self) { try MessageTemplates(directory: directory.path) }
        #expect(
            error?.description
                == "\(directory.path)/\(file): The template cannot be used: there is no such file, or it cannot be read."
        )
    }

    @Test func templateThatIsNotUTF8IsRefused() throws {
        let directory = try TemplateDirectory(html: "h", text: "t", css: "c")
        defer { directory.remove() }
        try Data([0x61, 0xE4, 0x62]).write(to: URL(fileURLWithPath: "\(directory.path)/newsletter.txt"))
        let error = #expect(throws: TemplateError.self) { try MessageTemplates(directory: directory.path) }
        #expect(error?.detail == "it is not UTF-8")
    }

    /// The pages of the web room are of one style with the newsletter and live beside it.
    @Test(arguments: ["unsubscribe", "unsubscribed", "invalid", "error"])
    func webPagesEscapeTheirValuesAndAreValid(name: String) throws {
        let folder = LayoutFixture.root.appendingPathComponent("templates/pages")
        let layout = try String(contentsOf: folder.appendingPathComponent("layout.html"), encoding: .utf8)
        let content = try String(contentsOf: folder.appendingPathComponent("\(name).html"), encoding: .utf8)
        let source = layout.replacing("{{$content}}{{/content}}", with: content)
        #expect(source != layout)
        for forbidden in ["{{{", "{{&", "<script", "javascript:", "http"] { #expect(!source.contains(forbidden)) }
        guard PythonReader.isAvailable else { return }
        let page = source.replacing(/{{[^}]*}}/, with: "x").replacing(/^x+\n/, with: "")
        let shown = page.replacing("x\nx\n<h1>", with: "<h1>")
        #expect(try PythonReader.errors(inPages: [shown]) == [[]])
    }
}
