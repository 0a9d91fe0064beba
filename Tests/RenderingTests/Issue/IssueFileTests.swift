import Foundation
import Testing

@testable import Rendering

@Suite struct IssueFileTests {
    @Test func bytesAreReadAsTheyAre() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("issue-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appendingPathComponent("a.md").path
        try Data([0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A, 0xFF]).write(to: URL(fileURLWithPath: path))
        #expect(try IssueFile.read(path) == [0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A, 0xFF])
    }

    @Test func missingFile() {
        #expect(
            throws: IssueError(path: "/nowhere/at/all.md", line: nil, .unreadable("there is no such file"))
        ) { try IssueFile.read("/nowhere/at/all.md") }
    }

    @Test func aFolderIsCalledOne() {
        #expect(throws: IssueError(path: "/tmp", line: nil, .unreadable("it is a folder"))) {
            try IssueFile.read("/tmp")
        }
    }
}
