import Mail
import Synchronization

/// Which ways to log in are tried, and in which order.
///
/// libcurl tries one for each connection, the strongest that it is allowed to and that the server offers. A mechanism that
/// is offered need not work: CRAM-MD5 where passwords are stored as hashes, PLAIN where only LOGIN was set up.
struct LoginTour {
    /// What libcurl may choose from now.
    private(set) var current: [AuthMechanism]
    /// Of ours, the preferred first.
    private let mechanisms: [AuthMechanism]
    private var tried: Set<AuthMechanism> = []

    /// - Parameters:
    ///   - choice: the only one; nil: all that take a password.
    ///   - known: the one that has worked before.
    init(choice: AuthMechanism?, known: AuthMechanism? = nil, isEncrypted: Bool) {
        // Where nobody can listen, those that work everywhere stand before those that hide the password.
        let hiding: [AuthMechanism] = [.scramSHA256, .scramSHA1]
        let first = hiding + (isEncrypted ? [.plain, .login] : [.cramMD5, .plain, .login])
        let all = first + (isEncrypted ? [.cramMD5] : [])
        mechanisms = choice.map { [$0] } ?? all.filter(AuthMechanism.spoken.contains)
        current = known.map { [$0] } ?? choice.map { [$0] } ?? first.filter(AuthMechanism.spoken.contains)
    }

    /// Goes on to the next one that both sides know; false: nothing is left.
    ///
    /// - Parameter failed: nil: the server offered none of the current ones.
    mutating func advance(after failed: AuthMechanism?, offered: [String]) -> Bool {
        tried.formUnion(failed.map { [$0] } ?? current)
        guard let next = mechanisms.first(where: { offered.contains($0.rawValue) && !tried.contains($0) }) else {
            return false
        }
        current = [next]
        return true
    }
}

/// The mechanism that a relay has taken: its next sessions begin with it.
final class LoginBook: Sendable {
    private let value = Mutex<AuthMechanism?>(nil)

    var mechanism: AuthMechanism? { value.withLock { $0 } }
    func note(_ mechanism: AuthMechanism?) { value.withLock { $0 = mechanism } }
}

/// Opening a session with a login: mechanism after mechanism, each on a connection of its own, and the password asked for
/// anew if the relay refuses the one that we have.
struct LoginOpening {
    let settings: RelaySettings
    let credentials: Credentials
    let book: LoginBook

    private struct Refusal {
        let mechanism: AuthMechanism?
        let failure: ConnectionFailure

        var name: String { mechanism?.rawValue ?? "?" }
        /// The server's words, without our "the server said".
        var words: String {
            if case .authentication(let reply?) = failure.kind { return "\(reply)" }
            return failure.detail.replacing("the server said: ", with: "")
        }
        var isTransient: Bool {
            switch failure.kind {
            case .authentication(let reply): reply?.isTransient == true
            default: true
            }
        }
        /// Others say that they do not know the mechanism.
        var isAboutPassword: Bool {
            if case .authentication(let reply?) = failure.kind { return reply.code == Self.badPassword }
            return false
        }
        private static let badPassword = 535
    }

    func connect(isCancelled: @escaping @Sendable () -> Bool) throws(ConnectionFailure) -> CurlHandle {
        let isEncrypted = settings.tls != .off
        var tour = LoginTour(choice: credentials.mechanism, known: book.mechanism, isEncrypted: isEncrypted)
        var password = try ask(refused: nil)
        var isAskedAnew = false
        var refusals: [Refusal] = []
        while true {
            let login = Login(user: credentials.user, password: password, mechanisms: tour.current)
            do throws(SessionOpening.Failure) {
                let handle = try SessionOpening(settings: settings, login: login).connect(isCancelled: isCancelled)
                book.note(handle.transcript.mechanism)
                return handle
            } catch {
                guard error.isAboutLogin, !isCancelled() else { throw error.failure }
                refusals.append(Refusal(mechanism: error.mechanism, failure: error.failure))
                if error.isRefused, !isAskedAnew {
                    isAskedAnew = true
                    let other = try ask(refused: password)
                    if other != password {
                        password = other
                        refusals.removeLast()
                        continue
                    }
                }
                if tour.advance(after: error.mechanism, offered: error.offered) { continue }
                book.note(nil)
                throw summary(refusals, offered: error.offered)
            }
        }
    }

    private func ask(refused: String?) throws(ConnectionFailure) -> String {
        do {
            return try credentials.password(refused)
        } catch {
            // What passes by itself is like a relay that cannot be reached: the run tries again a few times.
            throw failure(error.isTemporary ? .cannotConnect : .authentication(nil), error.reason)
        }
    }

    private func summary(_ refusals: [Refusal], offered: [String]) -> ConnectionFailure {
        let tried = refusals.filter { $0.mechanism != nil }
        guard let first = tried.first(where: \.isTransient) ?? tried.first(where: \.isAboutPassword) ?? tried.first
        else {
            return offered.isEmpty
                ? refusals[0].failure
                : failure(.authentication(nil), Self.nothingInCommon(offered, credentials.mechanism))
        }
        var detail = first.failure.detail
        let others = tried.filter { $0.mechanism != first.mechanism }
        if !others.isEmpty {
            let words = others.map { "AUTH \($0.name) with \($0.words == first.words ? "the same" : $0.words)" }
            detail += "; that was to AUTH \(first.name), it answered \(words.joined(separator: ", "))"
        }
        return failure(first.failure.kind, detail + Self.hint(offered, credentials.mechanism))
    }

    private func failure(_ kind: ConnectionFailure.Kind, _ detail: String) -> ConnectionFailure {
        ConnectionFailure(relay: settings.relay, kind: kind, stage: .authentication, detail: detail)
    }

    /// What to do where no mechanism is known to both sides.
    private static func nothingInCommon(_ offered: [String], _ choice: AuthMechanism?) -> String {
        let names = offered.map(\.escapingControls).joined(separator: " ")
        if let choice {
            return "'auth' of the relay is \(choice.rawValue.lowercased()), and the server offers AUTH \(names) only: "
                + "change 'auth', or leave it out"
        }
        if let token = AuthMechanism.spoken.first(where: { $0.takesToken && offered.contains($0.rawValue) }) {
            return "the server offers AUTH \(names) only, which takes a token and no password: set 'auth: "
                + "\(token.rawValue.lowercased())' and a 'password_command' that prints the token"
        }
        let ours = AuthMechanism.spoken.map(\.rawValue).joined(separator: ", ")
        return "the server offers AUTH \(names) only, and mailer speaks \(ours) (\(CurlLibrary.name)): "
            + "ask its operator for one of these"
    }

    /// Providers that turn passwords off refuse them as if they were wrong.
    private static func hint(_ offered: [String], _ choice: AuthMechanism?) -> String {
        guard choice?.takesToken != true,
            let token = AuthMechanism.spoken.first(where: { $0.takesToken && offered.contains($0.rawValue) })
        else { return "" }
        return ". It also offers \(token.rawValue): where passwords are turned off, set 'auth: "
            + "\(token.rawValue.lowercased())'"
    }
}
