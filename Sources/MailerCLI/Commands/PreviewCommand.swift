import ArgumentParser
import Foundation
import MailerConfiguration
import Preview
import Rendering
import Templates

struct PreviewCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show an issue in the browser while you write it.",
        discussion: """
            Serves a page on this computer only: the message at phone and desktop width, light and dark, with images \
            and without, its text part, header, source, size and checks. It follows every change of the issue and \
            of the templates. Ctrl-C ends it.

            With --png it writes pictures instead, by a headless Chromium: 375 and 1200 pixels wide, light, dark and \
            without images.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issue's Markdown file.", completion: .file(extensions: ["md"])) var file: String
    @Option(help: "The port; 0 takes any free one.") var port = 8026
    @Option(help: "The list; without it the issue's, or the only one.", completion: .lists) var list: String?
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("The reader to begin with; without it, the first of the list.", valueName: "address"))
    var reader: String?

    @Option(help: ArgumentHelp("Write pictures into this folder, and serve nothing.", valueName: "folder"))
    var png: String?

    func execute() async throws {
        let app = try App(global)
        // What cannot be parsed is shown in the browser; what is not there never will be.
        _ = try IssueFile.read(file)
        let source = try app.previewSource(file: file, list: list, reader: reader)
        let options = PreviewOptions(
            port: png == nil ? port : 0,
            pages: TemplateFolder(path: app.configuration.templates, isShipped: true).folder("preview"))
        let server = try PreviewServer(options: options, source: source)
        if let png { return try await writePictures(server, into: png) }
        let file = file
        try await server.run { port in
            Terminal.print("preview: \(file) is at http://127.0.0.1:\(port)/ (Ctrl-C ends it)")
        }
    }

    private func writePictures(_ server: PreviewServer, into folder: String) async throws {
        let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""
        try await server.writePictures(into: folder, stem: stem, searchPath: searchPath) { picture in
            Terminal.print(picture.path)
            if !picture.isComplete { Terminal.note("\(picture.path): some images did not come in time.") }
        }
    }
}
