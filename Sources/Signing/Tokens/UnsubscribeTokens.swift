import Mail

/// Who leaves which list, and which mailing the link was in.
package struct UnsubscribeClaim: Hashable, Sendable {
    package let subscriber: SubscriberID
    package let list: ListID
    package let mailing: MailingID?

    package init(subscriber: SubscriberID, list: ListID, mailing: MailingID? = nil) {
        self.subscriber = subscriber
        self.list = list
        self.mailing = mailing
    }
}

/// Makes and checks the tokens of unsubscribe links.
///
/// A token is opaque, fit for a URL's path (base64url without padding, about 32 characters), holds no
/// address, and never expires: the link in a mail from years ago must work (RFC 8058 §3.1).
///
///     base64url( payload of TokenPayload ‖ 16 bytes of HMAC-SHA-256 )
package struct UnsubscribeTokens: Sendable {
    private let signer: PurposeSigner

    package init(keys: KeyRing) throws(CryptoFailure) {
        self.signer = try PurposeSigner(keys: keys, purpose: .unsubscribe)
    }

    package func make(_ claim: UnsubscribeClaim) throws(CryptoFailure) -> String {
        var numbers = [claim.subscriber.rawValue, claim.list.rawValue]
        if let mailing = claim.mailing { numbers.append(mailing.rawValue) }
        let (payload, code) = try signer.sign(numbers)
        return String(decoding: Base64.encodeForURL(payload + code), as: UTF8.self)
    }

    package func verify(_ token: String) throws(VerificationFailure) -> UnsubscribeClaim {
        guard let bytes = Base64.decodeFromURL(token.utf8), bytes.count > PurposeSigner.codeLength else {
            throw .malformed
        }
        let length = PurposeSigner.codeLength
        let numbers = try signer.verify(payload: bytes.dropLast(length), code: bytes.suffix(length))
        guard numbers.count == 2 || numbers.count == 3 else { throw .malformed }
        return UnsubscribeClaim(
            subscriber: SubscriberID(rawValue: numbers[0]), list: ListID(rawValue: numbers[1]),
            mailing: numbers.count == 3 ? MailingID(rawValue: numbers[2]) : nil)
    }
}
