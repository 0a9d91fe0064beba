/// Repairs text that was decoded twice: UTF-8 that some program took for Windows-1252 and saved again.
///
/// `KÃ¤ldstrÃ¶m` becomes `Käldström`, `Armâ€™s` becomes `Arm’s`, an emoji in pieces becomes whole. Text damaged
/// several times is repaired several times. Sound text stays as it is (see `DamageVerdict`).
package enum TextRepair {
    /// A word that was damaged.
    package struct Place: Hashable, Sendable {
        /// Counted from 1.
        package let line: Int
        package let damaged: String
        package let repaired: String
    }

    /// How often damage was seen on top of damage, and then some.
    private static let maximumRounds = 5

    /// The text as it was meant, and where it changed.
    package static func repair(_ text: String) -> (text: String, places: [Place]) {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return (text, []) }
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<maximumRounds {
            guard let repaired = once(scalars) else { break }
            scalars = repaired
        }
        let repaired = String(String.UnicodeScalarView(scalars))
        return (repaired, places(from: text, to: repaired))
    }

    /// A whole file repaired, every other byte as it was; nil if it is not UTF-8 or there is nothing to repair.
    package static func repair(_ bytes: [UInt8]) -> [UInt8]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let repaired = Array(repair(text).text.utf8)
        return repaired == bytes ? nil : repaired
    }

    /// Nil if nothing was found.
    private static func once(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        let damage = damage(in: scalars)
        if damage.isEmpty { return nil }
        var output: [Unicode.Scalar] = []
        output.reserveCapacity(scalars.count)
        var copied = 0
        for character in damage {
            output += scalars[copied..<character.range.lowerBound]
            output.append(character.original)
            copied = character.range.upperBound
        }
        return output + scalars[copied...]
    }

    private static func damage(in scalars: [Unicode.Scalar]) -> [DamagedCharacter] {
        let candidates = DamagedCharacter.candidates(in: scalars)
        var verdicts = candidates.map { DamageVerdict($0, in: scalars) }
        for index in candidates.indices.dropFirst() {
            // One right behind the other is no accident.
            let areNeighbours = candidates[index - 1].range.upperBound == candidates[index].range.lowerBound
            guard areNeighbours, verdicts[index - 1] != .sound, verdicts[index] != .sound else { continue }
            verdicts[index - 1] = .damaged
            verdicts[index] = .damaged
        }
        let certain = Set(zip(candidates, verdicts).filter { $1 == .damaged }.map(\.0.lead))
        return zip(candidates, verdicts).filter { candidate, verdict in
            verdict == .damaged || (verdict == .doubtful && certain.contains(candidate.lead))
        }.map(\.0)
    }

    /// No repair makes or removes a space or a line end, so both texts have the same words.
    private static func places(from text: String, to repaired: String) -> [Place] {
        let pairs = zip(text.asciiLines, repaired.asciiLines)
        return pairs.enumerated().flatMap { index, pair in
            zip(pair.0.asciiWords, pair.1.asciiWords).filter { $0 != $1 }.map { damaged, repaired in
                Place(line: index + 1, damaged: damaged, repaired: repaired)
            }
        }
    }
}

extension String {
    /// Cut at bytes, because `\r\n` is one character.
    fileprivate var asciiLines: [Substring] {
        utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
    }
}

extension Substring {
    fileprivate var asciiWords: [String] {
        utf8.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.map { String(Substring($0)) }
    }
}
