import Foundation

/// A blocking SMTP client over a plain socket, which sends just what it is told and reads replies.
final class MiniClient {
    enum Problem: Error, Equatable {
        case cannotConnect(Int32)
        /// The server closed the connection.
        case closed
        /// The server reset the connection.
        case reset
        /// Nothing came within the time that was given.
        case silence
        case malformedReply(String)
        case system(Int32)
    }

    struct Reply: Equatable, CustomStringConvertible {
        let code: Int
        let lines: [String]

        var description: String { "\(code) \(lines.joined(separator: "\\n"))" }
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects on loopback; the greeting is not read.
    init(port: Int) throws {
        descriptor = socket(AF_INET, streamType, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Problem.cannotConnect(errno) }
        try setPatience(.seconds(20))
    }

    deinit { close(descriptor) }

    /// How long `reply` waits.
    func setPatience(_ duration: Duration) throws {
        let parts = duration.components
        var time = timeval()
        time.tv_sec = .init(parts.seconds)
        time.tv_usec = .init(parts.attoseconds / 1_000_000_000_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        guard setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size) == 0 else { throw Problem.system(errno) }
    }

    func send(_ text: String) throws { try send(bytes: Array(text.utf8)) }

    func send(bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, noSignal)
            }
            guard count >= 0 else { throw problem() }
            done += count
        }
    }

    /// Reads one whole reply.
    func reply() throws -> Reply {
        var lines: [String] = []
        while true {
            let line = try line()
            guard let code = Int(line.prefix(3)), line.utf8.count >= 4 else { throw Problem.malformedReply(line) }
            lines.append(String(line.dropFirst(4)))
            if line.dropFirst(3).first == " " { return Reply(code: code, lines: lines) }
        }
    }

    @discardableResult
    func command(_ line: String) throws -> Reply {
        try send(line + "\r\n")
        return try reply()
    }

    /// Sends one message with a command at a time; the reply to the final dot, or the first refusal.
    @discardableResult
    func deliver(from: String = "news@example.org", to: [String] = ["alice@example.net"], body: String) throws -> Reply
    {
        let mail = try command("MAIL FROM:<\(from)>")
        guard mail.code == 250 else { return mail }
        for recipient in to {
            let reply = try command("RCPT TO:<\(recipient)>")
            guard reply.code == 250 else { return reply }
        }
        let data = try command("DATA")
        guard data.code == 354 else { return data }
        try send(body + ".\r\n")
        return try reply()
    }

    /// The codes of the next replies.
    func codes(_ count: Int) throws -> [Int] { try (0..<count).map { _ in try reply().code } }

    private func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                defer { received.removeFirst(end + 1) }
                guard end > 0, received[end - 1] == 0x0D else { throw Problem.malformedReply("no CRLF") }
                return String(decoding: received[..<(end - 1)], as: UTF8.self)
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count >= 0 else { throw problem() }
            guard count > 0 else { throw Problem.closed }
            received += chunk[..<count]
        }
    }

    private func problem() -> Problem {
        switch errno {
        case ECONNRESET, EPIPE: .reset
        case EAGAIN, EWOULDBLOCK: .silence
        default: .system(errno)
        }
    }
}

#if canImport(Glibc)
    private let streamType = Int32(SOCK_STREAM.rawValue)
    private let noSignal = Int32(MSG_NOSIGNAL)
#else
    private let streamType = SOCK_STREAM
    private let noSignal: Int32 = 0
#endif
