import Foundation
import Mail
import Synchronization
import Testing

@testable import SMTP

/// Logging in, at servers where not everything works that they offer.
@Suite struct LoginTests {
    private static let user = "news@example.org"
    private static let plain = "\0news@example.org\0secret"
    private static let login = "news@example.org\0secret"
    private static let no = ScriptedPeer.Reaction.say("535 5.7.8 no such login")

    /// A password command that answers one after the other, and then always the last.
    private final class Answers: Sendable {
        private let left: Mutex<[String]>
        private let asked = Mutex<[String?]>([])
        init(_ answers: [String]) { left = Mutex(answers) }
        var refusals: [String?] { asked.withLock { $0 } }
        func next(_ refused: String?) -> String {
            asked.withLock { $0.append(refused) }
            return left.withLock { $0.count > 1 && refused != nil ? $0.remove(at: 1) : $0[0] }
        }
    }

    private func credentials(_ mechanism: AuthMechanism? = nil, _ password: String = "secret") -> Credentials {
        Credentials(user: Self.user, mechanism: mechanism) { _ in password }
    }

    private func failure(_ body: () throws -> CurlSession) throws -> ConnectionFailure {
        do { _ = try body() } catch let error as ConnectionFailure { return error }
        Issue.record("a session was opened")
        throw CancellationError()
    }

    private func with<Value>(
        _ offered: String, _ server: LoginServer, _ work: (ScriptedPeer) throws -> Value
    ) throws -> Value {
        try withPeer(["AUTH \(offered)"], script: { server.react($0) }, work)
    }

    // MARK: One after the other

    struct Refusal: CustomStringConvertible, Sendable {
        let description: String
        let reaction: ScriptedPeer.Reaction
    }

    private static let refusals = [
        Refusal(description: "535", reaction: no),
        Refusal(description: "504", reaction: .say("504 5.5.4 unrecognized authentication type")),
        Refusal(description: "534", reaction: .say("534 5.7.9 mechanism is too weak")),
        Refusal(description: "454", reaction: .say("454 4.7.0 temporary authentication failure")),
        Refusal(description: "a closed connection", reaction: .close),
    ]

    @Test(arguments: refusals) func theNextMechanismIsTried(_ refusal: Refusal) throws {
        let server = LoginServer { $0.mechanism == "LOGIN" ? nil : refusal.reaction }
        try with("CRAM-MD5 PLAIN LOGIN", server) { peer in
            let settings = RelaySettings.local(peer.port) { $0.credentials = credentials() }
            let book = LoginBook()
            _ = try CurlSession.open(settings, book: book)
            #expect(server.mechanisms == ["CRAM-MD5", "PLAIN", "LOGIN"])
            #expect(server.attempts.last?.answer == Self.login && peer.connections == 3)

            // What has worked is known.
            _ = try CurlSession.open(settings, book: book)
            #expect(server.mechanisms.dropFirst(3) == ["LOGIN"] && peer.connections == 4)
        }
    }

    /// It is the transport that knows: all its sessions begin with what has worked.
    @Test func aTransportLearnsTheMechanismOnce() throws {
        let server = LoginServer { $0.mechanism == "LOGIN" ? nil : Self.no }
        try with("PLAIN LOGIN", server) { peer in
            let settings = RelaySettings.local(peer.port) {
                $0.credentials = credentials()
                $0.messagesPerConnection = 1
            }
            let books = try send(try (1...5).map { try message($0) }, settings)
            #expect(books.results.allSatisfy { OutcomeKind($0.outcome) == .accepted } && books.failures.isEmpty)
            #expect(server.mechanisms == ["PLAIN", "LOGIN", "LOGIN", "LOGIN", "LOGIN", "LOGIN"])
        }
    }

    @Test func whatHasWorkedAndWorksNoLongerIsForgotten() throws {
        let book = LoginBook()
        book.note(.login)
        let server = LoginServer { $0.mechanism == "PLAIN" ? nil : Self.no }
        for offered in ["PLAIN LOGIN", "PLAIN"] {
            try with(offered, server) { peer in
                book.note(.login)
                _ = try CurlSession.open(.local(peer.port) { $0.credentials = credentials() }, book: book)
                #expect(book.mechanism == .plain)
            }
        }
        #expect(server.mechanisms == ["LOGIN", "PLAIN", "PLAIN"])
    }

