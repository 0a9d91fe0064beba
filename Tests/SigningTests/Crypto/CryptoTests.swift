import Testing

@testable import Signing

@Suite("Digests and codes")
struct CryptoTests {
    @Test("SHA-256 gives what FIPS 180-4 says")
    func digest() throws {
        #expect(try SHA256.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try SHA256.hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    /// RFC 4231 §4.2, §4.3 and §4.7 (a key longer than the block).
    static let vectors: [(key: [UInt8], data: String, code: String)] = [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ]

    @Test("HMAC-SHA-256 gives what RFC 4231 says, again and again", arguments: vectors)
    func codes(vector: (key: [UInt8], data: String, code: String)) throws {
        let mac = try KeyedMAC(key: vector.key)
        for _ in 0..<3 {
            let code = try mac.code(for: Array(vector.data.utf8))
            #expect(code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == vector.code)
        }
    }

    @Test("Codes are equal only when every byte and the length are")
    func equality() {
        #expect(KeyedMAC.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!KeyedMAC.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!KeyedMAC.areEqual([1, 2, 3], [1, 2]))
        #expect(KeyedMAC.areEqual([], []))
    }

    @Test("Random text is lowercase letters and digits and does not repeat")
    func randomText() throws {
        let texts = try (0..<100).map { _ in try SecureRandom.text() }
        #expect(Set(texts).count == 100)
        #expect(
            texts.allSatisfy {
                $0.utf8.count == 16 && $0.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz234567".utf8.contains($0) }
            })
    }
}
