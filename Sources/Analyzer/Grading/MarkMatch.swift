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

  /// What tells a packet within its conversation.
  private struct Key: Hashable {
    let side: Side
    let sequence: UInt32
    let length: Int
    let flags: UInt16
    let digest: UInt64
    /// The same packet again.
    let ordinal: Int
  }

  /// `units` are nanoseconds that the times of each are good for. Nil where nothing is conspicuous.
  init?(_ first: PacketMarks, _ second: PacketMarks, units: (Int64, Int64)) {
    var bits = 0
    let raw = Self.pairs(first.marks, second.marks, \.rawSequence)
    let isTCP = first.marks.first?.timestampValue != nil || raw.contains { $0.0.rawSequence != 0 }
    let sides = Set(raw.map(\.0.side))
    let areNumbersEqual = isTCP && sides.count == 2
    pairs = areNumbersEqual ? raw : Self.pairs(first.marks, second.marks, \.sequence)
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

  /// Compares the times between packets; what they are worth, in bits.
  private mutating func addIntervals(_ units: (Int64, Int64)) -> Int {
    let unit = max(units.0, units.1)
    // What was cut to coarser units may differ by one.
    let tolerance = units.0 == units.1 ? 0 : unit
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

  /// Packets of both with the same key, in order of the first.
  private static func pairs(
    _ first: [Mark], _ second: [Mark], _ sequence: KeyPath<Mark, UInt32>
  ) -> [(Mark, Mark)] {
    func keys(_ marks: [Mark]) -> [(Key, Mark)] {
      var seen: [Key: Int] = [:]
      return marks.map { mark in
        func key(_ ordinal: Int) -> Key {
          Key(
            side: mark.side, sequence: mark[keyPath: sequence], length: mark.length, flags: mark.flags,
            digest: mark.digest, ordinal: ordinal)
        }
        seen[key(0), default: 0] += 1
        return (key(seen[key(0), default: 1]), mark)
      }
    }
    let others = Dictionary(keys(second)) { first, _ in first }
    return keys(first).compactMap { key, mark in others[key].map { (mark, $0) } }
  }
}

extension UInt64 {
  fileprivate var significantBits: Int { Self.bitWidth - leadingZeroBitCount }
}
