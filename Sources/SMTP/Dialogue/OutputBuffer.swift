/// Bytes on their way out, counted from the start of the session: what is queued, what was taken for
/// sending, and how far the kernel may have got.
struct OutputBuffer {
    private(set) var bytes: [UInt8] = []
    private var head = 0
    /// How many bytes the session has taken off.
    private(set) var taken = 0
    /// No byte at or after this offset can have left.
    private(set) var exposed = 0

    var isEmpty: Bool { head == bytes.count }
    /// The offset that the next byte appended will have.
    var end: Int { taken + bytes.count - head }

    /// Swaps the memory, if nothing waits in it: sessions that send one after the other use the same, which is then still
    /// in the processor's cache.
    mutating func swapMemory(with spare: inout [UInt8]) {
        if isEmpty, spare.isEmpty { swap(&bytes, &spare) }
    }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    mutating func append(_ body: MessageBody) { body.append(to: &bytes) }

    /// What waits to be sent, where it is.
    func withWaiting<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[head...])) }
    }

    /// The first `count` bytes of what waits were sent.
    mutating func take(_ count: Int) {
        head += count
        taken += count
        if head == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            head = 0
        }
    }

    /// Moves as many bytes as fit into `target`; answers how many.
    mutating func take(into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = withWaiting { waiting in
            let count = min(target.count, waiting.count)
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: waiting[..<count]))
            return count
        }
        take(count)
        return count
    }

    /// All bytes taken, but for the last `unsent`, may have left.
    mutating func expose(allTakenBut unsent: Int) { exposed = max(exposed, taken - unsent) }
}
