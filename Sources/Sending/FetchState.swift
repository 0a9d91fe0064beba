import Mail

/// How far a run has read the mailing's rows. Only a hint: the end is decided by the ledger.
struct FetchState {
    /// What a pass over the rows, from the first to the last, came to.
    private struct Pass {
        var fresh = 0
        var passedOver: Set<Destination> = []
    }

    /// One thread fetches at a time.
    private(set) var isUnderWay = false
    /// The last id fetched; rows before it are settled, in hand or passed over.
    private(set) var cursor: DeliveryID?
    /// A pass found nothing that is not in hand.
    private(set) var isExhausted = false
    /// Settled since the fetch under way began: its rows may be older than that, and must not bring them back.
    private var settledMeanwhile: Set<DeliveryID> = []
    private var pass = Pass()
    /// Only these had rows left when the last pass ended; no pass is worth its while before one of them has room.
    private(set) var waitingFor: Set<Destination> = []

    mutating func begin() { isUnderWay = true }

    mutating func passOver(_ destination: Destination) { pass.passedOver.insert(destination) }

    mutating func noteSettled(_ delivery: DeliveryID) {
        if isUnderWay { settledMeanwhile.insert(delivery) }
    }

    func hasSettled(_ delivery: DeliveryID) -> Bool { settledMeanwhile.contains(delivery) }

    /// A fetch has ended: `fresh` rows were taken up; `last` is nil at the end of a pass.
    mutating func end(last: DeliveryID?, fresh: Int) {
        isUnderWay = false
        settledMeanwhile = []
        cursor = last
        pass.fresh += fresh
        guard last == nil else { return }
        isExhausted = pass.fresh == 0 && pass.passedOver.isEmpty
        waitingFor = pass.fresh == 0 ? pass.passedOver : []
        pass = Pass()
    }

    /// Ends the pass under way: all that it would find is known to have no room.
    mutating func giveUpPass() {
        cursor = nil
        waitingFor = pass.passedOver
        pass = Pass()
    }

    var passedOver: Set<Destination> { pass.passedOver }

    mutating func fail() { isUnderWay = false }

    /// There may be rows again that the pass under way does not see: retries fell due, or a claim was denied.
    mutating func expectMore() {
        isExhausted = false
        waitingFor = []
        pass.fresh += 1
    }
}
