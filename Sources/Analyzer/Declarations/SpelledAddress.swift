import Wire

/// An address as it is written, and how often each character is in it: that tells at once which two cannot be alike.
struct SpelledAddress {
  let text: String
  /// Characters that fall together only make two look more alike.
  private let counts: SIMD32<Int16>

  init(_ address: IPAddress) { self.init(address.description) }

  init(_ text: String) {
    self.text = text
    var counts = SIMD32<Int16>()
    // Of longer ones nothing is compared (``Spelling``).
    for character in text.unicodeScalars.prefix(65) { counts[Int(character.value & 31)] += 1 }
    self.counts = counts
  }

  /// `Spelling.distance` is not less: to insert, to delete or to replace changes one character of one that there are too many.
  func leastDistance(_ other: SpelledAddress) -> Int {
    let surplus = counts &- other.counts
    let zero = SIMD32<Int16>()
    return max(
      Int(pointwiseMax(surplus, zero).wrappedSum()), Int(pointwiseMax(zero &- surplus, zero).wrappedSum()))
  }
}
