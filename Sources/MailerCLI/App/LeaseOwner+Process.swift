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
        return (kill(pid, 0) == -1 && errno == ESRCH) || Self.hasOnlyToBeReaped(pid)
    }

    /// Whether it has ended, every thread of it, and its parent has not asked for its status yet: in a container the first
    /// process may be slow to, or never do it. Only Linux tells; elsewhere the lease has to run out.
    ///
    ///     4711 (mailer) Z 1 4711 …
    private static func hasOnlyToBeReaped(_ pid: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return false }
        // From the third field of proc_pid_stat(5) on: the state, and as the 18th from there the number of threads.
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        return fields.count > 17 && fields[0] == "Z" && fields[17] == "1"
    }
}
