@testable import Rendering

/// The beginnings of image files, as far as anybody looks at them.
enum SampleImage {
    static func png(_ width: Int, _ height: Int) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + big(width, 4)
            + big(height, 4) + [8, 2, 0, 0, 0]
    }

    static func gif(_ width: Int, _ height: Int) -> [UInt8] {
        Array("GIF89a".utf8) + little(width, 2) + little(height, 2) + [0, 0, 0]
    }

    /// With an application segment, a fill byte and a Huffman table before the frame.
    static func jpeg(_ width: Int, _ height: Int) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xC2, 0, 11, 8] + big(height, 2)
            + big(width, 2) + [3, 0, 0]
    }

    /// - Parameter chunk: `VP8X`, `VP8L` or `VP8 `.
    static func webp(_ chunk: String, _ width: Int, _ height: Int) -> [UInt8] {
        let head = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP\(chunk)".utf8) + [0, 0, 0, 0]
        switch chunk {
        case "VP8X": return head + [0, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3)
        case "VP8L": return head + [0x2F] + little((height - 1) << 14 | (width - 1), 4)
        default: return head + [0, 0, 0, 0x9D, 0x01, 0x2A] + little(width, 2) + little(height, 2)
        }
    }

    private static func big(_ value: Int, _ length: Int) -> [UInt8] { little(value, length).reversed() }

    private static func little(_ value: Int, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(value >> ($0 * 8) & 0xFF) }
    }
}
