/// Numbers by chance that are the same for the same seed (xorshift64).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed == 0 ? 0x9e37_79b9_7f4a_7c15 : seed }

  mutating func roll() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  mutating func roll(_ sides: Int) -> Int { Int(truncatingIfNeeded: roll() % UInt64(max(sides, 1))) }

  /// True once in a hundred for 1.
  mutating func happens(percent: Double) -> Bool { Double(roll() % 1_000_000) < percent * 10_000 }
}
