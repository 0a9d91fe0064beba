import Foundation
import Mail

/// What a password command has said, and for how long it is good.
package struct PasswordCache: Sendable {
    /// A token that does not say when it expires is asked for again after so long: whoever prints it knows whether it has to
    /// be renewed.
    static let tokenTime = Duration.seconds(300)
    /// So long before its end a token counts as expired, since a login takes its time.
    static let margin = Duration.seconds(60)
    /// Sessions that are opened together are refused together: one question is enough.
    static let confirmationTime = Duration.seconds(10)

    private let isToken: Bool
    private var value: String?
    private var askedAt: Timestamp?
    /// When it was asked for because of a refusal, and was still the same.
    private var confirmedAt: Timestamp?

    package init(isToken: Bool) { self.isToken = isToken }

    /// What is known and good; nil: to be asked for.
    ///
    /// - Parameter refused: what a relay has just refused.
    package func password(refused: String?, at now: Timestamp) -> String? {
        guard let value, let askedAt else { return nil }
        if let refused, refused == value {
            return confirmedAt.map { now.since($0) < Self.confirmationTime } == true ? value : nil
        }
        guard isToken else { return value }
        if let expiry = Self.expiry(of: value) { return now.adding(Self.margin) < expiry ? value : nil }
        return now.since(askedAt) < Self.tokenTime ? value : nil
    }

    package mutating func note(_ answer: String, refused: String?, at now: Timestamp) {
        confirmedAt = refused == answer ? now : nil
        value = answer
        askedAt = now
    }

    /// The end of a token that is a JSON Web Token (RFC 7519 §4.1.4), as Microsoft's are; nil for one that does not say.
    static func expiry(of token: String) -> Timestamp? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var payload = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        payload += String(repeating: "=", count: (4 - payload.count % 4) % 4)
        guard let data = Data(base64Encoded: payload),
            let claims = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any],
            let seconds = claims["exp"] as? Double, (0..<1e11).contains(seconds)
        else { return nil }
        return Timestamp(milliseconds: Int64(seconds * 1000))
    }
}
