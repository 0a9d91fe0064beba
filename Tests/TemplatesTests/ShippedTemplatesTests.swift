import Foundation
import Templates
import Testing

@Suite struct ShippedTemplatesTests {
    private static let repository: String = {
        let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        return (0..<3).reduce(file) { url, _ in url.deletingLastPathComponent() }.path
    }()

    /// ops/lib/embed.py has run since the last change of templates/.
    @Test func theProgramCarriesEveryTemplateAsItIs() throws {
        let folder = "\(Self.repository)/templates"
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            return isThere && !isFolder.boolValue
        }
        #expect(ShippedTemplates.names == names.sorted())
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            #expect(ShippedTemplates.bytes(name) == bytes, "templates/\(name) differs: run ops/lib/embed.py")
        }
    }

    @Test func aFileOfTheUsersWinsAndTheProgramHasTheRest() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("templates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("pages"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("mine".utf8).write(to: folder.appendingPathComponent("pages/error.html"))

        let pages = TemplateFolder(path: folder.path, isShipped: true).folder("pages")
        #expect(pages.text("error.html") == "mine")
        #expect(try pages.bytes("layout.html") == ShippedTemplates.bytes("pages/layout.html"))
        #expect(try pages.bytes("nothing.html") == nil)
        let alone = TemplateFolder(path: folder.path).folder("pages")
        #expect(alone.text("error.html") == "mine")
        #expect(alone.text("layout.html") == nil)
    }

    @Test func aFileOfTheUsersThatIsNoTextIsNotReplacedInSilence() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("templates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data([0xFF, 0xFE, 0x00]).write(to: folder.appendingPathComponent("base.css"))
        #expect(TemplateFolder(path: folder.path, isShipped: true).text("base.css") == nil)
    }
}
