/// Why a text is no token that we made.
package enum VerificationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not have the form: cut short, changed in transit, or something else altogether.
    case malformed
    /// It names a key that is not in the ring.
    case unknownKey(KeyID)
    /// The signature does not fit: forged, changed, or made for another purpose.
    case badSignature

    package var description: String {
        switch self {
        case .malformed: "it does not have the form of one of ours"
        case .unknownKey(let id): "it is signed with key '\(id)', which is not in the key file"
        case .badSignature: "its signature does not fit"
        }
    }
}
