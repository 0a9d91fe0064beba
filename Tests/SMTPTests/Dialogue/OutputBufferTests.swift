import Mail
import Mutation
import Testing

@testable import SMTP

extension OutputBuffer {
    /// What waits, flat.
    mutating func takeAll() -> [UInt8] {
        var bytes: [UInt8] = []
        while !isEmpty {
            var some = [UInt8](repeating: 0, count: 1_000)
            bytes += some[..<some.withUnsafeMutableBytes { take(into: $0) }]
        }
        return bytes
    }

    /// What a network that takes `limit` bytes at once would get now, without taking it.
    fileprivate func look(limit: Int) -> [UInt8] {
        withPieces { pieces in Array(pieces.flatMap { Array($0) }.prefix(limit)) }
    }
}

@Suite struct OutputBufferTests {
    private static func bytes(_ count: Int, _ random: inout SeededMutation) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Appends something, and the same to `whole`.
    private static func append(
        to output: inout OutputBuffer, _ whole: inout [UInt8], _ random: inout SeededMutation
    ) {
        let length = OutputBuffer.shortestStretch
        let more = bytes([0, 1, 100, length - 1, length, length + 777].randomElement(using: &random) ?? 0, &random)
        if Bool.random(using: &random) { output.append(shared: more) } else { output.append(more) }
        whole += more
    }

    @Test(arguments: 0..<200)
    func bytesComeOutInTheirOrderHoweverManyAreTaken(seed: Int) {
        var random = SeededMutation(seed: seed)
        var output = OutputBuffer()
        var (whole, taken): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<40 {
            if Int.random(in: 0..<3, using: &random) == 0 {
                let limit = Int.random(in: 1...6_000, using: &random)
                if Bool.random(using: &random) {
                    let some = output.look(limit: limit)
                    output.take(some.count)
                    taken += some
                } else {
                    var some = [UInt8](repeating: 0, count: limit)
                    taken += some[..<some.withUnsafeMutableBytes { output.take(into: $0) }]
                }
            } else {
                Self.append(to: &output, &whole, &random)
            }
            #expect(output.end == whole.count)
            #expect(output.taken == taken.count)
            #expect(output.isEmpty == (taken.count == whole.count))
        }
        taken += output.takeAll()
        #expect(taken == whole)
    }

    @Test func morePiecesThanGoOutAtOnceWaitForTheNextTime() {
        var random = SeededMutation(seed: 7)
        var output = OutputBuffer()
        var whole: [UInt8] = []
        for _ in 0..<OutputBuffer.mostPieces {
            let (own, shared) = (Self.bytes(3, &random), Self.bytes(OutputBuffer.shortestStretch, &random))
            output.append(own)
            output.append(shared: shared)
            whole += own + shared
        }
        let first = output.look(limit: .max)
        #expect(first.count == whole.count / 2)
        output.take(first.count)
        #expect(first + output.look(limit: .max) == whole)
    }

    @Test func aLongStretchIsNotCopied() {
        let stretch = [UInt8](repeating: 7, count: OutputBuffer.shortestStretch)
        var output = OutputBuffer()
        output.append("DATA\r\n")
        output.append(shared: stretch)
        let address = stretch.withUnsafeBytes { $0.baseAddress }
        output.withPieces { pieces in
            #expect(pieces.count == 2)
            #expect(pieces.last?.baseAddress == address)
        }
    }

    @Test func memoryIsSwappedOnlyWhereNothingWaits() {
        var output = OutputBuffer()
        output.append("NOOP\r\n")
        var spare: [UInt8] = []
        spare.reserveCapacity(1_000)
        output.swapMemory(with: &spare)
        #expect(spare.capacity >= 1_000)
        _ = output.takeAll()
        output.swapMemory(with: &spare)
        #expect(spare.capacity < 1_000)
        output.append("QUIT\r\n")
        #expect(output.takeAll() == Array("QUIT\r\n".utf8))
    }
}
