import Mail
import Testing

@Suite struct MessageBytesTests {
    /// Bytes that are odd on the wire more often than not.
    private static func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        let choice = Array("a.\r\n".utf8) + [0xC3]
        return (0..<count).map { _ in choice[Int.random(in: 0..<choice.count, using: &random)] }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func theWholeIsWhatWasAppendedInItsOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var message = MessageBytes()
        var whole: [UInt8] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            // Short shared stretches are kept in another way than long ones.
            let stretch = Self.bytes([0, 1, 40, 255, 256, 3_000].randomElement(using: &random) ?? 0, &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1: message.append(stretch, form: WireForm(of: stretch))
            case 2, 3: message.append { $0 += stretch }
            default:
                message.prepend(stretch)
                whole = stretch + whole
                continue
            }
            whole += stretch
        }
        #expect(message.flat == whole)
        #expect(message.count == whole.count)
        #expect(message.form == WireForm(of: whole))
        #expect(message.form.last == whole.last)
        var pieces: [UInt8] = []
        message.forEachPiece(
            own: { pieces += $0 },
            shared: { stretch in
                #expect(stretch.count >= 256)
                pieces += stretch
            })
        #expect(pieces == whole)
    }

    @Test func oneArrayStaysThatArray() {
        let bytes = [UInt8](repeating: 7, count: 100)
        let message = MessageBytes(bytes)
        #expect(message.flat == bytes)
        #expect(message.count == 100)
        #expect(MessageBytes([]).flat.isEmpty)
        #expect(MessageBytes([]).form.last == nil)
    }
}
