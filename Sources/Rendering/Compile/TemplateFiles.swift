import Foundation

/// The bytes of a layout's files, read together, so that what is compiled is what can be stored.
package struct TemplateFiles: Hashable, Sendable {
    /// By name within the directory.
    package let files: [String: [UInt8]]
    /// Where they came from, for errors.
    package let directory: String

    package init(files: [String: [UInt8]], directory: String) {
        self.files = files
        self.directory = directory
    }

    /// Reads every file that a layout has; one that is missing shows when it is used.
    package static func read(directory: String) -> TemplateFiles {
        let found = names.compactMap { name in
            FileManager.default.contents(atPath: "\(directory)/\(name)").map { (name, [UInt8]($0)) }
        }
        return TemplateFiles(files: Dictionary(uniqueKeysWithValues: found), directory: directory)
    }

    private static let names = ["newsletter.html", "newsletter.txt", "newsletter.css"]

    /// - Throws: if the file is not there or not UTF-8.
    func text(_ name: String) throws(TemplateError) -> String {
        let path = "\(directory)/\(name)"
        guard let bytes = files[name] else {
            throw TemplateError(file: path, line: nil, detail: "there is no such file, or it cannot be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TemplateError(file: path, line: nil, detail: "it is not UTF-8")
        }
        return text
    }
}
