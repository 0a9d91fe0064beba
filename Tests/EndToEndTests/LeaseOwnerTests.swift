import Foundation
import Mail
import Testing

@testable import MailerCLI

#if os(Linux)
    import Glibc

    @Suite struct LeaseOwnerTests {
        private static func owner(_ pid: pid_t) -> LeaseOwner {
            LeaseOwner("\(ProcessInfo.processInfo.hostName):\(pid):abcdefg")
        }

        /// A process of ours that does nothing for longer than any test takes.
        private static func start() throws -> pid_t {
            var pid: pid_t = 0
            let (program, seconds) = (strdup("/bin/sleep"), strdup("600"))
            defer {
                free(program)
                free(seconds)
            }
            try #require(posix_spawn(&pid, "/bin/sleep", nil, nil, [program, seconds, nil], nil) == 0)
            return pid
        }

        @Test func whoIsRunningIsNotGone() throws {
            let pid = try Self.start()
            #expect(!Self.owner(pid).isGone)
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }

        /// Killed, and nobody has asked for its status: as in a container whose first process is no init.
        @Test func whoWasKilledIsGoneBeforeAndAfterItIsReaped() throws {
            let pid = try Self.start()
            kill(pid, SIGKILL)
            var ended = siginfo_t()
            #expect(waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT) == 0)
            #expect(kill(pid, 0) == 0)
            #expect(Self.owner(pid).isGone)
            waitpid(pid, nil, 0)
            #expect(Self.owner(pid).isGone)
        }

        @Test func whatIsOnAnotherHostIsNotKnown() {
            #expect(!LeaseOwner("elsewhere.example.org:1:abcdefg").isGone)
        }
    }
#endif
