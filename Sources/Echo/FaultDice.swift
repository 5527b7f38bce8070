/// What chance makes of the messages of one server or client: the same again for the same seed.
///
/// Each message takes the same number of throws whatever comes of it, so that which ones are dropped does not depend on
/// what else was asked for.
struct FaultDice {
  private let plan: FaultPlan
  private var state: UInt64

  init(_ plan: FaultPlan) {
    self.plan = plan
    state = plan.seed
  }

  /// What goes out of `message`; nil if nothing does.
  mutating func roll(_ message: ArraySlice<UInt8>) -> FaultyMessage? {
    let isDropped = happens(plan.dropShare)
    let isDuplicated = happens(plan.duplicateShare)
    let isCorrupted = happens(plan.corruptShare)
    let isHalved = happens(plan.truncateShare)
    let place = next()
    if isDropped { return nil }
    var bytes = Array(message.prefix(plan.lengthLimit ?? .max))
    if isHalved { bytes.removeLast(bytes.count / 2) }
    if isCorrupted, !bytes.isEmpty {
      // The upper half chooses the byte, the lower one what becomes of it; never what it was.
      bytes[Int((place >> 32) % UInt64(bytes.count))] ^= UInt8(1 + (place & 0xffff_ffff) % 255)
    }
    return FaultyMessage(
      bytes: bytes, isDuplicated: isDuplicated, isCorrupted: isCorrupted && !bytes.isEmpty,
      isTruncated: bytes.count < message.count)
  }

  private mutating func happens(_ share: Double) -> Bool {
    // 53 bits, which is what a Double below 1 holds evenly.
    Double(next() >> 11) * 0x1p-53 < share
  }

  /// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
