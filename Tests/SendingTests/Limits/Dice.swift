/// A deterministic sequence, so that a failure can be repeated.
struct Dice {
    var state: UInt64
    mutating func roll(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[Int(roll(UInt64(elements.count)))] }

    mutating func isOne(in bound: UInt64) -> Bool { roll(bound) == 0 }
}
