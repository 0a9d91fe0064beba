import Foundation
import Synchronization

/// What a scripted peer says to logins: each mechanism takes an answer of its own, or refuses in words of its own.
final class LoginServer: Sendable {
    struct Attempt: Hashable, CustomStringConvertible {
        let mechanism: String
        /// What the client proved itself with, decoded.
        let answer: String
        var description: String { "\(mechanism) \(answer)" }
    }

    private struct State {
        /// By connection: the mechanism under way, and what was said so far.
        var underWay: [Int: (mechanism: String, answers: [String])] = [:]
        var attempts: [Attempt] = []
    }

    /// Answers to a whole exchange; nil is `235`.
    private let judge: @Sendable (Attempt) -> ScriptedPeer.Reaction?
    private let state = Mutex(State())

    init(_ judge: @escaping @Sendable (Attempt) -> ScriptedPeer.Reaction?) { self.judge = judge }

    var attempts: [Attempt] { state.withLock { $0.attempts } }
    /// The mechanisms of the attempts, in their order.
    var mechanisms: [String] { attempts.map(\.mechanism) }

    func react(_ situation: ScriptedPeer.Situation) -> ScriptedPeer.Reaction? {
        switch situation.step {
        case .auth:
            let words = situation.line.split(separator: " ").map(String.init)
            state.withLock { $0.underWay[situation.connection] = (words[1], []) }
            return .say("334 \(Self.challenges(words[1])[0])")
        case .other: return take(situation)
        default: return nil
        }
    }

    private func take(_ situation: ScriptedPeer.Situation) -> ScriptedPeer.Reaction? {
        let answer = Data(base64Encoded: situation.line).map { String(decoding: $0, as: UTF8.self) } ?? "?"
        let attempt: Attempt? = state.withLock { state in
            guard var exchange = state.underWay[situation.connection] else { return nil }
            exchange.answers.append(answer)
            state.underWay[situation.connection] = exchange
            guard exchange.answers.count == Self.challenges(exchange.mechanism).count else { return nil }
            state.underWay[situation.connection] = nil
            let attempt = Attempt(
                mechanism: exchange.mechanism, answer: exchange.answers.joined(separator: "\u{0}"))
            state.attempts.append(attempt)
            return attempt
        }
        if let attempt { return judge(attempt) ?? .say("235 2.7.0 welcome") }
        guard let exchange = state.withLock({ $0.underWay[situation.connection] }) else { return nil }
        return .say("334 \(Self.challenges(exchange.mechanism)[exchange.answers.count])")
    }

    private static func challenges(_ mechanism: String) -> [String] {
        switch mechanism {
        case "LOGIN": ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"]
        case "CRAM-MD5": [Data("<17.4@peer.test>".utf8).base64EncodedString()]
        default: [""]
        }
    }
}
