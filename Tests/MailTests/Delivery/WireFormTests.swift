import Mail
import Testing

@Suite struct WireFormTests {
    /// At any place of any length, as bytes are looked at in blocks.
    @Test func aHighBitIsFoundAnywhere() {
        for length in 1...70 {
            #expect(!WireForm(of: [UInt8](repeating: 0x7F, count: length)).isEightBit)
            for place in 0..<length {
                var bytes = [UInt8](repeating: 0x61, count: length)
                bytes[place] = 0x80
                #expect(WireForm(of: bytes).isEightBit)
            }
        }
    }

    /// Every text of up to seven of the bytes that matter, and one that does not.
    @Test func plainMeansPairedLineBreaksAndNoLeadingDot() {
        let alphabet: [UInt8] = [0x0D, 0x0A, 0x2E, 0x61]
        for length in 0...7 {
            for number in 0..<(1 << (2 * length)) {
                let bytes = (0..<length).map { alphabet[number >> (2 * $0) & 3] }
                if WireForm(of: bytes).isPlain != isPlain(bytes) { Testing.Issue.record("\(bytes)") }
            }
        }
    }

    /// However a text is cut, the forms of its pieces add up to its own.
    @Test func theFormsOfPiecesAddUp() {
        let alphabet: [UInt8] = [0x0D, 0x0A, 0x2E, 0xE1]
        for number in 0..<(1 << 12) {
            let bytes = (0..<6).map { alphabet[number >> (2 * $0) & 3] }
            for cut in 0...6 {
                var form = WireForm(of: Array(bytes[..<cut]))
                form.append(WireForm(of: Array(bytes[cut...])))
                if form != WireForm(of: bytes) { Testing.Issue.record("\(bytes) cut at \(cut)") }
            }
        }
    }

    /// The same in the middle of a long text, where many bytes are looked at together.
    @Test(arguments: ["\r", "\n", "\r\n.", "\r\r\n", "\n\r"])
    func anOddByteIsFoundAnywhere(_ odd: String) {
        for place in 0..<70 {
            let text = String(repeating: "a", count: place) + odd + String(repeating: "b", count: 70 - place)
            #expect(!WireForm(of: Array(text.utf8)).isPlain)
        }
    }

    private func isPlain(_ bytes: [UInt8]) -> Bool {
        for (index, byte) in bytes.enumerated() {
            let before = index > 0 ? bytes[index - 1] : 0x0A
            let after = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch byte {
            case 0x0D where after != 0x0A: return false
            case 0x0A where index == 0 || before != 0x0D: return false
            case 0x2E where before == 0x0A: return false
            default: continue
            }
        }
        return true
    }
}
