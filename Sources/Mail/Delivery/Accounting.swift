/// How many recipients of a mailing are in which state: the promise that everybody is accounted for.
package struct Accounting: Hashable, Sendable {
    /// The size of the audience when it was frozen, stored apart from the rows so that a lost row shows.
    package let audience: Int
    package let counts: [DeliveryState: Int]

    package init(audience: Int, counts: [DeliveryState: Int]) {
        self.audience = audience
        self.counts = counts
    }

    package subscript(state: DeliveryState) -> Int { counts[state] ?? 0 }

    /// audience = sent + failed + skipped + pending + deferred + in flight + unknown.
    package var isBalanced: Bool { counts.values.reduce(0, +) == audience }

    /// Nothing left to do: 0 pending, deferred and in flight, and the sum holds.
    package var isFinished: Bool { isBalanced && self[.pending] + self[.deferred] + self[.inFlight] == 0 }
}
