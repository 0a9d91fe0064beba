/// A pattern over a whole text: `*` stands for any run of characters, `?` for one; case does not matter.
struct Glob {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern.lowercased()) }

    func matches(_ text: String) -> Bool {
        let text = Array(text.lowercased())
        var position = 0
        var next = 0
        var retry: (afterStar: Int, position: Int)?
        while position < text.count {
            if next < pattern.count, pattern[next] == "*" {
                next += 1
                retry = (next, position)
            } else if next < pattern.count, pattern[next] == "?" || pattern[next] == text[position] {
                next += 1
                position += 1
            } else if let (afterStar, start) = retry {
                // The last star takes one character more, and the rest is tried again.
                next = afterStar
                position = start + 1
                retry = (afterStar, start + 1)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}
