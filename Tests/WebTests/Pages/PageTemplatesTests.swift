import Foundation
import Templates
import Testing

@testable import Web

@Suite("The pages' templates")
struct PageTemplatesTests {
    private func withFolder(_ change: (String) throws -> Void, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try PagesSample.write(to: folder)
        try change(folder)
        try body(folder)
    }

    private func error(_ folder: String) -> WebError? {
        #expect(throws: WebError.self) { try PageTemplates(folder: TemplateFolder(path: folder), newsletter: "News") }
    }

    @Test("Values are escaped")
    func escaping() throws {
        try withFolder({ _ in }) { folder in
            let pages = try PageTemplates(folder: TemplateFolder(path: folder), newsletter: "<News>")
            let html = pages.html(
                .unsubscribe(addressHint: "a…@x", listTitle: "<script>", actionURL: "/u/\"", token: "'"))
            #expect(
                html == """
                    <title>Unsubscribe</title><p>a…@x / &lt;script&gt; / &#39;</p>\
                    <form method="post" action="/u/&quot;"><button>Unsubscribe</button></form>\
                    <footer>&lt;News&gt;</footer>

                    """)
        }
    }

    @Test("The pages that come with the program say what they must, without scripts or anything from elsewhere")
    func ownPages() throws {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
        let pages = try PageTemplates(folder: TemplateFolder(path: root + "/templates/pages"), newsletter: "The Weekly")
        let samples: [(page: Page, texts: [String])] = [
            (
                .unsubscribe(addressHint: "a…@example.org", listTitle: "Arm", actionURL: "/mail/u/t1", token: "t1"),
                ["<form method=\"post\" action=\"/mail/u/t1\">", "a…@example.org", "<button", "Arm"]
            ),
            (
                .unsubscribed(addressHint: "a…@example.org", listTitle: "Arm", already: false),
                ["You are unsubscribed", "a…@example.org"]
            ),
            (
                .unsubscribed(addressHint: "a…@example.org", listTitle: "Arm", already: true),
                ["You are already unsubscribed"]
            ),
            (.invalid, ["This link does not work"]),
            (.error(title: "Not saved", message: "Again."), ["Not saved", "<p>Again.</p>"]),
        ]
        for sample in samples {
            let html = try #require(pages.html(sample.page))
            for text in sample.texts + ["The Weekly", "name=\"viewport\""] { #expect(html.contains(text)) }
            for text in ["{{", "<script", "src=", "http:", "https:", "url(", "@import"] {
                #expect(!html.contains(text))
            }
        }
    }

    @Test(
        "A missing page is an error at the start",
        arguments: ["layout", "unsubscribe", "unsubscribed", "invalid", "error"])
    func missing(name: String) throws {
        try withFolder({ try FileManager.default.removeItem(atPath: "\($0)/\(name).html") }) { folder in
            #expect(
                error(folder)?.description == "\(folder)/\(name).html cannot be read: there is no such file. "
                    + "Restore it from the 'templates' folder of mailer.")
        }
    }

    @Test("A page that is not UTF-8 text is an error at the start")
    func notText() throws {
        try withFolder({ try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: $0 + "/invalid.html")) }) {
            folder in
            #expect(
                error(folder) == .cannotReadPage(path: folder + "/invalid.html", why: "it is not readable UTF-8 text"))
        }
    }

    @Test("A damaged template is an error at the start")
    func damaged() throws {
        try withFolder({ try "{{#open}}".write(toFile: $0 + "/error.html", atomically: true, encoding: .utf8) }) {
            folder in
            guard case .damagedPage(folder + "/error.html", _) = error(folder) else {
                Issue.record("not reported as damaged")
                return
            }
        }
    }

    @Test("An unsubscribe page without its form is an error at the start")
    func noForm() throws {
        try withFolder({ try "Bye".write(toFile: $0 + "/unsubscribe.html", atomically: true, encoding: .utf8) }) {
            folder in
            #expect(error(folder) == .noForm(path: folder + "/unsubscribe.html"))
        }
    }
}
