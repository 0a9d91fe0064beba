import Mail

/// Bytes on their way out, counted from the start of the session: what is queued, what was taken for
/// sending, and how far the kernel may have got.
///
/// Long stretches that many messages have are not copied: they go to the network from where they are.
struct OutputBuffer {
    /// Bytes that are elsewhere, and how many of our own come before them.
    private struct Stretch {
        let place: Int
        let bytes: [UInt8]
    }

    /// Shorter ones are copied: to send them apart would cost more.
    static let shortestStretch = 2_048
    /// Pieces that are sent at once, at most.
    static let mostPieces = 16

    private var bytes: [UInt8] = []
    private var stretches: [Stretch] = []
    /// Taken of our own bytes, and of the first stretch.
    private var head = 0
    private var stretchHead = 0
    /// Not taken yet, of both.
    private var waiting = 0
    /// How many bytes the session has taken off.
    private(set) var taken = 0
    /// No byte at or after this offset can have left.
    private(set) var exposed = 0

    var isEmpty: Bool { waiting == 0 }
    /// The offset that the next byte appended will have.
    var end: Int { taken + waiting }

    /// Swaps the memory, if nothing waits in it: sessions that send one after the other use the same, which is then still
    /// in the processor's cache.
    mutating func swapMemory(with spare: inout [UInt8]) {
        if isEmpty, spare.isEmpty { swap(&bytes, &spare) }
    }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        waiting += text.utf8CodeUnitCount
    }

    mutating func append(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
        waiting += more.count
    }

    /// Appends bytes that others have, too, without a copy if they are many.
    mutating func append(shared more: [UInt8]) {
        guard more.count >= Self.shortestStretch else { return append(more) }
        stretches.append(Stretch(place: bytes.count, bytes: more))
        waiting += more.count
    }

    /// What waits to be sent, where it is: the first pieces of it, in their order.
    func withPieces<Result>(_ body: (UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Result) -> Result {
        bytes.withUnsafeBytes { own in
            withUnsafeTemporaryAllocation(of: UnsafeRawBufferPointer.self, capacity: Self.mostPieces) { pieces in
                var count = 0
                func add(_ piece: UnsafeRawBufferPointer, from start: Int, to end: Int) {
                    guard start < end, count < Self.mostPieces else { return }
                    pieces.initializeElement(at: count, to: UnsafeRawBufferPointer(rebasing: piece[start..<end]))
                    count += 1
                }
                var (place, skipped) = (head, stretchHead)
                for stretch in stretches {
                    add(own, from: place, to: stretch.place)
                    // An array that nobody changes stays where it is, and this one is kept for as long as it waits.
                    stretch.bytes.withUnsafeBytes { add($0, from: skipped, to: $0.count) }
                    (place, skipped) = (stretch.place, 0)
                }
                add(own, from: place, to: own.count)
                return body(UnsafeBufferPointer(rebasing: pieces[..<count]))
            }
        }
    }

    /// The first `count` bytes of what waits were sent.
    mutating func take(_ count: Int) {
        waiting -= count
        taken += count
        guard waiting > 0 else { return removeAll() }
        var left = count
        while let stretch = stretches.first {
            let before = min(left, stretch.place - head)
            head += before
            left -= before
            let inside = min(left, stretch.bytes.count - stretchHead)
            stretchHead += inside
            left -= inside
            guard head == stretch.place, stretchHead == stretch.bytes.count else { return }
            stretches.removeFirst()
            stretchHead = 0
        }
        head += left
    }

    private mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        stretches.removeAll(keepingCapacity: true)
        (head, stretchHead) = (0, 0)
    }

    /// Moves as many bytes as fit into `target`; answers how many.
    mutating func take(into target: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < target.count, !isEmpty {
            let copied = withPieces { pieces in
                var copied = 0
                for piece in pieces {
                    let count = min(piece.count, target.count - filled - copied)
                    UnsafeMutableRawBufferPointer(rebasing: target[(filled + copied)...])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[..<count]))
                    copied += count
                }
                return copied
            }
            take(copied)
            filled += copied
        }
        return filled
    }

    /// All bytes taken, but for the last `unsent`, may have left.
    mutating func expose(allTakenBut unsent: Int) { exposed = max(exposed, taken - unsent) }
}
