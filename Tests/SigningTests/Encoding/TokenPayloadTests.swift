import Testing

@testable import Signing

@Suite("The payload of a token")
struct TokenPayloadTests {
    let key = KeyID.first

    @Test(
        "Numbers come back as they went in", arguments: [[], [0], [127], [128], [300, 1], [Int64.max], [-1, 5, .min]])
    func roundTrip(numbers: [Int64]) {
        let payload = TokenPayload(key: key, numbers: numbers)
        #expect(TokenPayload(payload.bytes[...]) == payload)
    }

    @Test("The form is what its documentation says")
    func form() {
        #expect(TokenPayload(key: key, numbers: [5, 300]).bytes == [1, 2, 0x6B, 0x31, 5, 0xAC, 0x02])
    }

    @Test(
        "Bytes that would not be written are refused",
        arguments: [
            [], [1], [2, 2, 0x6B, 0x31, 5], [1, 0, 5], [1, 3, 0x6B, 0x31], [1, 2, 0x4B, 0x31, 5],
            [1, 2, 0xFF, 0xFE, 5], [1, 2, 0x6B, 0x31, 0x80], [1, 2, 0x6B, 0x31, 0x85, 0x00],
            [1, 2, 0x6B, 0x31, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
            [1, 2, 0x6B, 0x31, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x00],
            [1, 9, 0x6B, 0x6B, 0x6B, 0x6B, 0x6B, 0x6B, 0x6B, 0x6B, 0x6B, 5],
        ] as [[UInt8]])
    func damaged(bytes: [UInt8]) {
        #expect(TokenPayload(bytes[...]) == nil)
    }

    @Test("Random bytes neither crash the reader nor come back as anything else")
    func randomBytes() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            if bytes.count > 4, Bool.random(using: &generator) {
                bytes.replaceSubrange(0..<4, with: [1, 2, 0x6B, 0x31])
            }
            if let payload = TokenPayload(bytes[...]) { #expect(payload.bytes == bytes) }
        }
    }
}
