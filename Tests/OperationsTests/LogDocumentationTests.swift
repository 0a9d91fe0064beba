import Foundation
import Mail
import Store
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

    /// The words that a field can have, where there are few.
    @Test(arguments: [
        ("failure", failures.filter(isOfAConnection).map(\.logWord)),
        ("status", ["sent", "deferred", "failed", "unknown", "released", "skipped"]),
        ("kind", BounceKind.allCases.map(\.rawValue)),
    ])
    func thePageListsExactlyTheWordsOfAField(_ field: String, _ words: [String]) throws {
        let row = try page().split(separator: "\n").first { $0.hasPrefix("| `\(field)` |") }
        let listed = try #require(row).split(separator: "|").dropFirst().joined().prefix { $0 != ";" }
        #expect(listed.matches(of: /`([a-z_]+)`/).map { String($0.1) }.sorted() == words.sorted())
    }

    private static let reply = LogExamples.refused
    private static let failures: [ConnectionFailure.Kind] = [
        .cannotConnect, .rejected(reply), .tls, .authentication(reply), .lost(nil), .protocolViolation, .claimDenied,
        .sentAhead, .sessionSpent,
    ]

    /// The others are about one message, and are never reported as a relay's. A new kind has to be placed here, and above.
    private static func isOfAConnection(_ kind: ConnectionFailure.Kind) -> Bool {
        switch kind {
        case .cannotConnect, .rejected, .tls, .authentication, .lost, .protocolViolation: true
        case .claimDenied, .sentAhead, .sessionSpent: false
        }
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
