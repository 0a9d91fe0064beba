// Text as bytes, wherever it is a protocol: URLs, markup, style sheets, header fields, form data.
//
// A Swift Character is what people see as one: `:` and a following U+0E33 are one Character, and so are U+0600 and the
// `<` behind it, or CR and LF. Browsers, mail programs and servers read code points. Whoever looks for `:` or `<` by
// Characters sees another text than they do, and `hasPrefix`, `contains` and `split` of the standard library go by
// Characters. These go by bytes, which for ASCII is the same as by code points, since no byte of a longer UTF-8 sequence
// is below 128.
extension StringProtocol {
    package func hasBytes(prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    package func hasBytes(suffix: String) -> Bool { utf8.reversed().starts(with: suffix.utf8.reversed()) }

    /// What follows `prefix`; nil if the text does not begin with it.
    package func droppingBytes(prefix: String) -> Substring? {
        hasBytes(prefix: prefix) ? Substring(Substring(self).utf8.dropFirst(prefix.utf8.count)) : nil
    }

    package func containsBytes(_ part: String) -> Bool { rangeOfBytes(part) != nil }

    /// Where `part` stands first; nil for an empty one.
    package func rangeOfBytes(_ part: String) -> Range<String.Index>? {
        guard let first = part.utf8.first else { return nil }
        let bytes = Substring(self).utf8
        var rest = bytes[...]
        while let start = rest.firstIndex(of: first) {
            var (index, matched) = (start, part.utf8.startIndex)
            while index < bytes.endIndex, matched < part.utf8.endIndex, bytes[index] == part.utf8[matched] {
                bytes.formIndex(after: &index)
                part.utf8.formIndex(after: &matched)
            }
            if matched == part.utf8.endIndex { return start..<index }
            rest = bytes[bytes.index(after: start)...]
        }
        return nil
    }

    /// How often `part` stands in the text, without overlaps.
    package func count(ofBytes part: String) -> Int {
        var count = 0
        var rest = Substring(self)
        while let range = rest.rangeOfBytes(part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }

    /// Where an ASCII character stands first, whatever is joined to it.
    package func firstIndex(ofASCII sign: Unicode.Scalar) -> String.Index? {
        Substring(self).utf8.firstIndex(of: UInt8(ascii: sign))
    }

    package func lastIndex(ofASCII sign: Unicode.Scalar) -> String.Index? {
        Substring(self).utf8.lastIndex(of: UInt8(ascii: sign))
    }

    package func containsASCII(_ sign: Unicode.Scalar) -> Bool { utf8.contains(UInt8(ascii: sign)) }

    /// The parts between the signs, empty ones too.
    package func split(atASCII sign: Unicode.Scalar, maxSplits: Int = .max) -> [Substring] {
        Substring(self).utf8.split(
            separator: UInt8(ascii: sign), maxSplits: maxSplits, omittingEmptySubsequences: false
        ).map { Substring($0) }
    }

    /// Each occurrence of `part` replaced, from left to right.
    package func replacingBytes(_ part: String, with replacement: String) -> String {
        guard containsBytes(part) else { return String(self) }
        var output = ""
        var rest = Substring(self)
        while let range = rest.rangeOfBytes(part) {
            output.unicodeScalars.append(contentsOf: rest[..<range.lowerBound].unicodeScalars)
            output.unicodeScalars.append(contentsOf: replacement.unicodeScalars)
            rest = rest[range.upperBound...]
        }
        output.unicodeScalars.append(contentsOf: rest.unicodeScalars)
        return output
    }

    /// With A to Z as a to z and all else as it is: nothing outside ASCII becomes a letter of a keyword.
    package var asciiLowercased: String {
        guard utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return String(self) }
        return String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
