import Foundation
import Testing

@testable import Operations

@Suite struct LogDocumentationTests {
    private func page() throws -> String {
        try String(contentsOf: Repository.file("docs/log.md"), encoding: .utf8)
    }

    @Test(arguments: LogExamples.all)
    func thePageShowsEveryEvent(event: MailEvent) throws {
        let line = LogExamples.line(event)
        #expect(try page().contains("\n\(line)"), "docs/log.md lacks: \(line)")
    }

    @Test func thePageShowsAnObjectOfTheJSONFormat() throws {
        #expect(try page().contains("\n\(LogExamples.line(LogExamples.deliveries[0], .json)))".dropLast()))
    }

    @Test func thePageExplainsExactlyTheFieldsThereAre() throws {
        let rows = try page().matches(of: /(?m)^\| `([a-z_]+)` \|/).map { String($0.1) }
        #expect(Set(rows) == Set(LogKey.allCases.map(\.rawValue)).union(["time", "pid"]))
        #expect(rows.count == Set(rows).count)
    }

    @Test func thePageHasAHeadingForExactlyTheEventsThereAre() throws {
        let headings = try page().matches(of: /(?m)^### `([a-z_]+)`/).map { String($0.1) }
        #expect(headings.sorted() == MailEvent.Kind.allCases.map(\.rawValue).sorted())
    }
}

/// The repository that these tests lie in.
enum Repository {
    static func file(_ path: String) -> URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(path)
    }
}
