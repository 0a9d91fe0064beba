import CMalloc

enum ProcessMemory {
    /// Keeps memory that messages free for the next ones.
    ///
    /// A sender makes and frees one message after the other, on several threads. Left alone, glibc gives the memory back
    /// to the system and asks for it again for each of them.
    static func keepForReuse() { mailer_keep_freed_memory(64 << 20) }
}
