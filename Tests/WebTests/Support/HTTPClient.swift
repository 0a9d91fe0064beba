import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What came back over a socket.
struct HTTPReply: Sendable {
    let status: Int
    let fields: [String]
    let body: String

    init(_ text: String) throws {
        let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2 else { throw HTTPClient.Failure(what: "no whole reply: \(text.debugDescription)") }
        let lines = halves[0].components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw HTTPClient.Failure(what: "no status: \(lines[0])")
        }
        self.status = status
        self.fields = Array(lines.dropFirst())
        self.body = String(halves[1])
    }

    subscript(name: String) -> String? {
        fields.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map {
            String($0.dropFirst(name.count + 2))
        }
    }

    /// The reply as text, with the one field that differs from run to run made constant.
    var snapshot: String {
        let fields = fields.map { $0.lowercased().hasPrefix("date: ") ? "Date: (now)" : $0 }.sorted()
        return ([String(status)] + fields + ["", body]).joined(separator: "\n")
    }
}

/// A client that sends exactly the bytes it is given.
enum HTTPClient {
    struct Failure: Error { let what: String }

    static func send(
        _ method: String, _ path: String, body: String? = nil, fields: [String] = [], port: Int
    ) async throws -> HTTPReply {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: news.example.org", "Connection: close"] + fields
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        let request = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
        return try await exchange(request, port: port)
    }

    static func exchange(_ request: String, port: Int) async throws -> HTTPReply {
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: waiting for a reply must not take one from the server.
            Thread.detachNewThread {
                continuation.resume(with: Result { try HTTPReply(try roundTrip(request, port: port)) })
            }
        }
    }

    /// Whether anybody listens there.
    static func isOpen(port: Int) -> Bool {
        guard let socket = try? connected(port: port) else { return false }
        close(socket)
        return true
    }

    private static func roundTrip(_ request: String, port: Int) throws -> String {
        let socket = try connected(port: port)
        defer { close(socket) }
        var rest = Array(request.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { sendto(socket, $0.baseAddress, $0.count, noSignal, nil, 0) }
            // The server may have answered and closed before it had all.
            if count <= 0 { break }
            rest = rest.dropFirst(count)
        }
        var reply: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count <= 0 { return String(decoding: reply, as: UTF8.self) }
            reply.append(contentsOf: buffer.prefix(count))
        }
    }

    private static func connected(port: Int) throws -> Int32 {
        let socket = socket(AF_INET, streamType, 0)
        guard socket >= 0 else { throw Failure(what: "socket: \(errno)") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(socket)
            throw Failure(what: "connect: \(errno)")
        }
        return socket
    }

    #if canImport(Glibc)
        private static let streamType = Int32(SOCK_STREAM.rawValue)
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
        private static let streamType = SOCK_STREAM
        private static let noSignal: Int32 = 0
    #endif
}
