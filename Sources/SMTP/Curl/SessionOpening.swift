import CCurl
import Foundation
import Mail

/// What libcurl is to log in with.
struct Login {
    let user: String
    /// Or the token.
    let password: String
    /// What it may choose from.
    let mechanisms: [AuthMechanism]
}

/// Opening one session: libcurl's options, and what its errors mean.
struct SessionOpening {
    /// Why there is no session, and how far the login had come.
    struct Failure: Error {
        let failure: ConnectionFailure
        /// As the server's last EHLO says.
        var offered: [String] = []
        /// The one that was tried.
        var mechanism: AuthMechanism?
        var isTimeout = false

        /// Whether another way to log in may work.
        var isAboutLogin: Bool {
            guard failure.stage == .authentication else { return false }
            switch failure.kind {
            case .authentication: return true
            // Some servers hang up on what they do not like.
            case .lost(let reply): return reply == nil && !isTimeout && mechanism != nil
            default: return false
            }
        }

        /// Whether the server has looked at the password, and does not want it.
        var isRefused: Bool {
            if case .authentication = failure.kind { return mechanism != nil && failure.needsOperator }
            return false
        }
    }

    let settings: RelaySettings
    var login: Login?

    /// Blocks until the session is usable or has failed.
    func connect(isCancelled: @escaping @Sendable () -> Bool) throws(Failure) -> CurlHandle {
        if let reason = CurlLibrary.startFailure {
            throw Failure(failure: failure(.cannotConnect, .connect, reason))
        }
        guard let handle = CurlHandle() else {
            throw Failure(failure: failure(.cannotConnect, .connect, "out of memory"))
        }
        let watch = OpeningWatch(handle, setupLimit: settings.timeouts.setup, isCancelled)
        let code = withExtendedLifetime(watch) { () -> CURLcode in
            let code = configure(handle, watch)
            let result = code == CURLE_OK ? curl_easy_perform(handle.curl) : code
            // From here on nothing may call back into the transcript or the watch.
            _ = mailer_curl_set_long(handle.curl, CURLOPT_VERBOSE, 0)
            _ = mailer_curl_set_long(handle.curl, CURLOPT_NOPROGRESS, 1)
            return result
        }
        if let failure = failureAfter(code, handle) {
            let transcript = handle.transcript
            throw Failure(
                failure: failure, offered: transcript.capabilities.authMechanisms, mechanism: transcript.mechanism,
                isTimeout: code == CURLE_OPERATION_TIMEDOUT)
        }
        return handle
    }

    private func failureAfter(_ code: CURLcode, _ handle: CurlHandle) -> ConnectionFailure? {
        guard code == CURLE_OK else { return failure(from: code, handle) }
        if let problem = handle.transcript.problem {
            return failure(.protocolViolation, handle.transcript.stage, problem.description)
        }
        // libcurl goes on without a login if none was offered; the relay would refuse each message instead.
        if login != nil, !handle.transcript.isAuthenticated {
            return failure(
                .authentication(nil), .authentication,
                "credentials are configured, but the server offers no AUTH"
                    + (settings.tls == .off ? " on an unencrypted connection" : ""))
        }
        return nil
    }

    var url: String {
        let scheme = settings.tls == .implicit ? "smtps" : "smtp"
        let host = settings.relay.host.contains(":") ? "[\(settings.relay.host)]" : settings.relay.host
        let name = settings.helloName.addingPercentEncoding(withAllowedCharacters: .urlHostAllowed) ?? "localhost"
        return "\(scheme)://\(host):\(settings.relay.port)/\(name)"
    }

    private func configure(_ handle: CurlHandle, _ watch: OpeningWatch) -> CURLcode {
        let context = Unmanaged.passUnretained(handle.transcript).toOpaque()
        let timeouts = settings.timeouts
        var strings: [(CURLoption, String?)] = [
            (CURLOPT_URL, url),
            // No proxy from the environment: the relay named is the relay used.
            (CURLOPT_PROXY, ""),
        ]
        strings += trust + loginOptions
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_CONNECT_ONLY, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_TCP_NODELAY, 1), (CURLOPT_VERBOSE, 1),
            (CURLOPT_TCP_KEEPALIVE, 1), (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_USE_SSL, useSSL),
            // Of this, libcurl gives a share to each of the relay's addresses.
            (CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.wholeMilliseconds),
            (CURLOPT_TIMEOUT_MS, timeouts.setup.wholeMilliseconds),
            (CURLOPT_SERVER_RESPONSE_TIMEOUT, timeouts.setup.wholeMilliseconds / 1000 + 1),
        ]
        for (option, value) in strings {
            let code = mailer_curl_set_string(handle.curl, option, value)
            if code != CURLE_OK { return code }
        }
        for (option, value) in numbers {
            let code = mailer_curl_set_long(handle.curl, option, value)
            if code != CURLE_OK { return code }
        }
        let progress = Unmanaged.passUnretained(watch).toOpaque()
        let codes = [
            mailer_curl_set_header_function(handle.curl, headerCallback, context),
            mailer_curl_set_debug_function(handle.curl, debugCallback, context),
            mailer_curl_set_progress_function(handle.curl, progressCallback, progress),
        ]
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    private var useSSL: Int {
        switch settings.tls {
        case .required, .implicit: Int(CURLUSESSL_ALL.rawValue)
        case .offered: Int(CURLUSESSL_TRY.rawValue)
        case .off: Int(CURLUSESSL_NONE.rawValue)
        }
    }

    private var trust: [(CURLoption, String?)] {
        switch settings.trust {
        case .file(let path): [(CURLOPT_CAINFO, path), (CURLOPT_CAPATH, nil)]
        case .directory(let path): [(CURLOPT_CAINFO, nil), (CURLOPT_CAPATH, path)]
        case .system:
            CurlLibrary.systemTrustDirectory.map { [(CURLOPT_CAINFO, nil), (CURLOPT_CAPATH, $0)] } ?? []
        }
    }

    private var loginOptions: [(CURLoption, String?)] {
        guard let login else { return [] }
        let mechanisms = login.mechanisms.map { "AUTH=\($0.rawValue)" }.joined(separator: ";")
        let isToken = login.mechanisms.contains(where: \.takesToken)
        return [
            (CURLOPT_USERNAME, login.user), (CURLOPT_LOGIN_OPTIONS, mechanisms),
            (isToken ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, login.password),
        ]
    }
}

