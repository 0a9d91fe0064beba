import Foundation

/// Finds the two marks of a placeholder, U+E000 and U+E001, by their bytes: EE 80 80 and EE 80 81.
///
/// Rendering asks this of every text again and again, and most texts have none.
enum MergeMarkers {
    enum Part: Hashable {
        case outside(String)
        /// What stands between an opening mark and the closing one that follows it.
        case inside(String)
    }

    static func isMarked(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { first(in: $0[...]) != nil }
    }

    /// The text without its marks, cut where they stand; a mark without its partner makes no cut.
    static func cut(_ text: String) -> [Part] {
        var text = text
        return text.withUTF8 { bytes in
            var parts: [Part] = []
            var outside: [UInt8] = []
            var rest = bytes[...]
            var isOpen = false
            while let mark = first(in: rest) {
                let isClosing = bytes[mark + 2] == closing
                if isOpen, isClosing {
                    if !outside.isEmpty { parts.append(.outside(String(decoding: outside, as: UTF8.self))) }
                    outside = []
                    parts.append(.inside(String(decoding: rest[..<mark], as: UTF8.self)))
                } else {
                    outside += rest[..<mark]
                }
                isOpen = !isClosing
                rest = bytes[(mark + 3)...]
            }
            outside += rest
            if !outside.isEmpty { parts.append(.outside(String(decoding: outside, as: UTF8.self))) }
            return parts
        }
    }

    private static let closing: UInt8 = 0x81

    private static func first(in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let start = bytes.base.baseAddress else { return nil }
        var index = bytes.startIndex
        while index + 2 < bytes.endIndex, let found = memchr(start + index, 0xEE, bytes.endIndex - 2 - index) {
            index = UnsafeRawPointer(found) - UnsafeRawPointer(start)
            if bytes[index + 1] == 0x80, bytes[index + 2] <= closing { return index }
            index += 1
        }
        return nil
    }
}
