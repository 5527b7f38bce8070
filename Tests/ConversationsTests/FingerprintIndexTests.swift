import PacketBuilding
import Testing

@testable import Conversations

struct FingerprintIndexTests {
  private func places(of fingerprint: UInt64, in index: FingerprintIndex) -> Set<Int> {
    var bucket = index.start(fingerprint), found: Set<Int> = []
    while let place = index.next(fingerprint, from: &bucket) { found.insert(place) }
    return found
  }

  @Test(arguments: [4, 100, 1_000_000] as [UInt64])
  func `every place is found, and none that was removed`(variety: UInt64) {
    var dice = Dice(seed: variety)
    var index = FingerprintIndex()
    var known: [(fingerprint: UInt64, place: Int)] = []
    for place in 0..<3_000 {
      // Few of the bits that count, so that many want one bucket.
      let fingerprint = dice.roll(variety) << 32 | dice.roll(1 << 32)
      index.insert(fingerprint, place)
      known.append((fingerprint, place))
      if dice.roll(3) > 0 {
        let gone = known.remove(at: Int(dice.roll(UInt64(known.count))))
        index.remove(gone.fingerprint, gone.place)
      }
    }
    let left = Set(known.map(\.place))
    for (fingerprint, place) in known {
      // There may be others that look alike, and none that was removed.
      let found = places(of: fingerprint, in: index)
      #expect(found.contains(place))
      #expect(found.isSubset(of: left))
    }
  }
}
