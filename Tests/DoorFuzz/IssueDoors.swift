import Foundation
import Mail
import Rendering

/// The doors of an editor's files, each of which leads through the whole renderer to a message and its page.
struct IssueDoors {
    let all: [Door]

    init(templates folder: String) throws {
        let files = try TemplateFiles.find("digest", in: [folder])
        let templates = try MessageTemplates(files)
        let source = { (name: String) in String(decoding: files.files[name] ?? [], as: UTF8.self) }
        let (page, text) = (source("newsletter.html"), source("newsletter.txt"))
        let style = source("base.css") + source("newsletter.css")
        let issue: @Sendable ([UInt8]) throws -> Void = { try Self.compile($0, templates, isOurLayout: true) }
        let front = "---\nsubject: T\n---\n"
        all = [
            Self.markdown(front, issue), Self.frontMatter(issue), Self.html(front, issue),
            Door(
                name: "css", sample: style, tokens: Self.styleTokens,
                growing: [
                    ("rules", { repeated("a { color: red }\n", $0) }),
                    ("selectors", { repeated("a,", $0, tail: "b { color: red }") }),
                    ("brackets", { repeated("(", $0, head: "a { width: ") }), ("comments", { repeated("/*", $0) }),
                    ("declarations", { repeated("color:red;", $0, head: "a {", tail: "}") }),
                    (
                        "properties",
                        { size in
                            "p {" + (0..<max(1, size / 12)).map { "a\($0):1px;" }.joined() + "}"
                        }
                    ),
                    ("negations", { repeated(":not(a)", $0, head: "p", tail: "{ color: red }") }),
                    ("media", { repeated("@media all {", $0) }),
                    ("strings", { repeated("\"", $0, head: "a { content: ") }),
                ],
                feed: { bytes in
                    let files = TemplateFiles(html: page, text: text, style: String(decoding: bytes, as: UTF8.self))
                    try Self.compile(Array("# Hello\n\nWords.\n".utf8), try MessageTemplates(files), isOurLayout: false)
                }),
            Door(
                name: "templates", sample: page, tokens: Self.pageTokens,
                growing: [
                    ("fields", { repeated("{{subject}}", $0) }), ("sections", { repeated("{{#x}}", $0) }),
                    ("closed sections", { repeated("{{#x}}a{{/x}}", $0) }), ("braces", { repeated("{", $0) }),
                    ("text", { repeated("<p>a</p>\n", $0) }),
                ],
                feed: { bytes in
                    let files = TemplateFiles(html: String(decoding: bytes, as: UTF8.self), text: text, style: style)
                    guard let templates = try? MessageTemplates(files) else { return }
                    try Self.compile(Array("# Hello\n\nWords.\n".utf8), templates, isOurLayout: false)
                }),
        ]
    }

    // MARK: What is fed

    /// Everything that a reader or a browser is shown is looked at; an error is an answer.
    private static func compile(_ bytes: [UInt8], _ templates: MessageTemplates, isOurLayout: Bool) throws {
        do {
            let issue = try IssueParser.parse(bytes, path: "issue.md")
            let images = try IssueImages(issue, settings: ImageSettings())
            let identity = NewsletterIdentity(
                from: try Mailbox("News <news@example.org>"),
                list: try ListIdentifier(title: nil, name: "news", domain: "example.org"),
                baseURL: try HeaderURI("https://news.example.org"))
            let compiled = try MessageCompiler(templates: templates, identity: identity)
                .compile(issue.messageContent(images: images), boundary: MIMEBoundary(token: "fuzz"))
            let link = try HeaderURI("https://news.example.org/u/x")
            let page = try compiled.publicPage(PublicLinks(unsubscribe: link, view: link))
            let findings = try PageAudit(page: page.body).findings
            guard findings.isEmpty || !isOurLayout else { throw Broken("\(findings)") }
        } catch let error as IssueError { _ = error.description } catch let error as ImageError {
            _ = error.description
        } catch let error as CompileError { _ = error.description } catch let error as HTMLError {
            _ = error.description
        } catch let error as HeaderError { _ = error.description }
    }

    // MARK: Doors

