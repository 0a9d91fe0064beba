/// The numbered links of the text part: collected while a section is written, listed at its end.
struct References {
    private var pending: [(number: Int, url: String, title: String)] = []
    private var last = 0

    /// The number under which the section's end lists `url`.
    mutating func number(of url: String, title: String) -> Int {
        if let known = pending.first(where: { $0.url == url && $0.title == title }) { return known.number }
        last += 1
        pending.append((last, url, title))
        return last
    }

    var isPending: Bool { !pending.isEmpty }

    /// The section's list, one line per link; the next section begins an empty one.
    mutating func takeLines() -> [String] {
        defer { pending = [] }
        return pending.map { "[\($0.number)] \($0.url)\($0.title.isEmpty ? "" : " (\($0.title))")" }
    }
}
