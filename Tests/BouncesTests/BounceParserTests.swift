import Mail
import Testing

@testable import Bounces

@Suite struct BounceParserTests {
    @Test(arguments: Samples.ordinary.indices) func ordinaryMailIsNeverABounce(index: Int) {
        let report = Samples.parse(Samples.ordinary[index])
        #expect(report.kind == .other)
        #expect(report.recipients.isEmpty)
        #expect(report.bounceClass == nil)
    }

    /// Bytes changed, removed, doubled and cut at random: something is always returned, and recipients
    /// are always addresses that the bytes hold.
    @Test(arguments: 0..<8) func mutatedMessagesNeverCrash(seed: UInt64) {
        let fixtures =
            [Samples.unknownUser, Samples.feedback("abuse"), Samples.outOfOffice]
            + NoticeReaderTests.rows.map(\.message) + Samples.ordinary
        var mutation = Mutation(seed: seed)
        for fixture in fixtures {
            for _ in 0..<10 {
                let bytes = mutation.apply(to: Samples.bytes(fixture))
                let report = BounceParser.parse(bytes)
                #expect(report.kind != .complaint || report.bounceClass == .complaint)
                #expect(BounceReport.json(report).hasPrefix("{"))
            }
        }
    }
}

/// A few random edits, the same for the same seed.
struct Mutation {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(bound, 1)))
    }

    mutating func apply(to original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...next(12) where !bytes.isEmpty {
            let at = next(bytes.count)
            let end = min(bytes.count, at + next(40))
            switch next(6) {
            case 0: bytes[at] = UInt8(next(256))
            case 1: bytes.removeSubrange(at..<end)
            case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 3: bytes.insert(contentsOf: [0x0D, 0x0A], at: at)
            case 4: bytes.insert(contentsOf: "@<:;\"=?\0".utf8.map { $0 }, at: at)
            default: bytes = Array(bytes[..<max(at, bytes.count / 2)])
            }
        }
        return bytes
    }
}
