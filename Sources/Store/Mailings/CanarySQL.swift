/// Which deliveries belong to a canary slice, said in one place.
enum CanarySQL {
    /// A delivery's id, mixed so that neighbours are far apart (Knuth's multiplicative hashing): each id below 2^32 has
    /// a value of its own, so that a limit cuts off an exact number of rows.
    static func mixed(_ deliveries: String) -> String { "(\(deliveries).id * 2654435761 & 4294967295)" }
}
