import Foundation
import Testing

@testable import Rendering

@Suite struct TemplateFilesTests {
    /// Two folders of templates: the newsletter's own, and the shared one.
    final class Folders {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)").path
        var own: String { root + "/own" }
        var shared: String { root + "/shared" }

        init(_ files: [String: String]) throws {
            for (name, text) in files {
                let url = URL(fileURLWithPath: "\(root)/\(name)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: root) }

        func find(_ name: String, isDefault: Bool = false) throws -> TemplateFiles {
            try TemplateFiles.find(name, in: [own, shared], isDefault: isDefault)
        }
    }

    @Test func eachFileIsTakenFromTheNearestFolder() throws {
        let folders = try Folders([
            "shared/base.css": "shared base", "shared/newsletter.txt": "shared text",
            "shared/letter/newsletter.html": "letter page", "shared/letter/newsletter.css": "letter style",
            "shared/digest/newsletter.html": "digest page", "own/letter/newsletter.css": "own style",
            "own/custom.css": "own custom",
        ])
        let letter = try folders.find("letter")
        #expect(try letter.text("newsletter.html") == "letter page")
        #expect(try letter.text("newsletter.txt") == "shared text")
        #expect(try letter.styleSheet() == "shared base\nown style\nown custom\n")
        // And where an issue begins, from the program.
        #expect(letter.files.count == 6)
        #expect(letter.path(of: "issue.md") == "templates/letter/issue.md, as it is shipped")
        #expect(letter.path(of: "newsletter.css") == folders.own + "/letter/newsletter.css")
    }

    @Test func aTemplateOfTheNewsletterAloneIsEnough() throws {
        let folders = try Folders(["own/mine/newsletter.html": "m", "shared/letter/newsletter.html": "l"])
        #expect(try folders.find("mine").text("newsletter.html") == "m")
        #expect(
            TemplateFiles.names(in: [folders.own, folders.shared]) == ["announcement", "digest", "letter", "mine"])
    }

    @Test func aFolderWithoutTemplatesWillDoIfNobodyAskedForOne() throws {
        let folders = try Folders(["shared/newsletter.html": "page"])
        #expect(try folders.find("digest", isDefault: true).text("newsletter.html") == "page")
        // By its name it is the shipped one, with the user's files before those of the program.
        #expect(try folders.find("digest").text("newsletter.html") == "page")
    }

    @Test func aShippedTemplateNeedsNoFolder() throws {
        let letter = try Folders([:]).find("letter")
        for name in ["newsletter.html", "newsletter.txt", "newsletter.css", "base.css", "issue.md"] {
            #expect(try !letter.text(name).isEmpty)
        }
        #expect(letter.files["custom.css"] == nil)
        let changed = try Folders(["shared/newsletter.txt": "mine"]).find("letter")
        #expect(try changed.text("newsletter.txt") == "mine")
        #expect(try changed.text("base.css") == letter.text("base.css"))
    }

    @Test func aTemplateOfTheUsersOwnHasNoStyleOfTheShippedOnes() throws {
        let mine = try Folders(["own/mine/newsletter.html": "m", "own/mine/newsletter.css": "s"]).find("mine")
        #expect(try mine.styleSheet() == "s\n")
        #expect(try !mine.text("newsletter.txt").isEmpty)
    }

    @Test func anUnknownNameIsAnErrorThatNamesTheOthers() throws {
        let folders = try Folders(["shared/letter/newsletter.html": "l", "shared/pages/layout.html": "p"])
        let error = #expect(throws: TemplateError.self) { try folders.find("leter") }
        #expect(
            error?.description
                == "\(folders.shared): The template cannot be used: there is no template 'leter' (did you mean 'letter'?), there are "
                + "announcement, digest, letter.")
    }

    @Test func aMissingFileIsNamedWithTheFolderWhereItBelongs() throws {
        let folders = try Folders(["shared/mine/newsletter.html": "l"])
        let error = #expect(throws: TemplateError.self) { try folders.find("mine").styleSheet() }
        #expect(error?.file == folders.shared + "/mine/newsletter.css")
    }

    @Test(arguments: [
        ("letter", true), ("my-2nd", true), ("", false), ("..", false), ("a/b", false), ("A", false), ("-a", false),
        ("a b", false), ("ä", false), ("a\0", false),
    ])
    func namesLeadToNoOtherFolder(name: String, isName: Bool) {
        #expect(TemplateFiles.isName(name) == isName)
    }
}
