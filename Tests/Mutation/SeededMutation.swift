/// Random changes to a source, the same for the same seed (SplitMix64).
package struct SeededMutation: RandomNumberGenerator {
    private var state: UInt64
    package init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// `source` with pieces removed, doubled, swapped for other bytes, and `tokens` put in between.
    package mutating func mutate(_ source: String, times: Int, tokens: [String]) -> String {
        var scalars = Array(source.unicodeScalars)
        for _ in 0..<times where !scalars.isEmpty {
            let position = Int.random(in: 0..<scalars.count, using: &self)
            let end = min(scalars.count, position + Int.random(in: 0...20, using: &self))
            switch Int.random(in: 0..<4, using: &self) {
            case 0: scalars.removeSubrange(position..<end)
            case 1: scalars.insert(contentsOf: scalars[position..<end], at: position)
            case 2: scalars[position] = Unicode.Scalar(UInt8.random(in: 1..<128, using: &self))
            default: scalars.insert(contentsOf: (tokens.randomElement(using: &self) ?? "").unicodeScalars, at: position)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
