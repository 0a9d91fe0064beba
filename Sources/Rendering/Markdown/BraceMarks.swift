/// Keeps double braces whole on their way through the Markdown parser.
///
/// Before parsing, each place becomes an opaque mark, a number between two private-use characters, so that
/// quotes, pipes, underscores and spaces inside mean nothing to Markdown. Afterwards the mark is turned into
/// a placeholder, or back into what the author wrote where the text is code.
struct BraceMarks {
    /// The text to parse. It has as many lines as the source.
    let marked: String
    private let places: [(source: String, field: MergeField?)]

    init(_ source: String) {
        let bytes = Array(source.removingMergeMarkers.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var places: [(source: String, field: MergeField?)] = []
        var copied = 0
        for place in BraceSyntax.places(in: bytes) {
            output += bytes[copied..<place.range.lowerBound]
            output += "\(MergeField.opening)\(places.count)\(MergeField.closing)".utf8
            places.append((String(decoding: bytes[place.range], as: UTF8.self), place.field))
            copied = place.range.upperBound
        }
        output += bytes[copied...]
        marked = String(decoding: output, as: UTF8.self)
        self.places = places
    }

    /// A parsed string with every mark as the author wrote it.
    func restoringSource(_ text: String) -> String {
        replacingMarks(in: text) { $0.source }
    }

    /// A parsed string with placeholders, and what its marks mean.
    func resolving(_ text: String) -> (text: String, meanings: [BraceUse.Meaning]) {
        var meanings: [BraceUse.Meaning] = []
        let resolved = replacingMarks(in: text) { place in
            meanings.append(place.field.map { .field($0) } ?? .literal(place.source))
            return place.field?.placeholder ?? place.source
        }
        return (resolved, meanings)
    }

    /// A mark reads as a merge field whose name is its number.
    private func replacingMarks(in text: String, _ replacement: ((source: String, field: MergeField?)) -> String)
        -> String
    {
        guard text.unicodeScalars.contains(MergeField.opening) else { return text }
        return text.fillingMergeFields { mark in
            guard let number = Int(mark.name), places.indices.contains(number) else { return "" }
            return replacement(places[number])
        }
    }
}
