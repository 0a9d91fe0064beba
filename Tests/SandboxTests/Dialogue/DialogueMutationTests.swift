import Testing

@testable import Sandbox

/// Damaged input brings refusals, never a crash, and never a message that was not sent.
struct DialogueMutationTests {
    @Test(arguments: 0..<300)
    func survivesDamage(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = Array(PipeliningTests.group.utf8)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(contentsOf: bytes[..<min(place, 30)], at: place)
            }
        }
        let whole = Transcript([bytes])
        let cut = Int.random(in: 0..<bytes.count, using: &random)
        let halves = Transcript([Array(bytes[..<cut]), Array(bytes[cut...])])
        #expect(whole.words == halves.words)
        #expect(whole.stored == halves.stored)
        #expect(whole.replies.allSatisfy { (200...599).contains($0.code) })
    }
}
