/// A message's bytes, of which most are the same for all recipients and are in memory once.
///
/// Whoever sends it copies each stretch once, into what goes to the network: a message that is put together before would
/// be copied twice, and read by another processor than wrote it.
package struct MessageBytes: Sendable {
    /// Bytes that other messages have, too, and how many of our own come before them.
    private struct Shared: Sendable {
        var place: Int
        let bytes: [UInt8]
    }

    private var shared: [Shared] = []
    /// This message's alone, and short stretches of the others'.
    private var own: [UInt8] = []
    package private(set) var form = WireForm(of: [])
    package private(set) var count = 0

    /// Shorter stretches are copied: to keep track of them would cost more.
    private static let shortest = 256
    /// As much as most messages have of their own, so that its memory seldom grows.
    private static let ownCapacity = 2_048

    /// - Parameter sharedStretches: how many are to come, at most.
    package init(sharedStretches: Int = 0) { shared.reserveCapacity(sharedStretches) }

    package init(_ bytes: [UInt8]) {
        shared = [Shared(place: 0, bytes: bytes)]
        form = WireForm(of: bytes)
        count = bytes.count
    }

    /// The whole in one piece.
    package var flat: [UInt8] {
        if own.isEmpty, shared.count == 1 { return shared[0].bytes }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        forEachPiece(own: { bytes.append(contentsOf: $0) }, shared: { bytes.append(contentsOf: $0) })
        return bytes
    }

    /// Appends bytes that other messages have, too.
    ///
    /// - Parameter form: of these bytes, found out once for all messages.
    package mutating func append(_ bytes: [UInt8], form: WireForm) {
        if bytes.isEmpty { return }
        self.form.append(form)
        count += bytes.count
        if bytes.count < Self.shortest {
            reserveOwn()
            own += bytes
        } else {
            shared.append(Shared(place: own.count, bytes: bytes))
        }
    }

    /// Appends what `body` appends: bytes of this message only.
    package mutating func append(_ body: (inout [UInt8]) -> Void) {
        reserveOwn()
        let start = own.count
        body(&own)
        count += own.count - start
        form.append(own.withUnsafeBufferPointer { WireForm(of: UnsafeBufferPointer(rebasing: $0[start...])) })
    }

    private mutating func reserveOwn() {
        if own.isEmpty { own.reserveCapacity(Self.ownCapacity) }
    }

    /// The message with further header fields in front.
    package mutating func prepend(_ fields: [UInt8]) {
        own.insert(contentsOf: fields, at: 0)
        for index in shared.indices { shared[index].place += fields.count }
        var whole = WireForm(of: fields)
        whole.append(form)
        form = whole
        count += fields.count
    }

    /// Calls with all of it, piece by piece in order: this message's own bytes, and those that others have, too.
    package func forEachPiece(own ownPiece: (ArraySlice<UInt8>) -> Void, shared sharedPiece: ([UInt8]) -> Void) {
        var written = 0
        for stretch in shared {
            if written < stretch.place { ownPiece(own[written..<stretch.place]) }
            sharedPiece(stretch.bytes)
            written = stretch.place
        }
        if written < own.count { ownPiece(own[written...]) }
    }
}
