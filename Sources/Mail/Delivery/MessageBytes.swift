/// A message's bytes, in pieces of which most are the same for all recipients and are in memory once.
///
/// Whoever sends it copies each piece once, into what goes to the network: a message that is put together before would
/// be copied twice, and read by another processor than wrote it.
package struct MessageBytes: Sendable {
    package private(set) var pieces: [[UInt8]] = []
    package private(set) var count = 0
    package private(set) var form = WireForm(of: [])
    /// Nobody shares the last piece: it may grow.
    private var isLastOwn = false

    /// Bytes that are the same for many, and short, are copied: a piece of their own would cost more.
    private static let shortest = 256

    package init() {}

    package init(_ bytes: [UInt8]) { append(bytes, form: WireForm(of: bytes)) }

    /// The whole in one piece.
    package var flat: [UInt8] {
        if pieces.count == 1 { return pieces[0] }
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    package var last: UInt8? { pieces.last?.last }

    /// Appends bytes that other messages have, too.
    ///
    /// - Parameter form: of these bytes, found out once for all messages.
    package mutating func append(_ shared: [UInt8], form: WireForm) {
        if shared.isEmpty { return }
        self.form.append(form)
        count += shared.count
        if isLastOwn, shared.count < Self.shortest {
            pieces[pieces.count - 1] += shared
        } else {
            pieces.append(shared)
            isLastOwn = false
        }
    }

    /// Appends what `body` appends: bytes of this message only.
    package mutating func append(_ body: (inout [UInt8]) -> Void) {
        if !isLastOwn {
            var piece: [UInt8] = []
            piece.reserveCapacity(Self.shortest)
            pieces.append(piece)
            isLastOwn = true
        }
        let place = pieces.count - 1
        let start = pieces[place].count
        body(&pieces[place])
        count += pieces[place].count - start
        form.append(pieces[place].withUnsafeBufferPointer { WireForm(of: UnsafeBufferPointer(rebasing: $0[start...])) })
    }

    /// The message with further header fields in front.
    package mutating func prepend(_ fields: [UInt8]) {
        if fields.isEmpty { return }
        var whole = MessageBytes(fields)
        whole.pieces += pieces
        whole.count += count
        whole.form.append(form)
        whole.isLastOwn = isLastOwn
        self = whole
    }

    /// Appends all of it to `output`.
    package func append(to output: inout [UInt8]) {
        output.reserveCapacity(output.count + count)
        for piece in pieces { output.append(contentsOf: piece) }
    }
}
