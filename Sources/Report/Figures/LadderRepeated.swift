import Conversations
import Wire

extension LadderMarks {
  /// A SYN, a SYN-ACK or a FIN that was sent more than once, and what tells that its copies arrived.
  struct Repeated {
    /// Their frames, in order of capture.
    let copies: [Int]
    /// The first frame of the other side that acknowledges it.
    private let acknowledged: Int?
    /// Copies before that of which each is known to have arrived.
    private let arrived: Set<Int>

    /// A host that sends a SYN-ACK again of its own accord waits a second (RFC 6298, section 2.1); of that the way to the
    /// capture may have swallowed some.
    private static let promptNanoseconds: Int64 = 500_000_000

    /// `answers` are the SYN-ACKs that came to a SYN; `isDuplicated` tells that a D-SACK reports two copies of it. Nil
    /// where it was sent once.
    init?(
      _ first: Int?, _ retries: [FrameMoment], _ rows: [PacketRow], answers: [FrameMoment] = [],
      isDuplicated: Bool = false, ignoring ignored: Set<Int>
    ) {
      guard let first, !retries.isEmpty else { return nil }
      let copies = [first] + retries.map(\.frame)
      self.copies = copies
      let place = rows.firstIndex { $0.frame == first }
      guard let place, let segment = rows[place].segment, let side = rows[place].from else {
        (acknowledged, arrived) = (nil, [])
        return
      }
      // Of a SYN with data, the SYN alone may be taken (RFC 7413, section 4.2).
      let end = segment.flags.contains(.syn) ? segment.sequence &+ 1 : segment.nextSequence
      let later = rows[(place + 1)...].filter { !ignored.contains($0.frame) }
      let acknowledged = later.first { row in
        guard row.from == side.other, let number = row.segment?.acknowledgment else { return false }
        return Int32(bitPattern: number &- end) >= 0
      }?.frame
      self.acknowledged = acknowledged
      if isDuplicated, copies.count == 2 {
        arrived = Set(copies)
        return
      }
      let early = copies.filter { $0 < acknowledged ?? 0 }
      // A copy that comes later may have an answer of its own.
      let next = copies.dropFirst(early.count).first ?? .max
      let count =
        answers.isEmpty
        ? Self.acknowledgments(of: end, by: side.other, in: later.prefix { $0.frame < next }, copies)
        : answers.count { answer in
          answer.frame < next
            && (0..<Self.promptNanoseconds).contains(answer.time.nanoseconds(since: answers[0].time))
        }
      arrived = early.count > 1 && count >= early.count ? Set(early) : []
    }

    /// The ACKs that end with it, as far as nothing but its copies has called for them.
    private static func acknowledgments(
      of end: UInt32, by receiver: Side, in rows: ArraySlice<PacketRow>, _ copies: [Int]
    ) -> Int {
      var count = 0
      for row in rows {
        guard let segment = row.segment else { continue }
        if row.from == receiver {
          guard segment.acknowledgment == end else { continue }
          if count == 0 || segment.labels.contains(.duplicateACK) { count += 1 }
        } else if !copies.contains(row.frame), segment.payloadLength > 0 || segment.sequence != end {
          break
        }
      }
      return count
    }

    /// An answer to `copy` was captured before `retry`, or each copy had one.
    func hasArrived(_ copy: Int, before retry: Int) -> Bool {
      arrived.contains(copy) || acknowledged.map { $0 < retry } == true
    }
  }
}
