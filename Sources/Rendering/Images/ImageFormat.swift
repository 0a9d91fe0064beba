/// What kind of image a file's bytes are, whatever its name says, and how large.
struct ImageFormat: Hashable, Sendable {
    enum Kind: String, CaseIterable, Hashable, Sendable { case png, jpeg, gif, webp }

    struct Size: Hashable, Sendable {
        let width: Int
        let height: Int
    }

    /// JPEG has no larger ones.
    static let largestSide = 65_535

    /// Whether it claims more pixels than a picture for a mail can have: damage or malice.
    var isOversized: Bool { size.map { max($0.width, $0.height) > Self.largestSide } ?? false }

    let kind: Kind
    /// In pixels; nil if the file does not say.
    let size: Size?

    /// Nil for what mail programs do not show: SVG, AVIF, TIFF, and what is no image.
    init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            kind = .png
            size = Self.size(bytes.number(at: 16, 4), bytes.number(at: 20, 4))
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            kind = .jpeg
            size = Self.sizeOfJPEG(bytes)
        } else if bytes.starts(with: Array("GIF87a".utf8)) || bytes.starts(with: Array("GIF89a".utf8)) {
            kind = .gif
            size = Self.size(bytes.littleEndian(at: 6, 2), bytes.littleEndian(at: 8, 2))
        } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            kind = .webp
            size = Self.sizeOfWebP(bytes)
        } else {
            return nil
        }
    }

    var mediaType: String { "image/\(kind.rawValue)" }
    var fileExtension: String { kind == .jpeg ? "jpg" : kind.rawValue }

    private static func size(_ width: Int?, _ height: Int?) -> Size? {
        guard let width, let height, width > 0, height > 0 else { return nil }
        return Size(width: width, height: height)
    }

    /// Goes from segment to segment to the frame header (ITU T.81, B.2.2).
    private static func sizeOfJPEG(_ bytes: [UInt8]) -> Size? {
        var position = 2
        while let mark = bytes.number(at: position, 2), mark >> 8 == 0xFF {
            let code = mark & 0xFF
            let isFrame = (0xC0...0xCF).contains(code) && ![0xC4, 0xC8, 0xCC].contains(code)
            if isFrame { return size(bytes.number(at: position + 7, 2), bytes.number(at: position + 5, 2)) }
            if code == 0xFF {
                position += 1
                continue
            }
            guard let length = bytes.number(at: position + 2, 2), length >= 2 else { return nil }
            position += 2 + length
        }
        return nil
    }

    /// The three kinds of a first chunk (RFC 9649 §2.5 to 2.7).
    private static func sizeOfWebP(_ bytes: [UInt8]) -> Size? {
        switch bytes.dropFirst(12).prefix(4) {
        case ArraySlice("VP8X".utf8):
            return size(bytes.littleEndian(at: 24, 3).map { $0 + 1 }, bytes.littleEndian(at: 27, 3).map { $0 + 1 })
        case ArraySlice("VP8 ".utf8):
            return size(
                bytes.littleEndian(at: 26, 2).map { $0 & 0x3FFF }, bytes.littleEndian(at: 28, 2).map { $0 & 0x3FFF })
        case ArraySlice("VP8L".utf8):
            return size(
                bytes.littleEndian(at: 21, 4).map { ($0 & 0x3FFF) + 1 },
                bytes.littleEndian(at: 21, 4).map { ($0 >> 14 & 0x3FFF) + 1 })
        default: return nil
        }
    }
}

extension [UInt8] {
    /// A number of `length` bytes, the highest first.
    fileprivate func number(at position: Int, _ length: Int) -> Int? {
        guard position >= 0, position + length <= count else { return nil }
        return self[position..<position + length].reduce(0) { $0 << 8 | Int($1) }
    }

    fileprivate func littleEndian(at position: Int, _ length: Int) -> Int? {
        guard position >= 0, position + length <= count else { return nil }
        return self[position..<position + length].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
