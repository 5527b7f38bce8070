import Conversations
import Wire

/// What two conversations have in common that chance makes differ.
struct MarkMatch {
  typealias Mark = PacketMarks.Mark

  /// Packets that are the same in both, in order of the first.
  let pairs: [(Mark, Mark)]
  private(set) var agreements: [SameRecording.Agreement] = []
  private(set) var intervals: (equal: Int, total: Int) = (0, 0)
  private(set) var shift: Int64?
  private(set) var isShiftRounding = false

  /// Bits of chance that two recordings of their own would have to share; a class of forty has 780 pairs.
  private static let suspicion = 15

  /// `units` are nanoseconds that the times of each are good for. Nil where nothing is conspicuous.
  init?(_ first: ComparableMarks, _ second: ComparableMarks, units: (Int64, Int64)) {
    guard first.mayMatch(second, tolerance: Self.tolerance(units)) else { return nil }
    var bits = 0
    let raw = first.pairs(second, by: \.raw)
    let isTCP = first.marks.first?.timestampValue != nil || raw.contains { $0.0.rawSequence != 0 }
    let sides = Set(raw.map(\.0.side))
    let areNumbersEqual = isTCP && sides.count == 2
    pairs = areNumbersEqual ? raw : first.pairs(second, by: \.relative)
    guard !pairs.isEmpty else { return nil }
    if areNumbersEqual {
      // Both sides' initial sequence numbers are chosen by chance (RFC 9293, section 3.4.1).
      bits += 64
      agreements.append(.sequenceNumbers(pairs.count))
    }
    let values = pairs.filter { $0.0.timestampValue != nil && $0.1.timestampValue != nil }
    if !values.isEmpty, values.allSatisfy({ $0.0.timestampValue == $0.1.timestampValue }) {
      bits += 24 * Set(values.map(\.0.side)).count
      agreements.append(.timestampValues(values.count))
    }
    let identified = pairs.filter { $0.0.identification != 0 && $0.1.identification != 0 }
    if !identified.isEmpty, identified.allSatisfy({ $0.0.identification == $0.1.identification }) {
      // One that every host begins with tells nothing.
      bits += identified.contains { $0.0.identification > 255 } ? 12 * Set(identified.map(\.0.side)).count : 0
      agreements.append(.identifications(identified.count))
    }
    bits += addIntervals(units)
    guard bits >= Self.suspicion else { return nil }
  }

  /// What was cut to coarser units may differ by one.
  private static func tolerance(_ units: (Int64, Int64)) -> Int64 { units.0 == units.1 ? 0 : max(units.0, units.1) }

  /// Compares the times between packets; what they are worth, in bits.
  private mutating func addIntervals(_ units: (Int64, Int64)) -> Int {
    let unit = max(units.0, units.1)
    let tolerance = Self.tolerance(units)
    var bits = 0
    for ((before, otherBefore), (after, otherAfter)) in zip(pairs, pairs.dropFirst()) {
      let interval = after.time.nanoseconds(since: before.time)
      let other = otherAfter.time.nanoseconds(since: otherBefore.time)
      intervals.total += 1
      guard interval.subtractingReportingOverflow(other).partialValue.magnitude <= tolerance.magnitude else { continue }
      intervals.equal += 1
      // Another time that the same takes is mostly not farther off than an eighth of it.
      bits += min(max((interval.magnitude / UInt64(unit)).significantBits - 4, 0), 16)
    }
    guard intervals.total > 0, intervals.equal == intervals.total else {
      // Where nothing else shows that they are the same packets, one interval that is not equal shows that they are not.
      return 0
    }
    agreements.append(.intervals(intervals.equal))
    shift = pairs.first.map { $0.1.time.nanoseconds(since: $0.0.time) }
    isShiftRounding = shift.map { $0 != 0 && $0.magnitude < UInt64(tolerance) } ?? false
    return bits
  }
}

extension UInt64 {
  fileprivate var significantBits: Int { Self.bitWidth - leadingZeroBitCount }
}
