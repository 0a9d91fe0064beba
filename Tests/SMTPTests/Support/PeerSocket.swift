import Foundation

#if canImport(Glibc)
    import Glibc
    let streamSocket = Int32(SOCK_STREAM.rawValue)
    /// A peer that went away is an error for the caller, not a signal.
    let sendFlags = Int32(MSG_NOSIGNAL)
#else
    import Darwin
    let streamSocket = SOCK_STREAM
    let sendFlags: Int32 = 0
#endif

/// A blocking TCP socket on loopback, for a scripted peer.
final class PeerSocket: @unchecked Sendable {
    let descriptor: Int32
    private var buffer: [UInt8] = []
    private var head = 0

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Listens on a free port.
    static func listening(backlog: Int32 = 64) throws -> (socket: PeerSocket, port: Int) {
        let descriptor = socket(AF_INET, streamSocket, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, backlog) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        return (PeerSocket(descriptor: descriptor), Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Connections that nobody accepts, as many as it takes until the port answers no further one.
    static func fillingQueue(of port: Int) throws -> [PeerSocket] {
        var sockets: [PeerSocket] = []
        while sockets.count < 64 {
            let connection = PeerSocket(descriptor: socket(AF_INET, streamSocket, 0))
            _ = fcntl(connection.descriptor, F_SETFL, O_NONBLOCK)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            address.sin_port = in_port_t(port).bigEndian
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(connection.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            sockets.append(connection)
            var writable = pollfd(fd: connection.descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&writable, 1, 200) == 0 { return sockets }
        }
        throw POSIXError(.ETIMEDOUT)
    }

    func accepted() -> PeerSocket? {
        let connection = accept(descriptor, nil, nil)
        if connection < 0 { return nil }
        // Replies in several writes must not wait for each other's acknowledgement.
        var isOn: Int32 = 1
        _ = setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        return PeerSocket(descriptor: connection)
    }

    /// A line with its line break; nil at the end.
    func readLine() -> [UInt8]? {
        while true {
            if let end = buffer[head...].firstIndex(of: 0x0A) {
                defer { head = end + 1 }
                return Array(buffer[head...end])
            }
            buffer.removeFirst(head)
            head = 0
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count <= 0 { return nil }
            buffer += bytes[..<count]
        }
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, sendFlags) }
            if count <= 0 { return }
            sent += count
        }
    }

    /// Ends the connection for both sides; a blocked `readLine` or `accepted` returns.
    func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Closing will send RST instead of FIN.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout.size(ofValue: option)))
    }
}
