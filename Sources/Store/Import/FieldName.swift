import Foundation
import Mail

/// Names of attributes as an issue can write them: `{{signed_up}}`.
package enum FieldName {
    /// A lowercase letter, then lowercase letters, digits and underscores (docs/personalisation.md).
    package static func isUsable(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, ("a"..."z").contains(first) else { return false }
        return name.unicodeScalars.allSatisfy { isPlain($0) || $0 == "_" } && !taken.contains(name)
    }

    /// `Signed up` → `signed_up`, `Größe (cm)` → `grosse_cm`, `2nd` → `field_2nd`; a name without one letter or digit
    /// of the Latin alphabet becomes `field_3` by its column's number.
    package static func usable(_ name: String, column: Int) -> String {
        if isUsable(name) { return name }
        let kept = folded(name).unicodeScalars.map { isPlain($0) ? Character($0) : "_" }
        let text = String(kept).split(separator: "_").joined(separator: "_")
        if text.isEmpty { return "field_\(column)" }
        return isUsable(text) ? text : "field_\(text)"
    }

    /// Lowercase, without accents, letters that are two written as two.
    static func folded(_ text: String) -> String {
        let lower = text.lowercased()
        if lower.utf8.allSatisfy({ $0 < 0x80 }) { return lower }
        var folded = ""
        for scalar in lower.decomposedStringWithCanonicalMapping.unicodeScalars {
            if let pair = pairs[scalar] {
                folded += pair
            } else if scalar.properties.generalCategory != .nonspacingMark {
                folded.unicodeScalars.append(scalar)
            }
        }
        return folded
    }

    /// `optInStatus`, `Opt-in status` and `OPT_IN_STATUS` are opt, in, status.
    static func words(of name: String) -> [String] {
        var spaced = ""
        var previous: Character = " "
        for character in name {
            if character.isUppercase, previous.isLowercase { spaced += " " }
            spaced.append(character)
            previous = character
        }
        return folded(spaced).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    /// What every message has of its own.
    private static let taken = ["name", "email", "unsubscribe_url", "view_url"]
    private static let pairs: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    ]
}

/// Names of lists, checked where they enter: they stand in List-Id, in the log, in file names and on command lines.
package enum ListName {
    /// What is wrong with a name for a new list; nil if nothing is.
    package static func problem(_ name: String) -> String? {
        let scalars = name.unicodeScalars
        if name.trimmingInvisible.isEmpty { return "it is empty" }
        if scalars.contains(where: { $0 != " " && $0.isInvisible }) { return "it has an invisible character" }
        guard scalars.count <= 64 else { return "it is longer than 64 characters" }
        guard let first = scalars.first, isLetterOrDigit(first) else { return "it begins with no letter or digit" }
        guard let other = scalars.first(where: { !isLetterOrDigit($0) && !"-_.".unicodeScalars.contains($0) }) else {
            return nil
        }
        return other == " " ? "it has a space" : "it has a '\(other)'"
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }
}
