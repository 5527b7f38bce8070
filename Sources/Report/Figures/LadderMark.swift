import Conversations

/// What is to be said of a packet in a ladder.
enum LadderMark: Hashable, Sendable {
  /// It repeats this frame; nil where that is not in the capture.
  case repeats(Int?, Retransmission.Cause?)
  /// It repeats what was sent before; which frame that was is not kept.
  case sentAgain
  /// It did not arrive, and was sent again in this frame.
  case lost(again: Int)
  /// Nothing tells that it arrived; it was sent again in this frame.
  case unanswered(again: Int)
  /// It arrived, and was sent again all the same.
  case needless(again: Int)
  /// Later ones had overtaken it.
  case late
  /// It has overtaken this frame.
  case ahead(of: Int)
  /// The same packet is in the capture before.
  case copy
  case duplicateACK, keepAlive, zeroWindow, windowProbe, windowFull
  /// It acknowledges bytes that are not in the capture.
  case acknowledgesUnseen
  /// A RST that its receiver ignores.
  case ignoredReset
  /// It belongs to an older connection on these ports.
  case olderConnection
  /// The answer of somebody else, which was not taken.
  case otherAnswer
  /// New bytes after the other side had closed.
  case dataAfterFIN
  /// UDP.
  case noReply
  case icmpError(Int)
  case reply(to: Int)
  case furtherReply(to: Int)
  /// The reply to a later request has come before it.
  case overtakenReply
  case unasked
  case shortened, different
  /// Its fragments, this frame included.
  case reassembled([Int])
  /// Of an ICMP error: the frame that it is about.
  case about(Int)

  /// The other frames that it names.
  var frames: [Int] {
    switch self {
    case .repeats(let frame, _): frame.map { [$0] } ?? []
    case .lost(let frame), .unanswered(let frame), .needless(let frame), .ahead(let frame), .icmpError(let frame),
      .reply(let frame), .furtherReply(let frame), .about(let frame):
      [frame]
    case .reassembled(let frames): frames
    default: []
    }
  }

  /// How it changes the arrow.
  var course: Ladder.Course {
    switch self {
    case .repeats, .sentAgain: .again
    case .lost: .lost
    case .late: .late
    default: []
    }
  }
}
