import Mail
import Testing

@testable import Signing

@Suite("Unsubscribe tokens")
struct UnsubscribeTokensTests {
    let claim = UnsubscribeClaim(
        subscriber: SubscriberID(rawValue: 4711), list: ListID(rawValue: 3), mailing: MailingID(rawValue: 12))

    static let claims: [UnsubscribeClaim] = [
        UnsubscribeClaim(subscriber: SubscriberID(rawValue: 1), list: ListID(rawValue: 1)),
        UnsubscribeClaim(
            subscriber: SubscriberID(rawValue: 1), list: ListID(rawValue: 1), mailing: MailingID(rawValue: 0)),
        UnsubscribeClaim(
            subscriber: SubscriberID(rawValue: .max), list: ListID(rawValue: .max), mailing: MailingID(rawValue: .max)),
    ]

    @Test("A token says what it was made for", arguments: claims)
    func roundTrip(claim: UnsubscribeClaim) throws {
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        #expect(try tokens.verify(try tokens.make(claim)) == claim)
    }

    // Computed apart from this code, with Python's hmac and base64; so are those of the other formats.
    @Test("The format stays: a token that was sent out years ago still verifies")
    func format() throws {
        let token = "AQJrMeckAwznNYZt6dP2G8e90bR5TUBk"
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        #expect(try tokens.make(claim) == token)
        #expect(try tokens.verify(token) == claim)
    }

    @Test("A token has only characters that a URL takes as they are")
    func alphabet() throws {
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        for id in Int64(1)...200 {
            let token = try tokens.make(
                UnsubscribeClaim(subscriber: SubscriberID(rawValue: id), list: ListID(rawValue: 1)))
            #expect(
                token.utf8.allSatisfy {
                    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8.contains($0)
                })
        }
    }

    @Test("Changing, dropping or adding any character makes it invalid")
    func everyByteCounts() throws {
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        let token = try tokens.make(claim)
        for offset in 0..<token.utf8.count {
            #expect(throws: VerificationFailure.self) { try tokens.verify(token.changing(at: offset)) }
            #expect(throws: VerificationFailure.self) { try tokens.verify(String(token.prefix(offset))) }
        }
        for extra in ["A", "AA", "AAAA", "=", " ", "\n"] {
            #expect(throws: VerificationFailure.self) { try tokens.verify(token + extra) }
        }
    }

    @Test("Every single bit of the signed bytes counts")
    func everyBitCounts() throws {
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        let bytes = try #require(Base64.decodeFromURL(try tokens.make(claim).utf8))
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            let token = String(decoding: Base64.encodeForURL(changed), as: UTF8.self)
            #expect(throws: VerificationFailure.self) { try tokens.verify(token) }
        }
    }

    @Test("Keys that have been replaced still verify; keys that are gone do not")
    func rotation() throws {
        let old = try UnsubscribeTokens(keys: Samples.ring())
        let both = try UnsubscribeTokens(keys: Samples.ring("k1 \(Samples.firstSecret)\nk2 \(Samples.secondSecret)"))
        let new = try UnsubscribeTokens(keys: Samples.ring("k2 \(Samples.secondSecret)"))
        let token = try old.make(claim)
        #expect(try both.verify(token) == claim)
        #expect(try both.make(claim) == new.make(claim))
        #expect(throws: VerificationFailure.unknownKey(.first)) { try new.verify(token) }
    }

    @Test("Another secret under the same key id does not verify")
    func stranger() throws {
        let token = try UnsubscribeTokens(keys: Samples.stranger()).make(claim)
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        #expect(throws: VerificationFailure.badSignature) { try tokens.verify(token) }
    }

    @Test("A return address's signature is no good for unsubscribing, nor is the bare secret's")
    func purposes() throws {
        let ring = try Samples.ring()
        let tokens = try UnsubscribeTokens(keys: ring)
        let numbers: [Int64] = [4711, 3, 12]
        let (payload, code) = try PurposeSigner(keys: ring, purpose: .returnAddress).sign(numbers)
        let bare = try KeyedMAC(key: ring.keys[0].secret).code(for: payload).prefix(16)
        for code in [code, Array(bare)] {
            let token = String(decoding: Base64.encodeForURL(payload + code), as: UTF8.self)
            #expect(throws: VerificationFailure.badSignature) { try tokens.verify(token) }
        }
    }

    @Test(
        "What is no token at all is malformed",
        arguments: ["", "x", "unsubscribe", "AQJrMQ", "../../etc/passwd", "ä", "\0"])
    func malformed(text: String) throws {
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        #expect(throws: VerificationFailure.malformed) { try tokens.verify(text) }
    }

    @Test(
        "A signed payload with too few or too many numbers is malformed",
        arguments: [[], [1], [1, 2, 3, 4]] as [[Int64]])
    func wrongCount(numbers: [Int64]) throws {
        let ring = try Samples.ring()
        let (payload, code) = try PurposeSigner(keys: ring, purpose: .unsubscribe).sign(numbers)
        let token = String(decoding: Base64.encodeForURL(payload + code), as: UTF8.self)
        #expect(throws: VerificationFailure.malformed) { try UnsubscribeTokens(keys: ring).verify(token) }
    }

    @Test("Many threads may use one signer")
    func concurrency() async throws {
        let tokens = try UnsubscribeTokens(keys: Samples.ring())
        let expected = try tokens.make(claim)
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { try (0..<500).allSatisfy { _ in try tokens.make(claim) == expected } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: true, count: 8))
    }
}
