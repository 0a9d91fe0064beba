import Mail

/// The short name of an issue, as it stands in links and reports.
enum Slug {
    /// ASCII letters, digits, dots and underscores; hyphens for the rest.
    static func make(from text: String) -> String {
        let kept = text.utf8.map {
            Byte.isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") ? $0 : 0x2D
        }
        let words = kept.split(separator: 0x2D).map { String(decoding: $0, as: UTF8.self) }
        return words.joined(separator: "-").trimmingDots
    }

    /// From a file's name: `issues/2017-W51.md` is `2017-W51`.
    static func make(fromPath path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        let slug = make(from: stem)
        return slug.isEmpty ? "issue" : slug
    }
}

extension String {
    /// No slug is `.` or `..` or hidden.
    fileprivate var trimmingDots: String { String(drop { $0 == "." }) }
}
