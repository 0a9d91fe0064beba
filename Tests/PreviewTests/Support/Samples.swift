import Foundation
import Mail
import Rendering
import Synchronization

@testable import Preview

/// A folder with an issue, a template and an image, and a source that renders them in the plainest way.
final class SampleIssue: Sendable {
    struct Broken: Error, CustomStringConvertible { let description: String }

    let folder: String
    let renderings = Mutex(0)

    init(_ text: String = "Hello") throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("preview-\(UUID().uuidString)").path
        for name in ["templates", "pages"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        for name in ["index.html", "preview.css", "preview.js"] { try write("pages/\(name)", "the file \(name)") }
        try write("templates/newsletter.css", "p { color: red }")
        try write("image.png", "picture")
        try write("issue.md", text)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    var pages: String { "\(folder)/pages" }

    /// An issue that says `broken` cannot be rendered; one that says `image.png` shows it; a whole page is one.
    var source: PreviewSource {
        PreviewSource(
            file: "\(folder)/issue.md", watched: ["\(folder)/templates"],
            render: { [self] address in try render(for: address ?? "first@example.org") },
            readers: { text in
                if text == "locked" { throw Broken(description: "The database is locked.") }
                return [PreviewReader(address: "\(text)@example.org", name: "N \"<b>")]
            })
    }

    private func render(for address: String) throws -> RenderedIssue {
        renderings.withLock { $0 += 1 }
        let text = try String(contentsOfFile: "\(folder)/issue.md", encoding: .utf8)
        if text.contains("broken") { throw Broken(description: "issue.md:3: It is broken. Mend it.") }
        let html =
            text.hasPrefix("<!DOCTYPE html>")
            ? text
            : """
            <!DOCTYPE html><html><head><style>@media (prefers-color-scheme: dark) { p { color: white } }</style>\
            </head><body><p>\(text) \(address)</p><script>alert(1)</script></body></html>
            """
        var issue = RenderedIssue(
            reader: PreviewReader(address: address, name: nil), subject: "S: \(text)", preheader: nil,
            from: "news@example.org", parts: (html: html, text: text),
            message: Array("Subject: S\r\nTo: a,\r\n b\r\n\r\n\(text)".utf8), encodedHTMLSize: html.utf8.count,
            findings: [Finding("some-rule", .warning, line: 7, "Look at this.")])
        issue.images = text.contains("image.png") ? ["\(folder)/image.png"] : []
        return issue
    }
}
