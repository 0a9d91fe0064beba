import Foundation
import Mail

/// The folder of an issue's file: images are taken from it and from nowhere else.
struct ImageFolder {
    let path: String

    init(ofIssueAt path: String) {
        let folder = path.lastIndex(ofASCII: "/").map { String(path[..<$0]) } ?? "."
        self.path = folder.isEmpty ? "/" : folder
    }

    /// The bytes of a file and its path within the folder, without `.` and `..`.
    func read(_ relative: String, maximumSize: Int) throws(ImageError.Problem) -> (name: String, bytes: [UInt8]) {
        let parts = try Self.parts(of: relative)
        var current = path
        var size = 0
        for (index, part) in parts.enumerated() {
            current += "/" + part
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: current) else { throw .missing }
            let type = attributes[.type] as? FileAttributeType
            // The folder may be anywhere; what is in it must be in it.
            if type == .typeSymbolicLink { throw .symbolicLink(parts[...index].joined(separator: "/")) }
            if index == parts.count - 1, type != .typeRegular { throw .noFile }
            size = (attributes[.size] as? Int) ?? 0
        }
        guard size <= maximumSize else { throw .tooLarge(bytes: size, limit: maximumSize) }
        guard let data = FileManager.default.contents(atPath: current) else { throw .unreadable }
        return (parts.joined(separator: "/"), [UInt8](data))
    }

    private static func parts(of relative: String) throws(ImageError.Problem) -> [String] {
        if relative.hasBytes(prefix: "/") { throw .outsideFolder }
        var parts: [String] = []
        for part in relative.split(atASCII: "/") where !part.isEmpty && part != "." {
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                throw .outsideFolder
            }
        }
        if parts.isEmpty { throw .noFile }
        return parts
    }
}
