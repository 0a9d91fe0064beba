import Foundation
import Mail
import Testing

@testable import SMTP

/// Opening a session in clear, against a peer that misbehaves.
@Suite struct CurlSessionTests {
    private func failure(_ settings: RelaySettings) throws -> ConnectionFailure {
        do {
            _ = try CurlSession.open(settings)
        } catch {
            return error
        }
        Issue.record("a session was opened")
        throw CancellationError()
    }

    private func failure(
        _ extensions: [String] = ["PIPELINING"], _ change: (inout RelaySettings) -> Void = { _ in },
        tls: TLSPolicy = .off, script: @escaping ScriptedPeer.Script
    ) throws -> ConnectionFailure {
        try withPeer(extensions, script: script) { try failure(.local($0.port, tls: tls, change)) }
    }

    @Test func readsWhatTheRelayOffers() throws {
        try withPeer(["PIPELINING", "SIZE 5000", "SMTPUTF8"]) { peer in
            let capabilities = try RelayProbe.capabilities(of: .local(peer.port))
            #expect(capabilities.hasPipelining && capabilities.hasSMTPUTF8 && capabilities.sizeLimit == 5000)
            #expect(peer.linesRead(1) == ["EHLO client.test"])
        }
    }

    @Test func aClosedPortIsNoConnection() throws {
        let (socket, port) = try PeerSocket.listening()
        socket.shutDown()
        let failure = try failure(.local(port))
        #expect(failure.kind == .cannotConnect && failure.stage == .connect)
        #expect(!failure.needsOperator)
    }

    @Test func anUnknownHostIsNoConnection() throws {
        var settings = RelaySettings(relay: RelayName(host: "nowhere.invalid", port: 25), tls: .off)
        settings.timeouts.connect = .seconds(5)
        let failure = try failure(settings)
        #expect(failure.kind == .cannotConnect && failure.stage == .connect)
    }

    @Test(arguments: [(554, "554 5.7.1 no service for you"), (421, "421 4.3.2 too busy")])
    func aRefusingGreetingIsQuoted(_ code: Int, _ text: String) throws {
        let failure = try failure { $0.step == .greeting ? .sayAndClose(text) : nil }
        #expect(failure.kind == .rejected(SMTPReply(code, String(text.dropFirst(4)))))
        #expect(failure.stage == .greeting)
        #expect(failure.description.contains(text))
    }

    @Test func aRefusedEHLOIsQuoted() throws {
        let failure = try failure { $0.step == .ehlo ? .say("550 5.5.0 who are you") : nil }
        #expect(failure.kind == .rejected(SMTPReply(550, "5.5.0 who are you")))
        #expect(failure.stage == .hello)
    }

    @Test(arguments: [ScriptedPeer.Step.greeting, .ehlo])
    func aDroppedConnectionIsLost(_ step: ScriptedPeer.Step) throws {
        let failure = try failure { $0.step == step ? .close : nil }
        #expect(["lost", "protocolViolation"].contains(failure.kind.name), "\(failure)")
        #expect(!failure.needsOperator)
    }

    @Test func aServerThatSpeaksSomethingElseBreaksTheProtocol() throws {
        let failure = try failure { $0.step == .greeting ? .sayAndClose("SSH-2.0-OpenSSH_9.2") : nil }
        #expect(["lost", "protocolViolation", "cannotConnect"].contains(failure.kind.name), "\(failure)")
    }

    @Test(arguments: [(ScriptedPeer.Step.greeting, DialogueStage.greeting), (.ehlo, .hello), (.auth, .authentication)])
    func aSilentServerTimesOut(_ step: ScriptedPeer.Step, _ stage: DialogueStage) throws {
        let failure = try failure(
            ["AUTH PLAIN"],
            {
                $0.timeouts.setup = .milliseconds(200)
                $0.credentials = Self.login
            }
        ) { $0.step == step ? .hang : nil }
        #expect(failure.kind == .lost(nil) && failure.stage == stage, "\(failure)")
        #expect(failure.detail == "timed out: no session within 0.2 seconds")
        #expect(!failure.needsOperator)
    }

    /// The time to connect is over when the greeting comes, and long over when EHLO is answered.
    @Test func aSlowGreetingIsWaitedForWhenTheConnectionStands() throws {
        let script: ScriptedPeer.Script = {
            if [.greeting, .ehlo].contains($0.step) { Thread.sleep(forTimeInterval: 1.2) }
            return nil
        }
        try withPeer(script: script) { peer in
            let capabilities = try RelayProbe.capabilities(
                of: .local(peer.port) { $0.timeouts.connect = .milliseconds(100) })
            #expect(capabilities.hasPipelining)
        }
    }

