import Foundation
import Testing

/// An editor's files that are careless or hostile: an error with file and line or a message, in bounded time and memory.
@Suite struct HostileIssueTests {
    /// A file and what `check` says of it: nil for a message that can be made.
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var error: String?
        var testDescription: String { name }
    }

    private static let head = "---\nsubject: T\n---\n"

    static let samples = [
        Sample(
            name: "a list's number",
            text: head + "<ol start=\"9223372036854775807\"><li>a</li><li>b</li></ol>\n\n"
                + "<ol start=\"-9223372036854775808\"><li>a</li></ol>\n\n999999999. a\n999999999. b\n"),
        Sample(
            name: "widths and spans",
            text: head + "<table><tr><td colspan=\"9999999999\" width=99999999999999999999>a</td></tr></table>\n"
                + "<p style=\"width:99999999999999999999px;color:#ＡＢＣ\">x</p>\n\n"
                + "<img src=https://example.org/a.png width=9223372036854775807>\n\n&#99999999999999999999; &#xD800;\n"),
        Sample(
            name: "a picture's pixels", text: head + "\n![Alt](big.png)\n",
            error: "issue.md:5: error: The image 'big.png' says of itself that it is more than 65535 pixels"),
        Sample(
            name: "reference links",
            text: head + "[a]: https://example.org/" + String(repeating: "x", count: 100_000) + "\n\n"
                + String(repeating: "[a] ", count: 60_000) + "\n",
            error: "issue.md:4: The reference links of the issue come to more than 4 MB"),
        Sample(
            name: "cells of a table",
            text: head + String(repeating: "a|", count: 5_000) + "\n" + String(repeating: "-|", count: 5_000) + "\n"
                + String(repeating: "a\n", count: 5_000),
            error: "issue.md:7: The issue's tables have more than 20000 cells"),
        Sample(name: "emphasis without end", text: head + String(repeating: "*a **b ", count: 30_000) + "\n"),
        Sample(
            name: "elements in elements", text: head + String(repeating: "<div>", count: 39_000) + "x\n",
            error: "nested more than 200 deep"),
        Sample(
            name: "formats that are opened anew",
            text: head + (0..<150).map { "<b class=\"c\($0)\">" }.joined() + String(repeating: "<p>x", count: 20_000),
            error: "nested more than 200 deep"),
        Sample(name: "quotes in quotes", text: head + String(repeating: "> ", count: 20_000) + "x\n"),
        Sample(name: "brackets", text: head + String(repeating: "[", count: 50_000) + "x\n"),
        Sample(
            name: "sections in sections",
            text: head + String(repeating: "{{#a}}", count: 2_000) + "x" + String(repeating: "{{/a}}", count: 2_000)),
        Sample(
            name: "a key that stands for billions of values",
            text: "---\nsubject: T\na: &a [x,x,x,x,x,x,x,x,x]\n"
                + zip("bcdefgh", "abcdefg").map { name, before in
                    "\(name): &\(name) [" + [String](repeating: "*\(before)", count: 9).joined(separator: ",") + "]\n"
                }.joined() + "? *h\n: x\n---\nHello\n",
            error: "issue.md:11: The front matter has no keys"),
        Sample(
            name: "a list as a key", text: "---\nsubject: T\na:\n  ? [x, y]\n  : z\n---\nHello\n",
            error: "issue.md:4: The front matter has no keys"),
        Sample(
            name: "a table in front of a colon", text: "---\nsubject: T\na: {? {b: c} : d}\n---\nHello\n",
            error: "issue.md:3: The front matter has no keys"),
        Sample(
            name: "a merge of a table", text: "---\nsubject: T\na: &a {b: c}\nd:\n  <<: *a\n---\nHello\n"),
        Sample(
            name: "an alias within itself", text: "---\nsubject: T\na: &a [*a]\n---\nHello\n",
            error: "issue.md:3: The front matter is not valid YAML"),
        Sample(
            name: "values in values",
            text: "---\nsubject: T\na: " + String(repeating: "[", count: 50_000) + "\n---\nHello\n",
            error: "issue.md:3: The front matter is not valid YAML"),
    ]

    private static let bigPicture =
        [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + [0, 0, 0, 13] + Array("IHDR".utf8)
        + [UInt8](repeating: 0xFF, count: 8) + [8, 2, 0, 0, 0, 0, 0, 0, 0]

    /// With 2 GB of memory at most, of which most is the program's own code and address space.
    private static func check(_ work: Workspace) throws -> Program.Result {
        try Program.run(
            "/bin/bash", ["-c", "ulimit -v 2500000; exec \"$0\" check issue.md", Program.path], in: work.folder)
    }

    @Test(arguments: samples) func anErrorWithFileAndLineOrAMessage(sample: Sample) throws {
        let work = try Workspace()
        try work.write("big.png", bytes: Self.bigPicture)
        try work.write("issue.md", sample.text)
        let start = Date()
        let result = try Self.check(work)
        // The tests' program is ten times slower than the one that is released, and shares the machine.
        #expect(Date().timeIntervalSince(start) < 30)
        #expect(result.status == (sample.error == nil ? 0 : 1), "\(result)")
        if let error = sample.error { #expect((result.output + result.errors).contains(error), "\(result)") }
    }

    @Test func thePreviewLivesOn() throws {
        let work = try Workspace()
        try work.write("big.png", bytes: Self.bigPicture)
        try work.write("issue.md", "# Hello\n\nWords.\n")
        let preview = try work.start("preview", "issue.md", "--port", "0")
        let line = try preview.line(containing: "http://127.0.0.1:")
        let base = String(try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)?.output))
        func state() throws -> String {
            try Program.run("/usr/bin/curl", ["--silent", "--max-time", "60", "\(base)/state"], in: "/").output
        }
        /// The file is looked at once in a while.
        func waitFor(_ words: String) throws -> Bool {
            let deadline = Date().addingTimeInterval(60)
            while Date() < deadline { if try state().contains(words) { return true } }
            return false
        }
        for (number, sample) in Self.samples.filter({ $0.error != nil }).enumerated() {
            try work.write("issue.md", sample.text)
            // An image that is not taken is a finding beside the message.
            let answer = sample.name == "a picture's pixels" ? "65535 pixels" : "\"problem\""
            #expect(try waitFor(answer), "\(sample.name)")
            try work.write("issue.md", "# Good morning \(number)\n")
            #expect(try waitFor("Good morning \(number)"))
        }
        #expect(preview.isRunning)
    }

    /// Browsers read code points; what Swift joins to one Character must not hide a scheme or a tag.
    @Test func nothingActiveHidesBehindJoiningCharacters() throws {
        let work = try Workspace()
        try work.write(
            "issue.md",
            """
            ---
            subject: "\u{600}<script x\u{600}>alert(1)</script>"
            date: "\u{600}<script x\u{600}>alert(2)</script>"
            ---

            [a](javascript:&#x0e33;=alert(3)) <a href="javascript:\u{E33}=alert(4)">b</a>
            <a href="vbscript:\u{301}x">c</a>
            <p style="background:url(\u{301}javascript:alert(6)); color:red">e</p>
            <p style="width:expression\u{301}(alert(7))">f</p>

            """)
        let result = try work.mailer("render", "issue.md", "--part", "html")
        #expect(result.status == 0, "\(result)")
        let page = result.output.unicodeScalars
        func has(_ words: String) -> Bool { result.output.utf8.contains(words) }
        #expect(!has("<script") && !has("javascript:") && !has("vbscript:") && !has("url(") && !has("expression"))
        #expect(!page.isEmpty && has("color:red"))
    }

    @Test func anImageWithASchemeBehindAJoiningCharacterIsRefused() throws {
        let work = try Workspace()
        try work.write("issue.md", "# T\n\n<img src=\"javascript:\u{200D}alert(5)\" alt=\"d\">\n")
        let result = try work.mailer("render", "issue.md", "--part", "html")
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.contains("issue.md:3: The image"), "\(result)")
    }
}

extension String.UTF8View {
    fileprivate func contains(_ words: String) -> Bool {
        var rest = self[...]
        while !rest.isEmpty {
            if rest.starts(with: words.utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
