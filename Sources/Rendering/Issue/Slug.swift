import Foundation
import Mail

/// The short name of an issue, as it stands in links and reports.
package enum Slug {
    /// Letters and digits of every script, dots and underscores; hyphens for the rest. In lowercase and composed (NFC),
    /// so that names that look alike are one name on every file system.
    package static func make(from text: String) -> String {
        var words = [""]
        for scalar in normalized(text).unicodeScalars {
            let isKept = isKept(scalar, behindKept: words.last?.isEmpty == false)
            if isKept { words[words.count - 1].unicodeScalars.append(scalar) } else { words.append("") }
        }
        return normalized(words.filter { !$0.isEmpty }.joined(separator: "-").trimmingDots)
    }

    /// From a file's name: `issues/2017-W51.md` is `2017-w51`.
    package static func make(fromPath path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.lastIndex(ofASCII: ".").map { String(name[..<$0]) } ?? name
        let slug = make(from: stem)
        return slug.isEmpty ? "issue" : slug
    }

    /// Whether somebody who wrote that name meant this slug.
    static func isSame(_ text: String, as slug: String) -> Bool { normalized(text) == slug }

    private static func normalized(_ text: String) -> String {
        text.lowercased().precomposedStringWithCanonicalMapping
    }

    /// Marks belong to the letter before them: without it they are as good as a blank.
    private static func isKept(_ scalar: Unicode.Scalar, behindKept: Bool) -> Bool {
        if scalar.value < 0x80 {
            return scalar == "." || scalar == "_" || Byte.isLetterOrDigit(UInt8(scalar.value))
        }
        return switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber:
            true
        case .nonspacingMark, .spacingMark: behindKept
        default: false
        }
    }
}

extension String {
    /// No slug is `.` or `..` or hidden.
    fileprivate var trimmingDots: String { String(drop { $0 == "." }) }
}
