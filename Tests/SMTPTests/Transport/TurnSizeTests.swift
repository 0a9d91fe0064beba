import Testing

@testable import SMTP

@Suite struct TurnSizeTests {
    private func size(waited: Double, of turns: Int, after earlier: TurnSize = TurnSize()) -> TurnSize {
        var size = earlier
        for _ in 0..<turns { size.note(waited: .milliseconds(1) * waited, lasted: .milliseconds(1)) }
        return size
    }

    /// Nothing is known yet: whoever is there is served.
    @Test func theFirstTurnHasNoLimit() { #expect(TurnSize().limit == .max) }

    @Test(arguments: [(0.0, Int.max), (0.2, .max), (0.3, TurnSize.small), (1.0, TurnSize.small)])
    func aLoopWithTimeToSpareServesAFew(_ waited: Double, _ limit: Int) {
        #expect(size(waited: waited, of: 50).limit == limit)
    }

    /// One turn does not change what a hundred have shown; a hundred do.
    @Test func itFollowsTheLoadWithinSomeTurns() {
        let spare = size(waited: 0.9, of: 100)
        #expect(size(waited: 0, of: 1, after: spare).limit == TurnSize.small)
        let busy = size(waited: 0, of: 100, after: spare)
        #expect(busy.limit == .max)
        #expect(size(waited: 0.9, of: 1, after: busy).limit == .max)
        #expect(size(waited: 0.9, of: 100, after: busy).limit == TurnSize.small)
    }
}
