import Foundation
import Testing

@testable import MailerCLI

#if os(Linux)
    import Glibc

    @Suite struct ProcessSettingsTests {
        private static let thread = __priority_which_t(PRIO_PROCESS.rawValue)
        /// Of the calling thread: on Linux each thread has its own.
        private static var niceness: Int32 { getpriority(thread, 0) }

        private static func onNewThread(_ body: @escaping @Sendable () -> Int32) async -> Int32 {
            await withCheckedContinuation { continuation in
                Thread { continuation.resume(returning: body()) }.start()
            }
        }

        @Test func onlyTheThreadThatAsksWorksInTheBackground() async {
            let before = await Self.onNewThread { Self.niceness }
            let asked = await Self.onNewThread {
                ProcessSettings.workInBackground()
                return Self.niceness
            }
            #expect(asked == max(before, 5))
            #expect(await Self.onNewThread { Self.niceness } == before)
        }

        @Test func aNicerProcessStaysAsNiceAsItIs() async {
            let asked = await Self.onNewThread {
                _ = setpriority(Self.thread, 0, 15)
                ProcessSettings.workInBackground()
                return Self.niceness
            }
            #expect(asked == 15)
        }
    }
#endif