    private static func markdown(_ front: String, _ feed: @escaping @Sendable ([UInt8]) throws -> Void) -> Door {
        Door(
            name: "markdown", sample: front + FuzzText.markdown, tokens: FuzzText.markdownTokens,
            growing: [
                ("words", { repeated("word ", $0, head: front) }),
                ("paragraphs", { repeated("word\n\n", $0, head: front) }),
                ("emphasis", { repeated("*a **b ", $0, head: front) }),
                ("brackets", { repeated("[", $0, head: front) }),
                ("links", { repeated("[a](https://example.org/) ", $0, head: front) }),
                ("references", { repeated("[a] ", $0, head: front + "[a]: https://example.org/x\n\n") }),
                (
                    "definitions",
                    { size in
                        front + (0..<max(1, size / 30)).map { "[r\($0)]: https://e.org/\($0) (t)\n" }.joined()
                    }
                ),
                ("open titles", { repeated("[r]: x (\n", $0, head: front, tail: "\n)") }),
                ("quotes", { repeated("> ", $0, head: front, tail: "x\n") }),
                ("items", { repeated("* a\n", $0, head: front) }),
                (
                    "nested items",
                    { size in
                        front
                            + (0..<Int(Double(size * 2).squareRoot())).map {
                                String(repeating: " ", count: $0) + "* a\n"
                            }.joined()
                    }
                ),
                ("rows", { repeated("| a | b |\n", $0, head: front + "| a | b |\n|---|---|\n") }),
                (
                    "columns",
                    { size in
                        let columns = Int(Double(size).squareRoot() / 2)
                        return front + String(repeating: "a|", count: columns) + "\n"
                            + String(repeating: "-|", count: columns)
                            + "\n" + String(repeating: "a\n", count: columns)
                    }
                ),
                ("fields", { repeated("{{name}} ", $0, head: front) }),
                (
                    "sections",
                    { size in
                        front + String(repeating: "{{#a}}", count: size / 12) + "x"
                            + String(repeating: "{{/a}}", count: size / 12)
                    }
                ),
                ("section blocks", { repeated("{{#a}}\n\nx\n\n{{/a}}\n\n", $0, head: front) }),
                ("open sections", { repeated("{{#a}}\n\n", $0, head: front) }),
                ("headings", { repeated("# a\n\n", $0, head: front) }),
                (
                    "ticks",
                    { size in
                        front
                            + (1...max(1, Int(Double(size * 2).squareRoot()))).map {
                                String(repeating: "`", count: $0) + " "
                            }.joined()
                    }
                ),
                ("footnotes", { repeated("[^n] ", $0, head: front, tail: "\n\n[^n]: note\n") }),
                ("autolinks", { repeated("www.a.b ", $0, head: front) }), ("ats", { repeated("a@", $0, head: front) }),
                ("columns blocks", { repeated("<!-- column -->\n\nx\n\n", $0, head: front + "<!-- columns -->\n\n") }),
                ("marks", { repeated("e\u{301}", $0, head: front) }),
                ("joined", { repeated("\u{301}", $0, head: front + "e") }),
                ("flags", { repeated("\u{1F1E6}", $0, head: front) }),
            ], feed: feed)
    }

    private static func frontMatter(_ feed: @escaping @Sendable ([UInt8]) throws -> Void) -> Door {
        let yaml: @Sendable (Int, String) -> String = { size, piece in
            repeated(piece, size, head: "---\nsubject: T\na: ", tail: "\n---\nx")
        }
        return Door(
            name: "front-matter",
            sample: """
                ---
                subject: "Hello {{name | \\"reader\\"}}"
                preheader: What {{city}} says
                from: "The Room <news@example.org>"
                date: 2026-11-23
                language: en
                archive: false
                checks-off: [long-subject]
                tags: &t [one, two]
                more: {a: *t, b: |
                  text
                  }
                ---

                Text
                """,
            tokens: [
                "&a ", "*a", "*a : x\n", "? *a\n: x\n", "<<: *a\n", "? [x]\n: y\n", "{", "}", "[", "]", "- ", ": ",
                "|\n", ">-\n",
                "---\n", "...\n", "!!binary ", "!<x> ", "%YAML 9.9\n", "# ", "\"\\u0000\"", "\"\\x", "~", "null",
                ".inf", "0o7",
            ],
            growing: [
                ("open lists", { yaml($0, "[") }), ("open tables", { yaml($0, "{a: ") }),
                ("list", { yaml($0 / 2, "\n- x") }),
                (
                    "keys",
                    { size in
                        "---\nsubject: T\n" + (0..<max(1, size / 12)).map { "key\($0): x\n" }.joined() + "---\nx"
                    }
                ),
                ("aliases", { repeated("*a, ", $0, head: "---\nsubject: T\na: &a [x]\nb: [", tail: "x]\n---\nx") }),
                (
                    "anchors",
                    { size in
                        "---\nsubject: T\na: [" + (0..<max(1, size / 10)).map { "&a\($0) x, " }.joined() + "x]\n---\nx"
                    }
                ),
                ("keys that are lists", { repeated("? [x]\n: y\n", $0, head: "---\n", tail: "---\nx") }),
                ("one text", { yaml($0, "word ") }),
                ("subject", { repeated("word ", $0, head: "---\nsubject: ", tail: "\n---\nx") }),
                ("fields", { repeated("{{name}} ", $0, head: "---\nsubject: \"", tail: "\"\n---\nx") }),
            ], feed: feed)
    }

