import Mail

/// Keeps double braces whole on their way through the Markdown parser.
///
/// Before parsing, each place becomes an opaque mark, a number between two private-use characters, so that
/// quotes, pipes, underscores and spaces inside mean nothing to Markdown. Afterwards the mark is turned into
/// a placeholder, or back into what the author wrote where the text is code.
///
/// Where a line holds nothing but sections' tags, the marks stand in comments, which are blocks of their own for
/// Markdown, whatever comes before and after.
struct BraceMarks {
    struct Place {
        let source: String
        let tag: BraceTag
        /// Of the source, counted from 1.
        let line: Int
        /// Whether nothing but sections' tags stands on its line.
        let isAlone: Bool
    }

    /// The text to parse. It has as many lines as the source.
    let marked: String
    let places: [Place]

    init(_ source: String) {
        let bytes = Array(source.removingMergeMarkers.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var places: [Place] = []
        var copied = 0
        var line = 1
        let found = BraceSyntax.places(in: bytes)
        let alone = Self.placesAlone(found, in: bytes)
        for (number, place) in found.enumerated() {
            let before = bytes[copied..<place.range.lowerBound]
            line += before.count { $0 == UInt8(ascii: "\n") }
            output += before
            let mark = Self.mark(number)
            output += (alone.contains(number) ? "<!--\(mark)-->" : mark).utf8
            places.append(
                Place(
                    source: String(decoding: bytes[place.range], as: UTF8.self), tag: place.tag, line: line,
                    isAlone: alone.contains(number)))
            copied = place.range.upperBound
        }
        output += bytes[copied...]
        marked = String(decoding: output, as: UTF8.self)
        self.places = places
    }

    static func mark(_ number: Int) -> String { "\(MergeField.opening)\(number)\(MergeField.closing)" }

    /// A parsed string with every mark as the author wrote it.
    func restoringSource(_ text: String) -> String {
        var numbers: [Int] = []
        return replacingMarks(in: text, numbers: &numbers) { places[$0].source }
    }

    /// A parsed string with placeholders, and what its marks mean. Its sections have to end in it.
    func resolving(_ text: String) -> (text: String, uses: [BraceUse]) {
        var numbers: [Int] = []
        _ = replacingMarks(in: text, numbers: &numbers) { _ in "" }
        let matched = numbers.map { places[$0].tag }.matched
        var uses: [BraceUse] = []
        var position = 0
        var ignored: [Int] = []
        let resolved = replacingMarks(in: text, numbers: &ignored) { number in
            defer { position += 1 }
            let (text, use) = meaning(of: number, isMatched: matched.contains(position))
            uses += use
            return text
        }
        return (resolved, uses)
    }

    /// A stretch of running text like `resolving`, but with the marks of sections left: they may end further on.
    func resolvingFields(_ text: String) -> (text: String, uses: [BraceUse]) {
        var uses: [BraceUse] = []
        var numbers: [Int] = []
        let resolved = replacingMarks(in: text, numbers: &numbers) { number in
            if places[number].tag.isSection { return Self.mark(number) }
            let (text, use) = meaning(of: number, isMatched: false)
            uses += use
            return text
        }
        return (resolved, uses)
    }

    /// What stands for a mark, and what to report of it.
    ///
    /// - Parameter isMatched: whether a section's other end was found.
    func meaning(of number: Int, isMatched: Bool) -> (text: String, uses: [BraceUse]) {
        let place = places[number]
        func use(_ meaning: BraceUse.Meaning) -> [BraceUse] { [BraceUse(meaning: meaning, line: place.line)] }
        switch place.tag {
        case .field(let field): return (field.placeholder, use(.field(field)))
        case .opening(let condition) where isMatched: return (condition.opening, use(.section(condition)))
        case .closing where isMatched: return (MergeCondition.closing, [])
        case .opening, .closing: return (place.source, use(.unmatched(place.source)))
        case .literal: return (place.source, use(.literal(place.source)))
        }
    }

    /// The number of a mark; nil for any other placeholder.
    func number(of piece: MergePiece) -> Int? {
        guard case .field(let mark) = piece, let number = Int(mark.name), places.indices.contains(number) else {
            return nil
        }
        return number
    }

    /// The numbers of sections' tags in a comment for each; empty if anything else is in the text.
    func alone(in html: String) -> [Int] {
        guard html.isPersonal else { return [] }
        var numbers: [Int] = []
        let rest = replacingMarks(in: html, numbers: &numbers) { _ in "" }
        return rest.trimmingWhiteSpace.isEmpty && numbers.allSatisfy { places[$0].isAlone } ? numbers : []
    }

    private func replacingMarks(
        in text: String, numbers: inout [Int], _ replacement: (Int) -> String
    ) -> String {
        guard text.isPersonal else { return text }
        var output = ""
        var closesComment = false
        for piece in text.mergePieces {
            if let number = number(of: piece) {
                closesComment = places[number].isAlone && output.hasBytes(suffix: "<!--")
                if closesComment { output = String(Substring(output.utf8.dropLast(4))) }
                numbers.append(number)
                output += replacement(number)
            } else if case .text(let text) = piece {
                output += closesComment ? text.droppingBytes(prefix: "-->").map(String.init) ?? text : text
                closesComment = false
            }
        }
        return output
    }

    /// The numbers of the sections' tags on lines with nothing else but white space and quote marks in front.
    private static func placesAlone(_ places: [BraceSyntax.Place], in bytes: [UInt8]) -> Set<Int> {
        var alone: Set<Int> = []
        var next = 0
        while next < places.count {
            let start = bytes[..<places[next].range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            let end = bytes[places[next].range.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
            let group = next..<(places[next...].firstIndex { $0.range.lowerBound >= end } ?? places.count)
            let isAlone = group.allSatisfy { number in
                let before = number == group.lowerBound ? start : places[number - 1].range.upperBound
                return places[number].tag.isSection
                    && bytes[before..<places[number].range.lowerBound].allSatisfy {
                        isSpace($0) || (number == group.lowerBound && $0 == UInt8(ascii: ">"))
                    }
            }
            if isAlone, bytes[places[group.upperBound - 1].range.upperBound..<end].allSatisfy(isSpace) {
                alone.formUnion(group)
            }
            next = group.upperBound
        }
        return alone
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
