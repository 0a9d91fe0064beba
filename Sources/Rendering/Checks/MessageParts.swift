import Mail

/// What the two parts of a message say, to compare them.
struct MessageParts {
    private let pageURLs: [String]
    private let pageImages: Set<String>
    private let text: String
    private let pageLetters: String
    private let textLetters: String

    init(page: DOMElement, text: String) {
        var urls: [String] = []
        var images: Set<String> = []
        _ = page.mapped { element in
            if element.name == "a", let url = element[attribute: "href"] { urls.append(url) }
            if element.name == "img", let url = element[attribute: "src"] { images.insert(url) }
            return element
        }
        pageURLs = urls
        pageImages = images
        self.text = text
        pageLetters = page.words.lettersAlone
        textLetters = text.lettersAlone
    }

    /// Links that the text part does not show, as they are in the page; places in the message have none there.
    var linksOnlyInHTML: [String] {
        distinct(pageURLs).filter { url in
            let isInside = url.hasBytes(prefix: "#") || url.isEmpty || url.hasBytes(prefix: "tel:")
            return !isInside && !shown(url).contains { text.contains($0) }
        }
    }

    /// URLs in the text part that lead nowhere in the page.
    var linksOnlyInText: [String] {
        let known = Set(pageURLs.flatMap(shown)).union(pageImages)
        let found = text.matches(of: /https?:\/\/[^\s<>"]+/).map { String($0.output) }
        return distinct(found).filter { url in
            // A sentence's mark behind it is not the URL's.
            !known.contains(url) && !known.contains(url.trimmingMarks) && !pageLetters.contains(url.lettersAlone)
        }
    }

    /// The parts in which these words are not, by name.
    func partsWithout(_ words: String) -> [String] {
        let letters = words.lettersAlone
        if letters.isEmpty { return [] }
        return (pageLetters.contains(letters) ? [] : ["HTML"]) + (textLetters.contains(letters) ? [] : ["text"])
    }

    /// The ways in which the text part can show a URL.
    private func shown(_ url: String) -> [String] {
        let bare = url.droppingBytes(prefix: "mailto:").map { [String($0)] } ?? []
        let short = ["https://", "http://"].compactMap { url.droppingBytes(prefix: $0).map(String.init) }
        return [url] + bare + short.flatMap { [$0, $0.hasBytes(suffix: "/") ? String($0.dropLast()) : $0] }
    }

    private func distinct(_ urls: [String]) -> [String] {
        var seen: Set<String> = []
        return urls.filter { seen.insert($0).inserted }
    }
}

extension String {
    /// What is left to compare when marks, breaks and cases are gone; merge fields are their names.
    fileprivate var lettersAlone: String {
        let words = fillingMergeFields(holds: { _ in true }) { $0.name }
        return String(words.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    fileprivate var trimmingMarks: String {
        var text = self[...]
        while let last = text.last, ".,;:!?)]}'".contains(last) { text.removeLast() }
        return String(text)
    }
}
