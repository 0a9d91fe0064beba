import CProcess

/// What this process asks of its C library and its kernel.
enum ProcessSettings {
    private static let backgroundNiceness: Int32 = 5
    /// The longest that Linux grants.
    private static let backgroundTurn: Int64 = 100_000_000

    /// Keeps memory that messages free for the next ones.
    ///
    /// A sender makes and frees one message after the other, on several threads. Left alone, glibc gives the memory back
    /// to the system and asks for it again for each of them.
    static func keepMemory() { mailer_keep_freed_memory(64 << 20) }

    /// The calling thread makes what is needed later, and is in no hurry for a processor.
    ///
    /// A thread that keeps sessions going wakes a relay on the same machine with each message. If the other processor
    /// is taken by a thread that only works ahead, the relay is put in front of the very thread that has woken it. Where
    /// the system does not know the difference, nothing is lost but time.
    static func workInBackground() { _ = mailer_work_in_background(backgroundNiceness, backgroundTurn) }
}
