import Foundation
import Mail
import Testing

@testable import SMTP

@Suite struct PasswordCacheTests {
    private let start = Timestamp(milliseconds: 1_800_000_000_000)

    private func cache(_ answer: String, isToken: Bool, refused: String? = nil) -> PasswordCache {
        var cache = PasswordCache(isToken: isToken)
        cache.note(answer, refused: refused, at: start)
        return cache
    }

    /// A JSON Web Token with these claims; its signature is nobody's business here.
    private static func token(_ claims: String) -> String {
        let payload = Data(claims.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return "eyJhbGciOiJSUzI1NiJ9.\(payload.replacing("=", with: "")).c2lnbmF0dXJl"
    }

    @Test func nothingIsKnownBeforeItWasAskedFor() {
        #expect(PasswordCache(isToken: false).password(refused: nil, at: start) == nil)
        #expect(PasswordCache(isToken: true).password(refused: "x", at: start) == nil)
    }

    @Test func aPasswordIsGoodUntilItIsRefused() {
        let cache = cache("secret", isToken: false)
        #expect(cache.password(refused: nil, at: start.adding(.seconds(86_400))) == "secret")
        #expect(cache.password(refused: "secret", at: start.adding(.seconds(1))) == nil)
        // Another session was refused with the last one: this one is newer.
        #expect(cache.password(refused: "old", at: start.adding(.seconds(1))) == "secret")
    }

    /// Eight sessions that are refused together ask once.
    @Test func whatWasAskedForAnewAndIsTheSameIsNotAskedForAtOnce() {
        let cache = cache("secret", isToken: false, refused: "secret")
        #expect(cache.password(refused: "secret", at: start.adding(.seconds(9))) == "secret")
        #expect(cache.password(refused: "secret", at: start.adding(.seconds(11))) == nil)
    }

    @Test func aTokenWithoutAnEndIsAskedForAfterFiveMinutes() {
        for token in [
            "ya29.opaque", "a.b.c", "a..c", Self.token("{}"), Self.token(#"{"exp":"soon"}"#), Self.token("[1]"),
        ] {
            let cache = cache(token, isToken: true)
            #expect(cache.password(refused: nil, at: start.adding(.seconds(299))) == token)
            #expect(cache.password(refused: nil, at: start.adding(.seconds(300))) == nil)
        }
    }

    @Test(arguments: [3_600, 3_601, 3_602, 86_400]) func aTokenThatSaysItsEndIsGoodUntilShortlyBefore(_ seconds: Int) {
        let end = start.adding(.seconds(seconds))
        let token = Self.token(#"{"aud":"https://outlook.office.com?>","exp":\#(end.milliseconds / 1000)}"#)
        #expect(PasswordCache.expiry(of: token) == end)
        let cache = cache(token, isToken: true)
        #expect(cache.password(refused: nil, at: end.adding(.seconds(-61))) == token)
        #expect(cache.password(refused: nil, at: end.adding(.seconds(-59))) == nil)
        #expect(cache.password(refused: token, at: start) == nil)
    }

    /// Only tokens are looked into.
    @Test func aPasswordThatLooksLikeATokenStaysAPassword() {
        let token = Self.token(#"{"exp":1}"#)
        #expect(cache(token, isToken: false).password(refused: nil, at: start.adding(.seconds(1_000))) == token)
    }
}