    @Test func aServerThatTakesNoConnectionIsNotWaitedForAsLongAsAGreeting() throws {
        let (listener, port) = try PeerSocket.listening(backlog: 0)
        let waiting = try PeerSocket.fillingQueue(of: port)
        try withExtendedLifetime((listener, waiting)) {
            let settings = RelaySettings.local(port) {
                $0.timeouts.connect = .milliseconds(100)
                $0.timeouts.setup = .seconds(20)
            }
            let failure = try failure(settings)
            #expect(failure.kind == .cannotConnect && failure.stage == .connect, "\(failure)")
            // "after 100 ms", in whichever words; not after 20,000.
            let waited = failure.detail.firstMatch(of: /after (\d+) m/).flatMap { Int($0.1) }
            #expect(try #require(waited, "\(failure)") < 20_000)
        }
    }

    @Test func requiredTLSThatIsNotOfferedIsNoSession() throws {
        let failure = try failure(tls: .required) { _ in nil }
        #expect(failure.kind == .tls && failure.stage == .startTLS && failure.needsOperator)
    }

    @Test func offeredTLSThatIsNotOfferedIsDoneWithout() throws {
        try withPeer { peer in
            let session = try CurlSession.open(.local(peer.port, tls: .offered))
            #expect(!session.isEncrypted)
        }
    }

    @Test func refusedSTARTTLSIsQuoted() throws {
        let failure = try failure(["STARTTLS"], tls: .required) {
            $0.step == .startTLS ? .say("454 4.7.0 not now") : nil
        }
        #expect(failure.kind == .rejected(SMTPReply(454, "4.7.0 not now")))
        #expect(failure.stage == .startTLS)
    }

    /// Whoever sits between us and the relay can add to what is said in clear, and none of it may count once the session
    /// is encrypted (CVE-2021-22947).
    @Test(
        arguments: [
            "250 2.0.0 ok", "250-peer.test\r\n250 AUTH PLAIN",
            "250-peer.test\r\n250-PIPELINING\r\n250 SIZE 1\r\n235 ok",
            "235 2.7.0 welcome", "220 go on", "554 5.7.1 no", "250-and more",
        ], [TLSPolicy.required, .offered])
    func whatIsSaidBehindThe220ToSTARTTLSIsNoReply(_ injected: String, _ tls: TLSPolicy) throws {
        let script: ScriptedPeer.Script = { $0.step == .startTLS ? .say("220 go on\r\n\(injected)") : nil }
        try withPeer(["STARTTLS", "PIPELINING"], script: script) { peer in
            let failure = try failure(.local(peer.port, tls: tls) { $0.credentials = Self.login })
            #expect(failure.kind == .protocolViolation && failure.stage == .startTLS, "\(failure)")
            #expect(failure.detail.contains("behind its 220 to STARTTLS"), "\(failure)")
            // Nothing more was said to it: no handshake, no EHLO, no password.
            #expect(peer.linesRead(1) == ["EHLO client.test", "STARTTLS"])
        }
    }

    private static let login = Credentials(user: "news", password: "pass word\u{2028}ü")

    @Test func credentialsWithoutAnOfferOfAUTHAreAnError() throws {
        let failure = try failure(["PIPELINING"], { $0.credentials = Self.login }) { _ in nil }
        #expect(failure.kind == .authentication(nil))
        #expect(failure.needsOperator)
    }

    @Test(arguments: [("535 5.7.8 bad credentials", true), ("454 4.7.0 temporary failure", false)])
    func refusedAUTHIsQuoted(_ text: String, _ needsOperator: Bool) throws {
        let failure = try failure(["AUTH PLAIN"], { $0.credentials = Self.login }) { situation in
            situation.step == .auth || situation.step == .other ? .say(text) : nil
        }
        #expect(failure.kind == .authentication(SMTPReply(Int(text.prefix(3)) ?? 0, String(text.dropFirst(4)))))
        #expect(failure.stage == .authentication && failure.needsOperator == needsOperator)
        #expect(!failure.description.contains("pass word"))
    }

    @Test func anUnknownMechanismIsAnError() throws {
        let failure = try failure(["AUTH X-SECRET"], { $0.credentials = Self.login }) { _ in nil }
        #expect(failure.kind == .authentication(nil))
    }

    @Test func logsInWithPLAIN() throws {
        try withPeer(
            ["AUTH PLAIN"], script: { $0.step == .auth ? .say("334 ") : $0.step == .other ? .say("235 ok") : nil }
        ) { peer in
            _ = try CurlSession.open(.local(peer.port) { $0.credentials = Self.login })
            let sent = peer.linesRead(1)
            #expect(sent.count == 3 && sent[1] == "AUTH PLAIN")
            #expect(sent[2] == "AG5ld3MAcGFzcyB3b3Jk4oCow7w=")
        }
    }
}
