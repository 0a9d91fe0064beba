import Testing

@testable import Signing

@Suite("Base64 and base32")
struct BaseEncodingTests {
    /// RFC 4648 §10; base32 in lowercase and without padding.
    static let vectors: [(plain: String, base64: String, base32: String)] = [
        ("", "", ""), ("f", "Zg==", "my"), ("fo", "Zm8=", "mzxq"), ("foo", "Zm9v", "mzxw6"),
        ("foob", "Zm9vYg==", "mzxw6yq"), ("fooba", "Zm9vYmE=", "mzxw6ytb"), ("foobar", "Zm9vYmFy", "mzxw6ytboi"),
    ]

    @Test("The vectors of RFC 4648 come out and go back in", arguments: vectors)
    func rfcVectors(vector: (plain: String, base64: String, base32: String)) {
        let plain = Array(vector.plain.utf8)
        #expect(Base64.encode(plain) == Array(vector.base64.utf8))
        #expect(Base64.decode(vector.base64.utf8) == plain)
        #expect(Base64.decode(vector.base64.utf8.filter { $0 != UInt8(ascii: "=") }) == plain)
        #expect(Base32.encode(plain) == Array(vector.base32.utf8))
        #expect(Base32.decode(vector.base32.utf8) == plain)
    }

    @Test("The URL alphabet has no character that a URL must escape")
    func urlAlphabet() {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xFF, 0x00]
        #expect(String(decoding: Base64.encodeForURL(bytes), as: UTF8.self) == "--__AA")
        #expect(String(decoding: Base64.encode(bytes), as: UTF8.self) == "++//AA==")
        #expect(Base64.decodeFromURL("--__AA".utf8) == bytes)
    }

    @Test(
        "Base64 that an encoder would not write is refused",
        arguments: ["A", "AA=", "AAA==", "A===", "AB==", "A A=", "AA\n=", "ä"])
    func damagedBase64(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test(
        "URL base64 that an encoder would not write is refused", arguments: ["A", "AB", "AA==", "++AA", "AA.A", "AAB"])
    func damagedURLBase64(text: String) {
        #expect(Base64.decodeFromURL(text.utf8) == nil)
    }

    @Test(
        "Base32 that an encoder would not write is refused",
        arguments: ["m", "mz1", "mzx", "mzxw6y", "MY", "m8", "my==", "mb", "m-"])
    func damagedBase32(text: String) {
        #expect(Base32.decode(text.utf8) == nil)
    }
}
