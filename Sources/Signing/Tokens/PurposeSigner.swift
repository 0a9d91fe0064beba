/// Signs short payloads for one purpose: HMAC-SHA-256 cut to 16 bytes.
///
/// Each purpose has keys of its own, derived from the ring's, so that a token made for one never
/// verifies for another.
struct PurposeSigner: Sendable {
    /// Part of what is signed: changing a text makes every token of that purpose invalid.
    enum Purpose: String {
        case unsubscribe = "mailer unsubscribe 1"
        case returnAddress = "mailer return address 1"
    }

    static let codeLength = 16

    let currentKey: KeyID
    private let currentCode: KeyedMAC
    private let codes: [KeyID: KeyedMAC]

    init(keys: KeyRing, purpose: Purpose) throws(CryptoFailure) {
        var codes: [KeyID: KeyedMAC] = [:]
        for key in keys.keys {
            codes[key.id] = try KeyedMAC(key: try KeyedMAC(key: key.secret).code(for: Array(purpose.rawValue.utf8)))
        }
        guard let current = codes[keys.current] else { throw CryptoFailure("find the current key") }
        self.currentKey = keys.current
        self.currentCode = current
        self.codes = codes
    }

    /// The payload's bytes and their code, for the current key.
    func sign(_ numbers: [Int64]) throws(CryptoFailure) -> (payload: [UInt8], code: [UInt8]) {
        let payload = TokenPayload(key: currentKey, numbers: numbers).bytes
        let code = try currentCode.code(for: payload)
        return (payload, Array(code.prefix(Self.codeLength)))
    }

    /// The numbers that were signed.
    func verify(payload: ArraySlice<UInt8>, code: ArraySlice<UInt8>) throws(VerificationFailure) -> [Int64] {
        guard code.count == Self.codeLength, let content = TokenPayload(payload) else { throw .malformed }
        guard let key = codes[content.key] else { throw .unknownKey(content.key) }
        let expected: [UInt8]
        // Without an expected code nothing can be trusted.
        do { expected = try key.code(for: Array(payload)) } catch { throw .badSignature }
        guard KeyedMAC.areEqual(expected.prefix(Self.codeLength), code) else { throw .badSignature }
        return content.numbers
    }
}
