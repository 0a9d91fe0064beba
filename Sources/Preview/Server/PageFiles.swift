import Foundation

/// The page's own files, read at the start.
struct PageFiles: Sendable {
    let page: String
    let style: String
    let script: String

    init(folder: String) throws(PreviewError) {
        page = try Self.read("\(folder)/index.html")
        style = try Self.read("\(folder)/preview.css")
        script = try Self.read("\(folder)/preview.js")
    }

    private static func read(_ path: String) throws(PreviewError) -> String {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch { throw .cannotReadPage(path: path) }
    }
}
