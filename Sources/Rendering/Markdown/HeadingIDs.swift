/// Makes the ids of headings from their words, as GitHub does: `## What's new` is `whats-new`.
struct HeadingIDs {
    private var taken: Set<String> = []
    /// The number that is tried next behind each id.
    private var asked: [String: Int] = [:]

    /// The second heading with the same words gets `-1` behind it, the third `-2`.
    mutating func id(for words: String) -> String {
        let base = Self.base(words)
        var id = base
        var number = asked[base] ?? 0
        if number > 0 { id = "\(base)-\(number)" }
        while !taken.insert(id).inserted {
            number += 1
            id = "\(base)-\(number)"
        }
        asked[base] = number + 1
        return id
    }

    private static func base(_ words: String) -> String {
        var id = String.UnicodeScalarView()
        for scalar in words.fillingMergeFields(holds: { _ in true }, { $0.name }).lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-" || scalar == "_"
            {
                id.append(scalar)
            } else if scalar == " " {
                id.append("-")
            }
        }
        return id.isEmpty ? "section" : String(id)
    }
}
