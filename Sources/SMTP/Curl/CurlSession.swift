import CCurl
import Mail

/// A connected, encrypted and authenticated session with a relay, opened by libcurl (CONNECT_ONLY).
///
/// `open` blocks and belongs on a thread of its own. Afterwards the session is used by one thread at a
/// time: the one that opened it hands it over and forgets it, which is why it may be called Sendable.
/// Its end closes the connection without another word.
final class CurlSession: @unchecked Sendable {
    enum Sent: Hashable {
        case bytes(Int)
        case wouldBlock
        case failed(String)
    }

    enum Received: Hashable {
        case bytes(Int)
        case wouldBlock
        case closed(String)
    }

    let capabilities: ServerCapabilities
    let isEncrypted: Bool
    let descriptor: Int32
    private let handle: CurlHandle

    /// Opens a session as the settings say; `isCancelled` is asked about once a second.
    ///
    /// - Parameter book: what was learned of the relay's login.
    static func open(
        _ settings: RelaySettings, book: LoginBook = LoginBook(),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(ConnectionFailure) -> CurlSession {
        let handle: CurlHandle
        if let credentials = settings.credentials {
            handle = try LoginOpening(settings: settings, credentials: credentials, book: book)
                .connect(isCancelled: isCancelled)
        } else {
            do throws(SessionOpening.Failure) {
                handle = try SessionOpening(settings: settings).connect(isCancelled: isCancelled)
            } catch { throw error.failure }
        }
        let transcript = handle.transcript
        return CurlSession(
            handle: handle, capabilities: transcript.capabilities,
            isEncrypted: settings.tls == .implicit || transcript.hasStartedTLS)
    }

    private init(handle: CurlHandle, capabilities: ServerCapabilities, isEncrypted: Bool) {
        self.handle = handle
        self.capabilities = capabilities
        self.isEncrypted = isEncrypted
        descriptor = Int32(mailer_curl_active_socket(handle.curl))
    }

    /// Sends what the connection takes now. After `wouldBlock` the same bytes must be offered again, from
    /// the same place in memory: TLS may have encrypted them already.
    func send(_ bytes: UnsafeRawBufferPointer) -> Sent {
        var sent = 0
        switch curl_easy_send(handle.curl, bytes.baseAddress, bytes.count, &sent) {
        case CURLE_OK: return .bytes(sent)
        case CURLE_AGAIN: return .wouldBlock
        case let code: return .failed(handle.text(of: code))
        }
    }

    /// Sends what the connection takes now of several pieces, in their order; only where it is not encrypted.
    ///
    /// libcurl would send them as they are, too, but for the copy in one piece that it asks for.
    func sendPlain(_ pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Sent {
        switch Platform.write(pieces, to: descriptor) {
        case .success(let count): .bytes(count)
        case .failure(let failure): failure.isTemporary ? .wouldBlock : .failed("Send failure: \(failure.text)")
        }
    }

    /// Reads what is there. Under TLS, `wouldBlock` must be seen before waiting for the socket: bytes may
    /// be decrypted already.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Received {
        var count = 0
        switch curl_easy_recv(handle.curl, buffer.baseAddress, buffer.count, &count) {
        case CURLE_OK where count > 0: return .bytes(count)
        case CURLE_OK: return .closed("the server closed the connection")
        case CURLE_AGAIN: return .wouldBlock
        case let code: return .closed(handle.text(of: code))
        }
    }
}

/// Owns a libcurl easy handle and what its callbacks write to.
final class CurlHandle {
    let curl: UnsafeMutableRawPointer
    let transcript = SetupTranscript()
    private let errorBuffer: UnsafeMutablePointer<CChar>

    init?() {
        guard let curl = curl_easy_init() else { return nil }
        self.curl = curl
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        _ = mailer_curl_set_error_buffer(curl, errorBuffer)
    }

    deinit {
        curl_easy_cleanup(curl)
        errorBuffer.deallocate()
    }

    /// libcurl's own words, one line.
    func text(of code: CURLcode) -> String {
        let detail = String(cString: errorBuffer).split(whereSeparator: \.isNewline).joined(separator: " ")
        return (detail.isEmpty ? CurlLibrary.text(of: code) : detail).escapingControls
    }
}