    private static func html(_ front: String, _ feed: @escaping @Sendable ([UInt8]) throws -> Void) -> Door {
        Door(
            name: "html", sample: front + FuzzText.html, tokens: FuzzText.htmlTokens,
            growing: [
                ("elements", { repeated("<div>", $0, head: front) }),
                ("closed", { repeated("<div>a</div>\n", $0, head: front) }),
                ("inline", { repeated("a <b>c</b> ", $0, head: front) }),
                ("formats", { repeated("<b>", $0, head: front + "<p>") }),
                (
                    "formats of all kinds",
                    { size in
                        front + (0..<max(1, size / 12)).map { "<b id=\($0)>x" }.joined()
                            + String(repeating: "<p>", count: size / 12)
                    }
                ),
                ("paragraphs", { repeated("<p>", $0, head: front) }),
                (
                    "attributes",
                    { size in
                        front + "<p " + (0..<max(1, size / 8)).map { "a\($0)=b " }.joined() + ">x</p>"
                    }
                ),
                ("styles", { repeated("color:red;", $0, head: front + "<p style=\"", tail: "\">x</p>") }),
                (
                    "properties",
                    { size in
                        front + "<p style=\"" + (0..<max(1, size / 9)).map { "a\($0):b;" }.joined() + "\">x</p>"
                    }
                ),
                ("entities", { repeated("&amp;", $0, head: front) }),
                ("comments", { repeated("<!-- a -->", $0, head: front) }),
                ("open comments", { repeated("<!--", $0, head: front) }), ("less", { repeated("<", $0, head: front) }),
                ("rows", { repeated("<tr><td>a</td></tr>", $0, head: front + "<table>", tail: "</table>") }),
                ("tables", { repeated("<table><tr><td>", $0, head: front) }),
                (
                    "cells",
                    { size in
                        let count = max(1, size / 9)
                        return front + "<table><tr>" + String(repeating: "<td>a", count: count / 2) + "</tr>"
                            + String(repeating: "<tr><td>a", count: count / 2) + "</table>"
                    }
                ),
                ("images", { repeated("<img src=\"https://example.org/a.png\">", $0, head: front) }),
                ("list", { repeated("<li>a", $0, head: front + "<ol start=9223372036854775807>", tail: "</ol>") }),
            ], feed: feed)
    }

    private static let styleTokens = [
        "{", "}", "/*", "*/", ";", ":", "@media all {", "@import url(x);", "(", ")", "[", "]", "!important", ",",
        "</style>",
        "<!--", "-->", ":not(", ":nth-child(", "-n+", "::before", ":hover", "*", "~", "+", "#a", ".b", "url(x)",
        "1e999px",
    ]
    private static let pageTokens = [
        "{{", "}}", "{{{content}}}", "{{#preheader}}", "{{/preheader}}", "{{^date}}", "{{subject}}",
        "{{unsubscribe_url}}",
        "{{> x}}", "{{=<% %>=}}", "{{!", "</", "<!--", "-->", "<!--[if mso]>", "<![endif]-->", "<td>", "</td>",
        "<table>",
        "</table>", "<style>", "</style>", "<title>", "</title>", "<body>", "</head>",
    ]
}
