import Templates

/// The page's own files, read at the start.
struct PageFiles: Sendable {
    let page: String
    let style: String
    let script: String

    init(folder: TemplateFolder) throws(PreviewError) {
        page = try Self.read("index.html", in: folder)
        style = try Self.read("preview.css", in: folder)
        script = try Self.read("preview.js", in: folder)
    }

    private static func read(_ name: String, in folder: TemplateFolder) throws(PreviewError) -> String {
        guard let text = folder.text(name) else { throw .cannotReadPage(path: "\(folder.path)/\(name)") }
        return text
    }
}
