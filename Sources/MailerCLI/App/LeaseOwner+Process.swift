import Foundation
import Mail

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension LeaseOwner {
    /// This process, as `host:pid:nonce`.
    static func current() -> LeaseOwner {
        let process = ProcessInfo.processInfo
        return LeaseOwner(
            "\(process.hostName):\(process.processIdentifier):\(String(UInt32.random(in: 0...(.max)), radix: 36))")
    }

    /// Whether the holder was a process of this host that is no more. A holder elsewhere is never known to be gone.
    var isGone: Bool {
        let parts = description.split(separator: ":")
        guard parts.count == 3, parts[0] == ProcessInfo.processInfo.hostName, let pid = Int32(parts[1]) else {
            return false
        }
        return kill(pid, 0) == -1 && errno == ESRCH
    }
}
