import ArgumentParser
import MailerConfiguration
import Preview

struct PreviewCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show an issue in the browser while you write it.",
        discussion: """
            Serves a page on this computer only: the message at phone and desktop width, light and dark, with images \
            and without, its text part, header, source, size and checks. It follows every change of the issue and \
            of the templates. Ctrl-C ends it.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issue's Markdown file.", completion: .file(extensions: ["md"])) var file: String
    @Option(help: "The port; 0 takes any free one.") var port = 8026
    @Option(help: "The list; without it the issue's, or the only one.") var list: String?
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("The reader to begin with; without it, the first of the list.", valueName: "address"))
    var reader: String?

    func execute() async throws {
        let app = try App(global)
        let source = try app.previewSource(file: file, list: list, reader: reader)
        let options = PreviewOptions(port: port, pages: "\(app.configuration.templates)/preview")
        let file = file
        try await PreviewServer(options: options, source: source).run { port in
            Terminal.print("preview: \(file) is at http://127.0.0.1:\(port)/ (Ctrl-C ends it)")
        }
    }
}
