import Foundation
import Testing

@testable import Web

/// docs/templates.md against what the pages really get.
@Suite struct PagesInDocsTests {
    private static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in
        url.deletingLastPathComponent()
    }

    private static let samples: [Page] = [
        .unsubscribe(addressHint: "a", listTitle: "b", actionURL: "c", token: "d"),
        .unsubscribed(addressHint: "a", listTitle: "b", already: true), .invalid, .error(title: "a", message: "b"),
    ]

    @Test func theTableHasEachPageWithItsValues() throws {
        let page = try String(contentsOf: Self.root.appendingPathComponent("docs/templates.md"), encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n## The pages of `mailer serve`\n").last)
        let rows = section.split(separator: "\n").drop { !$0.hasPrefix("| page |") }.prefix { $0.hasPrefix("|") }
        let expected = Self.samples.map { sample in
            let names = sample.values.keys.sorted().map { "`\($0)`" }
            return ["`\(sample.template).html`"] + names
        }
        let found = rows.dropFirst(2).map { row -> [String] in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return [cells[0]] + cells[1].components(separatedBy: ", ").sorted()
        }
        #expect(found == expected)
        #expect(Page.templates == Self.samples.map(\.template))
    }
}
