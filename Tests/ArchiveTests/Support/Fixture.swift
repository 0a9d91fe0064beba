import Foundation
import Mail
import Templates

@testable import Archive

/// The repository's own layout and issues to put into it.
enum Fixture {
    static let templatesFolder = (0..<4).reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in
        url.deletingLastPathComponent()
    }.appendingPathComponent("templates/archive").path

    static func issue(
        _ path: String, title: String = "Week 51", summary: String? = "What happened", day: Int = 1,
        list: String = "Weekly", updated: Int? = nil
    ) -> ArchivedIssue {
        ArchivedIssue(
            id: "urn:uuid:\(path)", path: path,
            text: ArchivedIssue.Text(title: title, summary: summary, language: "en", author: "The Editor"),
            listTitle: list, publishedAt: time(day), updatedAt: time(updated ?? day))
    }

    static func time(_ day: Int) -> Timestamp { Timestamp(milliseconds: 1_767_225_600_000 + Int64(day) * 86_400_000) }

    static func site(
        _ issues: [ArchivedIssue], title: String = "Works on Ärm", content: ArchivedContent = content
    ) throws -> ArchiveSite {
        ArchiveSite(
            title: title, url: "https://news.example.org/archive", issues: issues,
            templates: try ArchiveTemplates(folder: TemplateFolder(path: templatesFolder)), content: { _ in content })
    }

    static let content = ArchivedContent(
        style: "p { margin: 0 }", body: "<p>Hello</p>", fragment: "<p>Hello &amp; <b>welcome</b></p>")

    static func text(_ file: ArchiveFile?) -> String { String(decoding: file?.bytes ?? [], as: UTF8.self) }

    /// Debian's Python, an independent reader; answers with what it prints.
    static func python(_ script: String, input: [UInt8]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script]
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("archive-\(UUID().uuidString)")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardInput = try FileHandle(forReadingFrom: file)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let complaints = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text + complaints
    }
}

/// A fresh folder that goes away with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("archive-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }

    func write(_ name: String, _ text: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }
}
