import Foundation

/// A fresh directory with a layout in it.
struct TemplateDirectory {
    let path: String

    init(html: String?, text: String?, css: String?) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
        for (name, source) in [("html", html), ("txt", text), ("css", css)] {
            try source.map { try Data($0.utf8).write(to: url.appendingPathComponent("newsletter.\(name)")) }
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
