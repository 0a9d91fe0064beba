import Foundation
import Mail
import Testing

@testable import Rendering

@Suite struct IssueImagesTests {
    /// A folder with an issue and images in it.
    final class Folder {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)").path

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path + "/issues/pictures", withIntermediateDirectories: true)
            try write("pictures/press.png", SampleImage.png(400, 200))
            try write("pictures/press@2x.jpg", SampleImage.jpeg(1_600, 801))
            try write("named-wrongly.png", SampleImage.gif(10, 10))
            try write("drawing.svg", Array("<svg/>".utf8))
            try write("../secret.png", SampleImage.png(1, 1))
            try FileManager.default.createSymbolicLink(
                atPath: path + "/issues/link.png", withDestinationPath: path + "/secret.png")
            try FileManager.default.createSymbolicLink(
                atPath: path + "/issues/elsewhere", withDestinationPath: path)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ bytes: [UInt8]) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/issues/\(name)"))
        }

        func images(_ markdown: String, baseURL: String? = nil, maximumTotalSize: Int = 1_000) throws -> IssueImages {
            var settings = ImageSettings()
            settings.baseURL = baseURL
            settings.maximumSize = 500
            settings.maximumTotalSize = maximumTotalSize
            return try IssueImages(issue(markdown), settings: settings)
        }

        func issue(_ markdown: String) throws -> Rendering.Issue {
            try IssueParser.parse(Array(markdown.utf8), path: path + "/issues/12.md")
        }

        /// The message's HTML content, and the issue's text.
        func message(_ markdown: String, baseURL: String? = nil) throws -> (compiled: CompiledMessage, text: String) {
            let content = try issue(markdown).messageContent(images: images(markdown, baseURL: baseURL))
            return (try LayoutFixture.compile(content), content.text)
        }
    }

    @Test func imagesOnTheWebStayThere() throws {
        let folder = try Folder()
        let (compiled, text) = try folder.message("# T\n\n![A press](https://e.org/a.png#width=300)")
        #expect(compiled.htmlPage.contains("<img src=\"https://e.org/a.png\" alt=\"A press\" width=\"300\""))
        #expect(text.contains("[Image: A press] <https://e.org/a.png>"))
        #expect(compiled.images.isEmpty)
    }

    @Test func filesArePublishedUnderTheBaseURL() throws {
        let folder = try Folder()
        let (compiled, text) = try folder.message(
            "# T\n\n![A press](./pictures/../pictures/press.png)\n\n<img src='pictures/press@2x.jpg' alt=b>",
            baseURL: "https://e.org/issues/")
        let page = compiled.htmlPage.replacing("\n", with: " ")
        #expect(
            page.contains(
                "<img src=\"https://e.org/issues/pictures/press.png\" alt=\"A press\" width=\"400\" height=\"200\""))
        // Twice the pixels are shown in half the width, and no wider than there is room.
        #expect(page.contains("<img src=\"https://e.org/issues/pictures/press@2x.jpg\" alt=\"b\" width=\"536\""))
        #expect(text.contains("https://e.org/issues/pictures/press.png"))
    }

    @Test(arguments: [
        "---\nimages: embed\n---\n# T\n\n![A press](pictures/press.png)\n\n![again](pictures/press.png)",
        "# T\n\n![A press](pictures/press.png#embed)\n\n<img src=\"pictures/press.png#embed\" alt=\"again\">",
    ])
    func embeddedFilesAreRelatedParts(markdown: String) throws {
        let (compiled, text) = try Folder().message(markdown)
        let id = try #require(compiled.images.first?.contentID)
        #expect(compiled.images.count == 1)
        #expect(compiled.htmlPage.components(separatedBy: "src=\"cid:\(id)\"").count == 3)
        #expect(text.contains("[Image: A press]") && !text.contains("press.png"))
        let message = try compiled.assemble(for: LayoutFixture.recipient()).flat.string
        #expect(
            message.contains(
                "Content-Type: multipart/related; type=\"text/html\"; boundary=\"=_r.w51\"\r\n\r\n--=_r.w51"))
        #expect(message.contains("Content-ID: <\(id)>\r\nContent-Disposition: inline; filename=\"press.png\"\r\n"))
        #expect(compiled.showingImages(in: compiled.htmlPage).contains("src=\"data:image/png;base64,iVBORw0KGgo"))
    }

    @Test func attachedFilesStandBesideTheText() throws {
        let (compiled, text) = try Folder().message("# T\n\n![The plan](pictures/press.png#attach)")
        #expect(compiled.htmlPage.contains("The plan (attached: press.png)"))
        #expect(!compiled.htmlPage.contains("<img"))
        #expect(text.contains("The plan (attached: press.png)"))
        let message = try compiled.assemble(for: LayoutFixture.recipient()).flat.string
        #expect(message.contains("Content-Type: multipart/mixed; boundary=\"=_m.w51\""))
        #expect(message.contains("Content-Disposition: attachment; filename=\"press.png\""))
    }

    @Test(.enabled(if: PythonReader.isAvailable)) func everyKindOfImageIsReadByPython() throws {
        let (compiled, _) = try Folder().message(
            "# T\n\n![a](pictures/press.png#embed) ![b](named-wrongly.png#embed) ![c](pictures/press@2x.jpg#attach)")
        let message = try #require(PythonReader.read([compiled.assemble(for: LayoutFixture.recipient()).flat]).first)
        #expect(message.defects == [])
        #expect(message.htmlErrors == [])
        #expect(message.html == compiled.htmlPage(for: try LayoutFixture.recipient()))
        #expect(
            message.structure == [
                "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
                "image/gif", "image/jpeg",
            ])
        #expect(message.files == ["press.png", "named-wrongly.gif", "press-2x.jpg"])
        #expect(
            message.fileSizes == [
                SampleImage.png(1, 1).count, SampleImage.gif(1, 1).count, SampleImage.jpeg(1, 1).count,
            ])
    }

    @Test(arguments: [
        ("pictures/press.png", ImageError.Problem.notPublished),
        ("pictures/press.png#remote", .notPublished),
        ("https://e.org/a.png#embed", .notLocal(.embed)),
        ("missing.png#embed", .missing),
        ("Pictures/press.png#embed", .missing),
        ("../secret.png#embed", .outsideFolder),
        ("%2e%2e/secret.png#embed", .outsideFolder),
        ("pictures/../../secret.png#embed", .outsideFolder),
        ("/etc/hostname#embed", .outsideFolder),
        ("link.png#embed", .symbolicLink("link.png")),
        ("elsewhere/secret.png#embed", .symbolicLink("elsewhere")),
        ("pictures#embed", .noFile),
        (".#embed", .noFile),
        ("drawing.svg#embed", .unknownFormat),
        ("12.md#embed", .missing),
        ("data:image/png;base64,AA", .scheme("data")),
    ])
    func whatCannotGoOutIsAnErrorWithItsLine(url: String, problem: ImageError.Problem) throws {
        let folder = try Folder()
        for markdown in ["# T\n\n![a](\(url))", "# T\n\n<img src=\"\(url)\" alt=\"a\">"] {
            let error = #expect(throws: ImageError.self) { try folder.images(markdown) }
            #expect(error?.problem == problem)
            #expect(error?.line == 3)
        }
    }

    @Test func largeFilesAreRefusedAloneAndTogether() throws {
        let folder = try Folder()
        try folder.write("large.png", SampleImage.png(1, 1) + [UInt8](repeating: 0, count: 500))
        try folder.write("medium.png", SampleImage.png(1, 1) + [UInt8](repeating: 0, count: 400))
        let error = #expect(throws: ImageError.self) { try folder.images("![a](large.png#embed)") }
        #expect(error?.problem == .tooLarge(bytes: SampleImage.png(1, 1).count + 500, limit: 500))
        let both = #expect(throws: ImageError.self) {
            try folder.images("![a](medium.png#embed)\n\n![b](pictures/press.png#attach)", maximumTotalSize: 450)
        }
        #expect(both?.problem == .totalTooLarge(bytes: 2 * SampleImage.png(1, 1).count + 400, limit: 450))
        #expect(both?.line == 3)
    }

    @Test func errorsSayWhatToDo() throws {
        let folder = try Folder()
        let error = #expect(throws: ImageError.self) { try folder.images("# T\n![a](pictures/press.png)") }
        #expect(
            error?.description == """
                \(folder.path)/issues/12.md:2: The image 'pictures/press.png' is a file that readers cannot reach. \
                Publish it and say where with 'images.base_url' in mailer.yaml, or make it part of the message: write \
                '#embed' behind its name, or 'images: embed' in the front matter.
                """)
    }

    @Test func aPreviewShowsWhatItCanAndNotesTheRest() throws {
        let folder = try Folder()
        let issue = try folder.issue("# T\n\n![a](pictures/press.png) ![b](missing.png)\n\n![c](../secret.png)")
        var settings = ImageSettings()
        settings.isForPreview = true
        let unpublished = try IssueImages(issue, settings: settings)
        #expect(unpublished.problems.map(\.problem) == [.notPublished, .missing, .outsideFolder])
        let unpublishedPage = try LayoutFixture.compile(issue.messageContent(images: unpublished)).htmlPage
        #expect(unpublished.showingFiles(in: unpublishedPage).contains("src=\"data:image/png;base64,iVBORw0KGgo"))
        settings.baseURL = "https://e.org"
        let images = try IssueImages(issue, settings: settings)
        #expect(images.problems.map(\.line) == [3, 5])
        let page = try LayoutFixture.compile(issue.messageContent(images: images)).htmlPage
        #expect(page.contains("src=\"https://e.org/pictures/press.png\""))
        #expect(images.showingFiles(in: page).contains("src=\"data:image/png;base64,iVBORw0KGgo"))
    }

    @Test func imagesInColumnsAreAsWideAsTheirColumn() throws {
        let (compiled, _) = try Folder().message(
            "# T\n<!-- columns -->\n![a](pictures/press.png#embed)\n<!-- column -->\n![b](https://e.org/b.png)\n")
        let widths = compiled.htmlPage.matches(of: /<img[^>]*\swidth="(\d+)"/).map { $0.1 }
        #expect(widths == ["256", "256"])
    }
}
