import Mail

/// A recipient's message, and what a transport must know of it.
package struct AssembledMessage: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var form = WireForm(of: [])

    /// - Parameter expectedSize: of the whole, to reserve.
    init(expectedSize: Int) { bytes.reserveCapacity(expectedSize) }

    mutating func append(_ constant: EncodedBytes) {
        bytes.append(contentsOf: constant.bytes)
        form.append(constant.form)
    }

    mutating func append(_ body: (inout [UInt8]) -> Void) {
        let start = bytes.count
        body(&bytes)
        form.append(bytes.withUnsafeBufferPointer { WireForm(of: UnsafeBufferPointer(rebasing: $0[start...])) })
    }

    /// The message with further header fields in front.
    package mutating func prepend(_ fields: [UInt8]) {
        if fields.isEmpty { return }
        var form = WireForm(of: fields)
        form.append(self.form)
        self.form = form
        bytes = fields + bytes
    }
}
