/// How many sessions a loop serves in one turn, by how busy it has been.
///
/// Replies that are read in one turn share a commit, and their bodies leave behind it: whoever came first waits for the
/// last. Their replies then come back together, so that sessions gather in a bunch, and each waits for all. A loop with
/// time to spare serves a few at a time, which lets a bunch drift apart; a busy one serves all there are, because a
/// commit for many costs little more than one for a few.
struct TurnSize {
    static let small = 4
    /// Waiting for more than this share of the time is time to spare.
    private static let spareShare = 0.25
    /// How much an earlier turn counts against the next.
    private static let fading = 0.95

    private var waited = 0.0
    private var lasted = 0.0

    /// Sessions to be served in the next turn at most.
    var limit: Int { waited > lasted * Self.spareShare ? Self.small : .max }

    /// A turn has ended: it `lasted` so long, of which the loop `waited` for the network.
    mutating func note(waited: Duration, lasted: Duration) {
        self.waited = self.waited * Self.fading + waited / .seconds(1)
        self.lasted = self.lasted * Self.fading + lasted / .seconds(1)
    }
}
