import Mail
import Testing

@testable import Signing

@Suite("The key ring")
struct KeyRingTests {
    @Test("The last key of the file is current and all are known")
    func order() throws {
        let ring = try Samples.ring("# old\nk1 \(Samples.firstSecret)\n\n  k2\t\(Samples.secondSecret)   # new\n")
        #expect(ring.ids.map(\.description) == ["k1", "k2"])
        #expect(ring.current.description == "k2")
        #expect(ring.keys[0].secret == Array(0..<32))
    }

    @Test("Line ends of Windows do not matter")
    func windowsLineEnds() throws {
        #expect(try Samples.ring("# note\r\nk1 \(Samples.firstSecret)\r\n").ids == [.first])
    }

    @Test("What is written can be read")
    func roundTrip() throws {
        let ring = try KeyRing.generate()
        let again = try Samples.ring(ring.text)
        #expect(again.current == .first)
        #expect(again.keys.map(\.secret) == ring.keys.map(\.secret))
    }

    @Test("A new key has 32 bytes that no other has")
    func generated() throws {
        let secrets = try (0..<50).map { _ in try KeyRing.generate().keys[0].secret }
        #expect(Set(secrets).count == 50)
        #expect(secrets.allSatisfy { $0.count == 32 })
    }

    static let damaged: [(text: String, error: String)] = [
        ("", "test.keys: there is no key in it. Add a line 'k1 SECRET', the secret from 'openssl rand -base64 32'."),
        (
            "# k1 \(Samples.firstSecret)",
            "test.keys: there is no key in it. Add a line 'k1 SECRET', the secret from 'openssl rand -base64 32'."
        ),
        ("\nk1", "test.keys:2: a line needs a key id, a space and a secret in base64. Comments start with '#'."),
        ("k1 a b", "test.keys:1: a line needs a key id, a space and a secret in base64. Comments start with '#'."),
        (
            "K1 \(Samples.firstSecret)",
            "test.keys:1: 'K1' is no key id. Use 1 to 8 lowercase letters and digits, such as 'k2'."
        ),
        (
            "toolongid \(Samples.firstSecret)",
            "test.keys:1: 'toolongid' is no key id. Use 1 to 8 lowercase letters and digits, such as 'k2'."
        ),
        (
            "k\u{7} \(Samples.firstSecret)",
            "test.keys:1: 'k\\u{7}' is no key id. Use 1 to 8 lowercase letters and digits, such as 'k2'."
        ),
        (
            "k1 \(Samples.firstSecret)\nk1 \(Samples.secondSecret)",
            "test.keys:2: key id 'k1' is there twice. Give the newer key another id."
        ),
        (
            "k1 AAEC!",
            "test.keys:1: the secret of key 'k1' is not base64. Restore it from a copy; a new one breaks the links signed with it."
        ),
        (
            "k1 AAECAwQFBgcICQoLDA0O",
            "test.keys:1: the secret of key 'k1' has 15 bytes, at least 16 are needed. Make one with 'openssl rand -base64 32'."
        ),
    ]

    @Test("A damaged file is refused with its line and a remedy", arguments: damaged)
    func refusals(sample: (text: String, error: String)) {
        let error = #expect(throws: KeyRingError.self) { try Samples.ring(sample.text) }
        #expect(error?.description == sample.error)
    }

    @Test("No description shows a secret")
    func secrecy() throws {
        #expect("\(try Samples.ring())" == "KeyRing(k1)")
        #expect(String(reflecting: try Samples.ring()).contains("secret") == false)
        let error = #expect(throws: KeyRingError.self) { try Samples.ring("k1 \(Samples.firstSecret)=") }
        #expect(error?.description.contains("AAEC") == false)
    }
}
