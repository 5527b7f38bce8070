import Conversations
import Wire

/// A conversation of one capture, and the same one in another.
struct ConversationPair: Hashable, Sendable {
  /// Where they stand in their traces.
  let first: Int
  let second: Int
  let evidence: PairEvidence
  /// The originator of the one is the responder of the other, as their captures have it.
  let isTurned: Bool
  /// What the second capture's sequence numbers are more, of what the first one's originator and responder send.
  let shifts: Shifts

  struct Shifts: Hashable, Sendable {
    let originator: UInt32
    let responder: UInt32
  }

  init(_ first: Int, _ second: Int, _ evidence: PairEvidence, isTurned: Bool, in traces: (VantageTrace, VantageTrace)) {
    self.first = first
    self.second = second
    self.evidence = evidence
    self.isTurned = isTurned
    let one = traces.0.conversations[first], other = traces.1.conversations[second]
    func shift(_ isOriginator: Bool) -> UInt32 {
      guard let before = one.initialSequence(ofOriginator: isOriginator),
        let after = other.initialSequence(ofOriginator: isOriginator != isTurned)
      else { return 0 }
      return after &- before
    }
    shifts = Shifts(originator: shift(true), responder: shift(false))
  }
}