// What libcurl's errors mean.
extension SessionOpening {
    private func failure(from code: CURLcode, _ handle: CurlHandle) -> ConnectionFailure {
        let transcript = handle.transcript
        let detail = handle.text(of: code)
        let said = transcript.refusal.map { "the server said: \($0.reply)" } ?? detail
        if let refusal = transcript.refusal, refusal.stage != .authentication {
            return failure(.rejected(refusal.reply), refusal.stage, said)
        }
        if let problem = transcript.problem {
            return failure(.protocolViolation, transcript.stage, problem.description)
        }
        if transcript.refusal == nil, let (stage, reply) = transcript.misplaced {
            return failure(.protocolViolation, stage, "the server answered \(stage.rawValue) with \(reply)")
        }
        switch code {
        case CURLE_LOGIN_DENIED:
            // libcurl does not wait for the refusal behind it, or shows nothing but that.
            let reason = transcript.tokenRefusal
            let words = reason.map { transcript.refusal == nil ? "the server said: \($0)" : "\(said): \($0)" } ?? said
            return failure(.authentication(transcript.refusal?.reply), .authentication, words)
        case CURLE_SSL_CONNECT_ERROR where detail.contains("SSL_ERROR_SYSCALL") || detail.contains("reset by peer"):
            return failure(.lost(nil), tlsStage, detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_INITFAILED:
            return failure(.tls, tlsStage, detail)
        case CURLE_USE_SSL_FAILED:
            return failure(.tls, .startTLS, "STARTTLS is required, and the server does not offer it")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING:
            return failure(.lost(transcript.refusal?.reply), transcript.stage, detail)
        case CURLE_WEIRD_SERVER_REPLY where transcript.stage == .startTLS && transcript.hasStartedTLS:
            // libcurl refuses it, and shows nothing of what it was.
            return failure(
                .protocolViolation, .startTLS,
                "the server said more in clear behind its 220 to STARTTLS, which somebody on the way may have added")
        case CURLE_WEIRD_SERVER_REPLY:
            return failure(.protocolViolation, transcript.stage, detail)
        case CURLE_OPERATION_TIMEDOUT where mailer_curl_is_connected(handle.curl) != 0:
            let stage = transcript.stage == .connect && settings.tls != .implicit ? .greeting : transcript.stage
            return failure(.lost(nil), stage, "timed out: no session within \(settings.timeouts.setup)")
        default:
            return failure(.cannotConnect, transcript.stage, detail)
        }
    }

    private var tlsStage: DialogueStage { settings.tls == .implicit ? .connect : .startTLS }

    private func failure(
        _ kind: ConnectionFailure.Kind, _ stage: DialogueStage, _ detail: String
    ) -> ConnectionFailure {
        ConnectionFailure(relay: settings.relay, kind: kind, stage: stage, detail: detail)
    }
}

/// What libcurl's progress callback asks: at each step, and about once a second between them.
private final class OpeningWatch {
    private let curl: UnsafeMutableRawPointer
    private let setupLimit: Duration
    private let isCancelled: @Sendable () -> Bool
    private var isConnected = false

    init(_ handle: CurlHandle, setupLimit: Duration, _ isCancelled: @escaping @Sendable () -> Bool) {
        curl = handle.curl
        self.setupLimit = setupLimit
        self.isCancelled = isCancelled
    }

    func mustStop() -> Bool {
        if !isConnected, mailer_curl_is_connected(curl) != 0 {
            isConnected = true
            // QUIRK: libcurl counts everything up to the login as connecting, and would not wait longer for a greeting.
            _ = mailer_curl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, setupLimit.wholeMilliseconds)
        }
        return isCancelled()
    }
}

private let progressCallback: mailer_curl_progress_function = { context, _, _, _, _ in
    guard let context else { return 0 }
    return Unmanaged<OpeningWatch>.fromOpaque(context).takeUnretainedValue().mustStop() ? 1 : 0
}

extension Duration {
    /// Rounded up to the next millisecond, for interfaces that count so.
    var wholeMilliseconds: Int {
        let parts = components
        return Int(parts.seconds) * 1000 + Int((parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