    @Test func aRefusalOfAllNamesEach() throws {
        let server = LoginServer {
            $0.mechanism == "PLAIN" ? .say("504 5.5.4 unknown") : .say("535 5.7.8 bad password")
        }
        try with("LOGIN PLAIN CRAM-MD5", server) { peer in
            let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials() }) }
            #expect(failure.kind == .authentication(SMTPReply(535, "5.7.8 bad password")) && failure.needsOperator)
            #expect(
                failure.detail
                    == "the server said: 535 5.7.8 bad password; that was to AUTH CRAM-MD5, it answered AUTH PLAIN with "
                    + "504 5.5.4 unknown, AUTH LOGIN with the same")
            #expect(peer.connections == 3 && !failure.description.contains("secret"))
        }
    }

    /// What passes by itself is tried again later, though another mechanism was refused for good.
    @Test func aTemporaryRefusalStaysTemporary() throws {
        let server = LoginServer {
            $0.mechanism == "PLAIN" ? .say("454 4.7.0 later") : .say("504 5.5.4 unknown")
        }
        try with("PLAIN LOGIN", server) { peer in
            let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials() }) }
            #expect(failure.kind == .authentication(SMTPReply(454, "4.7.0 later")) && !failure.needsOperator)
        }
    }

    // MARK: Which ones

    @Test(arguments: [
        ("CRAM-MD5 LOGIN PLAIN", false, "CRAM-MD5"), ("LOGIN PLAIN DIGEST-MD5", false, "PLAIN"),
        ("NTLM GSSAPI EXTERNAL LOGIN", false, "LOGIN"), ("CRAM-MD5 DIGEST-MD5", true, "CRAM-MD5"),
        ("CRAM-MD5 PLAIN", true, "PLAIN"), ("CRAM-MD5 LOGIN DIGEST-MD5", true, "LOGIN"), ("CRAM-MD5", true, "CRAM-MD5"),
        ("XOAUTH2 OAUTHBEARER LOGIN", true, "LOGIN"),
    ])
    func theTourBeginsWithTheBest(_ offered: String, _ isEncrypted: Bool, _ first: String) {
        var tour = LoginTour(choice: nil, isEncrypted: isEncrypted)
        let names = offered.split(separator: " ").map(String.init)
        // libcurl's own order, among what it may choose from.
        let order: [AuthMechanism] = [.scramSHA256, .scramSHA1, .cramMD5, .plain, .login]
        var chosen = order.first { tour.current.contains($0) && names.contains($0.rawValue) }
        if chosen == nil, tour.advance(after: nil, offered: names) { chosen = tour.current.first }
        #expect(chosen?.rawValue == first)
    }

    @Test(arguments: ["GSSAPI", "NTLM GSSAPI", "DIGEST-MD5", "EXTERNAL", "X-SECRET"])
    func aServerThatOffersOnlyWhatIsNotSpokenSaysSo(_ offered: String) throws {
        let server = LoginServer { _ in nil }
        try with(offered, server) { peer in
            let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials() }) }
            #expect(failure.kind == .authentication(nil) && failure.needsOperator)
            #expect(
                failure.detail.contains("offers AUTH \(offered) only, and mailer speaks PLAIN, LOGIN"), "\(failure)")
            #expect(failure.detail.contains("libcurl "))
            #expect(peer.connections == 1 && peer.linesRead(1).allSatisfy { !$0.hasPrefix("AUTH") })
        }
    }

    @Test func aServerThatTakesTokensOnlySaysWhatToSet() throws {
        let server = LoginServer { _ in nil }
        try with("XOAUTH2 NTLM", server) { peer in
            let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials() }) }
            #expect(failure.kind == .authentication(nil))
            #expect(
                failure.detail.contains("auth: xoauth2") && failure.detail.contains("password_command"), "\(failure)")
        }
    }

    /// As Microsoft does since it turned passwords off.
    @Test func aRefusedPasswordBesideTokensNamesThem() throws {
        let server = LoginServer { _ in
            .say("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.")
        }
        try with("LOGIN XOAUTH2", server) { peer in
            let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials() }) }
            #expect(failure.detail.contains("basic authentication is disabled"))
            #expect(
                failure.detail.hasSuffix("It also offers XOAUTH2: where passwords are turned off, set 'auth: xoauth2'"))
            #expect(server.mechanisms == ["LOGIN"])
        }
    }

    @Test(arguments: [AuthMechanism.plain, .login, .cramMD5, .xoauth2, .oauthBearer])
    func theChosenOneAloneIsUsed(_ mechanism: AuthMechanism) throws {
        for refuses in [false, true] {
            let server = LoginServer { _ in refuses ? Self.no : nil }
            try with("LOGIN PLAIN CRAM-MD5 XOAUTH2 OAUTHBEARER", server) { peer in
                let settings = RelaySettings.local(peer.port) { $0.credentials = credentials(mechanism) }
                if refuses {
                    let failure = try failure { try CurlSession.open(settings) }
                    #expect(failure.kind == .authentication(SMTPReply(535, "5.7.8 no such login")), "\(failure)")
                } else {
                    _ = try CurlSession.open(settings)
                }
            }
            #expect(server.mechanisms == [mechanism.rawValue])
        }
    }

    @Test func aChosenOneThatIsNotOfferedSaysWhatIs() throws {
        let server = LoginServer { _ in nil }
        try with("PLAIN LOGIN", server) { peer in
            let failure = try failure {
                try CurlSession.open(.local(peer.port) { $0.credentials = credentials(.xoauth2) })
            }
            #expect(failure.kind == .authentication(nil))
            #expect(
                failure.detail.contains("'auth' of the relay is xoauth2, and the server offers AUTH PLAIN LOGIN only"))
            #expect(server.attempts.isEmpty && peer.connections == 1)
        }
    }

    @Test func eachMechanismProvesWhatItShould() throws {
        let server = LoginServer { _ in nil }
        for mechanism in [AuthMechanism.plain, .login, .cramMD5, .xoauth2, .oauthBearer] {
            try with(mechanism.rawValue, server) { peer in
                _ = try CurlSession.open(.local(peer.port) { $0.credentials = credentials(mechanism) })
            }
        }
        let digest = server.attempts[2].answer
        #expect(server.attempts.map(\.answer).prefix(2) == [Self.plain, Self.login])
        // RFC 2195: HMAC-MD5 of the challenge with the password as its key, computed by Python's hmac.
        #expect(digest == "news@example.org ac3edd2dccf7b88a91a95a41daa9a8b6", "\(digest)")
        #expect(server.attempts[3].answer == "user=news@example.org\u{1}auth=Bearer secret\u{1}\u{1}")
        #expect(server.attempts[4].answer.contains("auth=Bearer secret\u{1}\u{1}"))
        #expect(server.attempts[4].answer.hasPrefix("n,a=news@example.org,\u{1}"))
    }

    // MARK: Tokens

    @Test func aRefusedTokenIsAskedForAnewOnce() throws {
        let answers = Answers(["old", "new"])
        let server = LoginServer {
            $0.answer.contains("Bearer new") ? nil : .say("535 5.7.3 Authentication unsuccessful")
        }
        try with("XOAUTH2", server) { peer in
            let credentials = Credentials(user: Self.user, mechanism: .xoauth2) { answers.next($0) }
            _ = try CurlSession.open(.local(peer.port) { $0.credentials = credentials })
            #expect(server.attempts.count == 2 && answers.refusals == [nil, "old"])
        }
    }

    @Test func aTokenThatIsRefusedAgainEndsIt() throws {
        for tokens in [["one"], ["one", "two", "three", "four"]] {
            let answers = Answers(tokens)
            let server = LoginServer { _ in .say("535 5.7.3 Authentication unsuccessful") }
            try with("XOAUTH2", server) { peer in
                let credentials = Credentials(user: Self.user, mechanism: .xoauth2) { answers.next($0) }
                let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials }) }
                #expect(failure.kind == .authentication(SMTPReply(535, "5.7.3 Authentication unsuccessful")))
                #expect(server.attempts.count == min(tokens.count, 2))
                #expect(tokens.allSatisfy { !failure.description.contains($0) })
            }
        }
    }

    /// What passes by itself says nothing about the token.
    @Test func aTemporaryRefusalAsksForNothing() throws {
        let answers = Answers(["old", "new"])
        let server = LoginServer { _ in .say("454 4.7.0 Temporary authentication failure") }
        try with("XOAUTH2", server) { peer in
            let credentials = Credentials(user: Self.user, mechanism: .xoauth2) { answers.next($0) }
            let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials }) }
            #expect(!failure.needsOperator && answers.refusals == [nil] && server.attempts.count == 1)
        }
    }

    /// Google's way: the reason is another challenge, in JSON.
    @Test(arguments: [AuthMechanism.xoauth2, .oauthBearer])
    func theReasonForRefusingATokenIsReadable(_ mechanism: AuthMechanism) throws {
        let json = #"{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}"#
        let challenge = Data(json.utf8).base64EncodedString()
        let server = LoginServer { $0.answer == "\u{1}" ? Self.no : .say("334 \(challenge)") }
        try with(mechanism.rawValue, server) { peer in
            let failure = try failure {
                try CurlSession.open(.local(peer.port) { $0.credentials = credentials(mechanism) })
            }
            guard case .authentication = failure.kind else { Issue.record("\(failure)"); return }
            #expect(failure.detail.contains(json) && failure.needsOperator, "\(failure)")
        }
    }

    @Test(arguments: [true, false]) func withoutAPasswordNoConnectionIsMade(_ isTemporary: Bool) throws {
        let server = LoginServer { _ in nil }
        try with("PLAIN", server) { peer in
            let credentials = Credentials(user: Self.user) { _ throws(PasswordFailure) in
                throw PasswordFailure("the command failed", isTemporary: isTemporary)
            }
            let failure = try failure { try CurlSession.open(.local(peer.port) { $0.credentials = credentials }) }
            #expect(failure.needsOperator == !isTemporary && failure.detail == "the command failed")
            #expect(failure.kind == (isTemporary ? .cannotConnect : .authentication(nil)) && peer.connections == 0)
        }
    }
}
