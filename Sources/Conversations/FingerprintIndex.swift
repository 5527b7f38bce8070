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

  /// The first place with this fingerprint that is the one.
  @inline(__always)
  func first(_ fingerprint: UInt64, where isIt: (Int) -> Bool) -> Int? {
    let mark = Self.mark(fingerprint), mask = buckets.count - 1
    var number = Int(mark) & mask
    while true {
      let bucket = buckets[number]
      guard bucket.place >= 0 else { return nil }
      if bucket.mark == mark, isIt(Int(bucket.place)) { return Int(bucket.place) }
      number = (number + 1) & mask
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
