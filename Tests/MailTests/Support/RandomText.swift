/// The same sequence of numbers for the same seed, on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SeededGenerator {
    private static let pieces = [
        "a", "Z", "0", " ", "  ", ".", ",", "=", "?", "_", "=?", "?=", "\"", "\\", "<", ">", "(", ")", "@", ":", ";",
        "ä", "ß", "€", "漢字", "かな", "한글", "e\u{301}\u{327}", "😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "עברית", "Ω", "From ",
        "https://example.org/a?b=c&d=e",
        "averyveryverylongwordwithoutanyplacetobreakitwhichgoesonandonandonandonandonandon",
    ]

    /// Text of letters, signs, other scripts, combining marks and emoji.
    mutating func text(maximumPieces: Int, extra: [String] = []) -> String {
        let count = Int.random(in: 0...maximumPieces, using: &self)
        let choice = Self.pieces + extra
        return (0..<count).map { _ in choice[Int.random(in: 0..<choice.count, using: &self)] }.joined()
    }
}
