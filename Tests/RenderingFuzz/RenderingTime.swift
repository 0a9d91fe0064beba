import Foundation
import Mail
import Rendering

/// How long each step takes from an issue's bytes to a compiled message: the median of many times.
enum RenderingTime {
    static func report(file: String, templates folder: String) throws -> String {
        let bytes = try IssueFile.read(file)
        let templates = try MessageTemplates(.find("digest", in: [folder]))
        let identity = NewsletterIdentity(
            from: try Mailbox("News <news@example.org>"),
            list: try ListIdentifier(title: nil, name: "news", domain: "example.org"),
            baseURL: try HeaderURI("https://news.example.org"))
        let compiler = MessageCompiler(templates: templates, identity: identity)
        let issue = try IssueParser.parse(bytes, path: file)
        let content = issue.messageContent
        let boundary = try MIMEBoundary(token: "time")
        let steps: [(String, () throws -> Void)] = [
            ("read the front matter and the Markdown", { _ = try IssueParser.parse(bytes, path: file) }),
            ("write the HTML", { _ = HTMLWriter.fragment(issue.page) }),
            ("write the text", { _ = TextWriter.text(issue.page) }),
            ("layout, sanitise, inline, encode", { _ = try compiler.compile(content, boundary: boundary) }),
        ]
        var lines = ["\(bytes.count) bytes of Markdown"]
        var total = 0.0
        for (name, step) in steps {
            let time = try median(of: 31, step)
            total += time
            lines.append(String(format: "%7.2f ms  ", time) + name)
        }
        lines.append(String(format: "%7.2f ms  ", total) + "all of it")
        lines.append(try personalising(compiler.compile(content, boundary: boundary)))
        return lines.joined(separator: "\n")
    }

    /// How many messages one thread makes of a compiled one, unsigned, each for a reader of their own.
    private static func personalising(_ compiled: CompiledMessage) throws -> String {
        let readers = try (0..<1_000).map { number in
            var reader = RecipientFields(
                address: try EmailAddress("reader\(number)@example.net"),
                unsubscribeURL: try HeaderURI("https://news.example.org/u/k1.\(number).abcdefghijklmnopqrstuv"),
                messageID: try MessageID(left: "time.\(number)", domain: "example.org"),
                date: Timestamp(milliseconds: 0))
            reader.name = "Reader \(number)"
            return reader
        }
        var bytes = 0
        let time = try median(of: 31) {
            bytes = try readers.reduce(0) { $0 + (try compiled.assemble(for: $1).flat.count) }
        }
        let rate = Double(readers.count) / time * 1_000
        return "\(bytes / readers.count) bytes of message, " + String(format: "%.0f", rate) + " personalised a second"
    }

    /// Of the processor, in milliseconds: other programs do not count.
    private static func median(of count: Int, _ step: () throws -> Void) throws -> Double {
        let times = try (0..<count).map { _ in
            let start = clock()
            try step()
            return Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1_000
        }
        return times.sorted()[count / 2]
    }
}
