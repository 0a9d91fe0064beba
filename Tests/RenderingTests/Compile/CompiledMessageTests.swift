import Foundation
import Mail
import Mutation
import Testing

@testable import Rendering

@Suite struct CompiledMessageTests {
    /// What readers have put into forms, and worse.
    static let hostile = [
        "\r\nBcc: victim@example.org", "a\nX-Injected: 1", "a\r\n\r\n<b>body</b>", "--=_w51--",
        "\r\n--=_w51\r\n\r\nmine",
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "&lt;b&gt;",
        "</title><script>",
        "javascript:alert(1)", "\u{0}\u{1}\u{1B}[31m", "\u{2028}X: y\u{2029}", "\u{85}X: y",
        "\u{E000}unsubscribe_url\u{E001}",
        "\u{E000}", "\u{E001}", "\u{202E}gnp.exe", "=?utf-8?Q?=0D=0ABcc:_x@y.z?=", "=0D=0A.=0D=0A", ".", "From me",
        "a <b@c.de>, x@y.z",
        "\\\", <x@y.z>, \"", String(repeating: "x", count: 5_000), String(repeating: "ä😀 ", count: 500), " ", "",
        "100% & more",
    ]

    private static func message(value: String) throws -> [UInt8] {
        let everywhere = MergeField("city").placeholder
        let html =
            "<p title=\"\(everywhere)\">\(everywhere) <a href=\"\(everywhere)\">a</a> <a href=\"https://x.y/?q=\(everywhere)\">b</a></p>"
        let subject = "For \(LayoutFixture.name) in \(everywhere)"
        let content = LayoutFixture.content(html: html, text: "x \(everywhere) y", subject: subject)
        var recipient = try LayoutFixture.recipient(name: value)
        recipient.attributes = ["city": value]
        return try LayoutFixture.compile(content).assemble(for: recipient).flat
    }

    @Test(.enabled(if: PythonReader.isAvailable)) func noValueGetsOutOfItsPlace() throws {
        let plain = try #require(PythonReader.read([Self.message(value: "Ann")]).first)
        let messages = try PythonReader.read(Self.hostile.map { try Self.message(value: $0) })
        for (value, message) in zip(Self.hostile, messages) {
            #expect(message.header.map { $0[0] } == plain.header.map { $0[0] }, "\(value.debugDescription)")
            #expect(message.defects == [], "\(value.debugDescription)")
            #expect(message.htmlErrors == [], "\(value.debugDescription)")
            #expect(message.text.split(separator: "\n").count == plain.text.split(separator: "\n").count)
            #expect(try Self.skeleton(message.html) == Self.skeleton(plain.html), "\(value.debugDescription)")
        }
    }

    /// The page's elements and attribute names, without any text or value.
    private static func skeleton(_ html: String) throws -> String {
        func shape(_ element: DOMElement) -> String {
            let children = element.children.map { node in
                guard case .element(let child) = node else { return "" }
                return shape(child)
            }
            return "\(element.name)[\(element.attributes.map(\.name).joined(separator: ","))](\(children.joined()))"
        }
        return shape(try HTMLParser.page(html))
    }

    @Test(arguments: hostile)
    func linesStayShortAndBytesPlain(value: String) throws {
        let message = try Self.message(value: value)
        let link = " <\(try LayoutFixture.recipient().unsubscribeURL)>"
        for line in message.string.components(separatedBy: "\r\n") where line != link {
            #expect(line.utf8.count <= 78 && !line.contains("\r") && !line.contains("\n"))
        }
        #expect(message.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0D || $0 == 0x0A) })
        #expect(message.suffix(2) == [0x0D, 0x0A])
    }

    @Test func linksOfRecipientsCannotBecomeSchemes() throws {
        let page = try Self.message(value: "javascript:alert(1)").string.replacing("=\r\n", with: "")
        #expect(page.contains("href=3D\"javascript%3Aalert%281%29\""))
        #expect(page.contains("https://x.y/?q=3Djavascript%3Aalert%281%29"))
    }

    /// Removing what differs leaves the same bytes: constants never depend on values.
    @Test func constantBytesAreTheSameForEverybody() throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content())
        for name in [nil, "", "Ann", String(repeating: "long ", count: 50)] {
            var rest = try compiled.assemble(for: LayoutFixture.recipient(name: name)).flat[...]
            for case .constant(let constant) in compiled.segments {
                let range = try #require(rest.firstRange(of: constant.bytes))
                rest = rest[range.upperBound...]
            }
            #expect(rest.isEmpty)
        }
    }

    @Test(arguments: [(nil, "reader"), ("", "reader"), ("Ann", "Ann")] as [(String?, String)])
    func theFallbackStandsWhereThereIsNoValue(name: String?, shown: String) throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content())
        let recipient = try LayoutFixture.recipient(name: name)
        #expect(compiled.textPart(for: recipient).hasPrefix("Hello \(shown),\n"))
        let page = compiled.htmlPage(for: recipient).replacing("\n", with: " ")
        #expect(page.contains("Hello \(shown)</h2>"))
        #expect(page.contains("?who=\(shown)&amp;x=1"))
        #expect(page.contains("R&amp;D &lt;lab&gt;"))
    }

    @Test func aSubjectWithFieldsIsFilledAndEncoded() throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content(subject: "Dear \(LayoutFixture.name)"))
        #expect(try compiled.subject(for: LayoutFixture.recipient(name: "Ann")) == "Dear Ann")
        #expect(
            try compiled.assemble(for: LayoutFixture.recipient(name: "Ann")).flat.string.contains(
                "\r\nSubject: Dear Ann\r\n"))
        #expect(
            try compiled.assemble(for: LayoutFixture.recipient(name: nil)).flat.string.contains(
                "\r\nSubject: Dear reader\r\n"))
    }

    /// RFC 6532: the address alone; all else stays 7-bit.
    @Test func anAddressOutsideASCIIStandsInToAsItIs() throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content())
        let bytes = try compiled.assemble(for: LayoutFixture.recipient(address: "jürgen@bücher.example")).flat
        let lines = bytes.split(separator: 0x0A).filter { $0.contains { $0 >= 0x80 } }
        #expect(lines.count == 1)
        let line = try #require(lines.first.map { String(decoding: $0, as: UTF8.self) })
        #expect(line.hasPrefix("To: ") && line.hasSuffix("<jürgen@xn--bcher-kva.example>\r"))
    }

    @Test(.enabled(if: PythonReader.isAvailable)) func randomValuesComeBackAsTheyWere() throws {
        let pieces = ["a", " b", "ä", "漢字", "😀", "👩‍👩‍👧", "<", "&", "\"", "'", "=", "%", "e\u{301}", "עברית", ".", "=3D"]
        var random = SeededMutation(seed: 7)
        let names = (0..<60).map { _ in
            "n" + (0..<20).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        let compiled = try LayoutFixture.compile(LayoutFixture.content())
        let messages = try PythonReader.read(
            names.map { try compiled.assemble(for: LayoutFixture.recipient(name: $0)).flat })
        for (name, message) in zip(names, messages) {
            #expect(message.text.hasPrefix("Hello \(name),\n"))
            #expect(try HTMLParser.page(message.html).text.replacing("\n", with: " ").contains("Hello \(name)"))
            #expect(message.defects == [] && message.htmlErrors == [])
        }
    }
}

extension DOMElement {
    /// All text below, in order.
    fileprivate var text: String {
        children.map { node in
            switch node {
            case .text(let text): text
            case .element(let element): element.text
            case .comment: ""
            }
        }.joined()
    }
}
