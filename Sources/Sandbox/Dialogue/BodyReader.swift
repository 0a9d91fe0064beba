/// Reads a message up to its final dot, undoing the dot-stuffing (RFC 5321 §4.5.2).
///
/// Only CRLF "." CRLF ends a message. Bare CRs and LFs never end a line; because servers disagree about
/// them, which lets one message be smuggled into another, a message that has one is refused.
struct BodyReader {
    /// Why the message cannot be taken, although it is read to its end.
    enum Flaw: Hashable {
        case tooLarge
        case longLine
        case bareLineBreak
    }

    /// Octets in a line with its CRLF (RFC 5321 §4.5.3.1.6).
    static let lineLimit = 1000

    private let sizeLimit: Int
    /// The message as it was before dot-stuffing; empty once there is a flaw.
    private(set) var bytes: [UInt8] = []
    private(set) var flaw: Flaw?
    private var isAtLineStart = true

    init(sizeLimit: Int) { self.sizeLimit = sizeLimit }

    /// Takes what is there; true when the final dot was read, and then nothing behind it is touched.
    mutating func read(_ input: inout LineBuffer) -> Bool {
        // One more than the limit, for the dot that stuffing adds.
        while let piece = input.nextPiece(limit: Self.lineLimit + 1) {
            if isAtLineStart, piece.elementsEqual([0x2E, 0x0D, 0x0A]) { return true }
            take(piece)
        }
        return false
    }

    private mutating func take(_ piece: ArraySlice<UInt8>) {
        let isStuffed = isAtLineStart && piece.first == 0x2E
        let content = isStuffed ? piece.dropFirst() : piece
        isAtLineStart = content.suffix(2).elementsEqual([0x0D, 0x0A])
        guard flaw == nil else { return }
        flaw = flaw(in: content)
        if flaw == nil {
            bytes.append(contentsOf: content)
        } else {
            bytes = []
        }
    }

    private func flaw(in content: ArraySlice<UInt8>) -> Flaw? {
        if content.count > Self.lineLimit { return .longLine }
        if content.offset(of: 0x0D) != content.count - 2 || content.last != 0x0A { return .bareLineBreak }
        return bytes.count + content.count > sizeLimit ? .tooLarge : nil
    }
}
