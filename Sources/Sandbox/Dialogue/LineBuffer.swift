import Foundation

/// Received bytes, taken out again line by line.
///
/// Lines come as slices of the storage: nothing is copied, as long as the slice is gone before more
/// bytes are appended.
struct LineBuffer {
    enum Line {
        /// Up to and including the LF.
        case line(ArraySlice<UInt8>)
        /// The line was longer than the limit; it is skipped up to its LF.
        case overlong
    }

    private var storage: [UInt8] = []
    private var start = 0
    private var isSkipping = false

    var isEmpty: Bool { start == storage.count }

    mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            storage.removeFirst(start)
            start = 0
        }
        storage.append(contentsOf: bytes)
    }

    mutating func removeAll() {
        storage.removeAll(keepingCapacity: true)
        start = 0
        isSkipping = false
    }

    /// The next line; nil until its LF is there.
    mutating func nextLine(limit: Int) -> Line? {
        guard let end = endOfLine else {
            if storage.count - start > limit {
                isSkipping = true
                start = storage.count
            }
            return nil
        }
        let line = storage[start..<end]
        start = end
        guard !isSkipping, line.count <= limit else {
            isSkipping = false
            return .overlong
        }
        return .line(line)
    }

    /// The next bytes up to and including an LF, or all but the last byte once more than `limit` have
    /// come without one; nil until then. The last byte stays because it may be the CR of a CRLF.
    mutating func nextPiece(limit: Int) -> ArraySlice<UInt8>? {
        let end: Int
        if let found = endOfLine {
            end = found
        } else if storage.count - start > limit {
            end = storage.count - 1
        } else {
            return nil
        }
        defer { start = end }
        return storage[start..<end]
    }

    private var endOfLine: Int? { storage[start...].offset(of: 0x0A).map { start + $0 + 1 } }
}

extension ArraySlice<UInt8> {
    /// How far behind the slice's start the byte is.
    func offset(of byte: UInt8) -> Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
