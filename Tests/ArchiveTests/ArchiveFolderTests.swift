import Foundation
import Testing

@testable import Archive

@Suite struct ArchiveFolderTests {
    private let files = [file("index.html", "index"), file("w1.html", "one"), file("images/a.png", "png")]

    private static func file(_ name: String, _ text: String) -> ArchiveFile {
        ArchiveFile(name: name, contentType: "text/html", bytes: Array(text.utf8))
    }

    @Test func theFilesAreWrittenOnce() throws {
        let folder = try TemporaryFolder()
        let archive = ArchiveFolder(path: "\(folder.path)/new/site")
        let first = try archive.update(files)
        #expect(first.written == ["images/a.png", "index.html", "w1.html"])
        #expect(folder.read("new/site/w1.html") == "one")
        let second = try archive.update(files)
        #expect(second == ArchiveFolder.Outcome(unchanged: 3))
    }

    @Test func aSecondRunTouchesNoFile() throws {
        let folder = try TemporaryFolder()
        let archive = ArchiveFolder(path: folder.path)
        _ = try archive.update(files)
        let old = Date(timeIntervalSince1970: 1_000_000)
        for name in try folder.names() {
            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: "\(folder.path)/\(name)")
        }
        _ = try archive.update(files)
        for name in try folder.names() {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
            #expect(attributes[.modificationDate] as? Date == old, "\(name)")
        }
    }

    @Test func whatChangedIsWrittenAndWhatIsNoMoreIsRemoved() throws {
        let folder = try TemporaryFolder()
        let archive = ArchiveFolder(path: folder.path)
        _ = try archive.update(files)
        try folder.write("own.html", "mine")
        try folder.write("images/own.png", "mine")
        let outcome = try archive.update([Self.file("index.html", "index 2"), Self.file("w2.html", "two")])
        #expect(outcome.written == ["index.html", "w2.html"])
        #expect(outcome.removed == ["images/a.png", "w1.html"])
        let left = try folder.names().filter { $0.contains(".") }
        #expect(left == [".mailer-archive", "images/own.png", "index.html", "own.html", "w2.html"])
    }

    @Test(arguments: ["index.html", "w1.html", "images/a.png"])
    func aFileOfSomebodyElseIsNeitherChangedNorRemoved(_ name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(name, "mine")
        let error = #expect(throws: ArchiveError.self) { try ArchiveFolder(path: folder.path).update(files) }
        #expect(error == .foreignFiles(folder: folder.path, names: [name]))
        #expect(error?.description.contains("Nothing was written.") == true)
        #expect(try folder.names().filter { $0.contains(".") } == [name])
        #expect(folder.read(name) == "mine")
    }

    @Test func aLinkInTheWayIsSomebodyElses() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/w1.html", withDestinationPath: "/nowhere/at/all")
        #expect(throws: ArchiveError.self) { try ArchiveFolder(path: folder.path).update(files) }
    }

    @Test func aFileThatIsThereAlreadyAsItShouldBeIsTakenOver() throws {
        let folder = try TemporaryFolder()
        try folder.write("w1.html", "one")
        let outcome = try ArchiveFolder(path: folder.path).update(files)
        #expect(outcome.written == ["images/a.png", "index.html"])
    }

    @Test func aRunThatWasCutShortKnowsItsFilesAgain() throws {
        let folder = try TemporaryFolder()
        // A folder stands where the last file would: the run fails in the middle.
        try folder.write("w1.html/in-the-way", "x")
        let archive = ArchiveFolder(path: folder.path)
        #expect(throws: ArchiveError.self) { try archive.update(files) }
        try FileManager.default.removeItem(atPath: "\(folder.path)/w1.html")
        _ = try archive.update([Self.file("index.html", "before")])
        #expect(try archive.update([Self.file("index.html", "after")]).written == ["index.html"])
    }

    @Test(arguments: [
        "w1.html\n", "# The files that 'mailer archive' wrote here, and may change or remove.\n../../etc/passwd\n",
        "# The files that 'mailer archive' wrote here, and may change or remove.\n/etc/passwd\n",
        "# The files that 'mailer archive' wrote here, and may change or remove.\n.ssh\n",
        "# The files that 'mailer archive' wrote here, and may change or remove.\nimages/../x\n", "{}",
    ])
    func aRecordThatWeDidNotWriteRemovesNothing(_ record: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(".mailer-archive", record)
        try folder.write("w1.html", "mine")
        #expect(throws: ArchiveError.damagedRecord(path: "\(folder.path)/.mailer-archive")) {
            try ArchiveFolder(path: folder.path).update([])
        }
        #expect(folder.read("w1.html") == "mine")
    }

    @Test func aFolderThatCannotBeWrittenIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", "x")
        let error = #expect(throws: ArchiveError.self) {
            try ArchiveFolder(path: "\(folder.path)/file/below").update(files)
        }
        #expect(error?.description.hasPrefix("Cannot write \(folder.path)/file/below/.mailer-archive: ") == true)
    }
}
