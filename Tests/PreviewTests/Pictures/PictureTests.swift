import Foundation
import Synchronization
import Templates
import Testing

@testable import Preview

@Suite struct PictureTests {
    /// A page of 900 pixels with a red image of 50 × 50, white in light colours and black in dark ones.
    private static let page = """
        <!DOCTYPE html><html><head><meta name="viewport" content="width=device-width">\
        <style>body { margin: 0; height: 900px; background: #fff }
        @media (prefers-color-scheme: dark) { body { background: #000 } }</style></head>\
        <body><img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='50' height='50'%3E\
        %3Crect width='50' height='50' fill='red'/%3E%3C/svg%3E" alt="" width="50" height="50">\
        <script>document.body.style.background = "red"</script></body></html>
        """

    private let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""

    private func write(
        _ sample: SampleIssue, into folder: String? = nil, searchPath: String? = nil
    ) async throws -> [WrittenPicture] {
        let written = Mutex<[WrittenPicture]>([])
        let server = try PreviewServer(
            options: PreviewOptions(port: 0, pages: TemplateFolder(path: sample.pages)), source: sample.source)
        try await server.writePictures(
            into: folder ?? "\(sample.folder)/new/pictures", stem: "week", searchPath: searchPath ?? self.searchPath
        ) { picture in written.withLock { $0.append(picture) } }
        return written.withLock { $0 }
    }

    @Test func picturesAreWhatTheirNamesSay() async throws {
        let sample = try SampleIssue(Self.page)
        let written = try await write(sample)
        let names = written.map { URL(fileURLWithPath: $0.path).lastPathComponent }
        #expect(
            names == [
                "week-375-light.png", "week-375-dark.png", "week-375-light-no-images.png", "week-1200-light.png",
                "week-1200-dark.png", "week-1200-light-no-images.png",
            ])
        for picture in written {
            let bitmap = try Bitmap(path: picture.path)
            #expect(picture.isComplete)
            #expect(bitmap.width == (picture.path.contains("-375-") ? 375 : 1200))
            #expect(bitmap.height == 900)
            #expect(bitmap.red == (picture.path.contains("no-images") ? 0 : 2500), "\(picture.path)")
            #expect(picture.path.contains("dark") ? bitmap.brightness < 10 : bitmap.brightness > 245)
        }
    }

    @Test func anIssueThatCannotBeRenderedIsSaidBeforeABrowserStarts() async throws {
        let sample = try SampleIssue("broken")
        let error = await #expect(throws: PreviewError.self) { try await write(sample) }
        #expect(error == .cannotRender("issue.md:3: It is broken. Mend it."))
    }

    @Test func withoutABrowserTheErrorSaysWhatToInstall() async throws {
        let sample = try SampleIssue()
        let error = await #expect(throws: PreviewError.self) {
            try await write(sample, searchPath: "\(sample.folder):/nowhere")
        }
        #expect(error == .noChromium)
        #expect(error?.description.contains("apt-get install chromium") == true)
    }

    @Test(arguments: [
        ("echo first words >&2; echo no room >&2; exit 3", "it ended by itself. Its last words: no room"),
        ("exit 0", "it ended by itself. It said nothing."),
        ("printf 'garbage\\0{}\\0' >&4", "it ended by itself"),
        (
            #"printf '{"id":1,"error":{"message":"not here"}}\0' >&4; cat <&3 >/dev/null"#,
            "it refused Target.createTarget: not here"
        ),
        (
            #"printf '{"id":1,"result":{}}\0' >&4; cat <&3 >/dev/null"#,
            "its answer to Target.createTarget is not as expected"
        ),
    ])
    func aBrowserThatFailsIsAnErrorWithItsWords(script: String, words: String) async throws {
        let sample = try SampleIssue()
        try sample.write("chromium", "#!/bin/sh\n\(script)\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: "\(sample.folder)/chromium")
        let error = await #expect(throws: PreviewError.self) {
            try await write(sample, searchPath: sample.folder)
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func aFolderThatCannotBeMadeIsAnError() async throws {
        let sample = try SampleIssue()
        let path = "\(sample.folder)/issue.md"
        let error = await #expect(throws: PreviewError.self) { try await write(sample, into: path) }
        guard case .cannotWrite(let named, _)? = error else {
            throw HTTPPeer.Failure(what: "\(String(describing: error))")
        }
        #expect(named == path)
    }
}
