/// Places by a fingerprint of what is there, which several may share: open addressing, so that most lookups touch one place
/// in memory.
struct FingerprintIndex {
  /// A part of the fingerprint, and the place; -1 where there is none.
  private struct Bucket {
    let mark: UInt32
    let place: Int32

    static let empty = Bucket(mark: 0, place: -1)
  }

  private var buckets = [Bucket](repeating: .empty, count: 64)
  private var count = 0

  private static func mark(_ fingerprint: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: fingerprint >> 32) }

  /// Where to look for a fingerprint first.
  func start(_ fingerprint: UInt64) -> Int { Int(Self.mark(fingerprint)) & (buckets.count - 1) }

  /// The next place that may be the one; nil when there is none.
  @inline(__always)
  func next(_ fingerprint: UInt64, from number: inout Int) -> Int? {
    let mark = Self.mark(fingerprint), mask = buckets.count - 1
    while true {
      let bucket = buckets[number]
      guard bucket.place >= 0 else { return nil }
      number = (number + 1) & mask
      if bucket.mark == mark { return Int(bucket.place) }
    }
  }

  mutating func insert(_ fingerprint: UInt64, _ place: Int) {
    if count * 2 >= buckets.count { grow() }
    count += 1
    put(Bucket(mark: Self.mark(fingerprint), place: Int32(place)))
  }

  private mutating func put(_ bucket: Bucket) {
    let mask = buckets.count - 1
    var number = Int(bucket.mark) & mask
    while buckets[number].place >= 0 { number = (number + 1) & mask }
    buckets[number] = bucket
  }

  private mutating func grow() {
    let old = buckets
    buckets = [Bucket](repeating: .empty, count: old.count * 2)
    for bucket in old where bucket.place >= 0 { put(bucket) }
  }

  mutating func remove(_ fingerprint: UInt64, _ place: Int) {
    let mask = buckets.count - 1
    var hole = Int(Self.mark(fingerprint)) & mask
    while buckets[hole].place != Int32(place) {
      guard buckets[hole].place >= 0 else { return }
      hole = (hole + 1) & mask
    }
    count -= 1
    // What was put further on because this bucket was full moves up.
    var number = (hole + 1) & mask
    while buckets[number].place >= 0 {
      let home = Int(buckets[number].mark) & mask
      if (number - home) & mask >= (number - hole) & mask {
        buckets[hole] = buckets[number]
        hole = number
      }
      number = (number + 1) & mask
    }
    buckets[hole] = .empty
  }
}
