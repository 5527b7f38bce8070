/// What became of a packet that one capture has and the other has not.
public enum PacketFate: String, Hashable, Sendable, CaseIterable {
  /// It passed the capture on its sender's side, and never the other: lost on the way between the two.
  case lost
  /// It passed the capture on its receiver's side alone: the other one missed it, or it came from elsewhere.
  case notCaptured
  /// The same packet once more on its receiver's side: doubled on the way between the two.
  case doubled
  /// The same packet once more on its sender's side: doubled in that capture, or one of the two was lost.
  case copied
  /// The same bytes once more, and no number to tell whether it was doubled or sent twice.
  case repeated
  /// The other capture had not begun when it would have passed.
  case beforeOther
  /// The other capture had ended when it would have passed, as far as its last packet tells.
  case afterOther
  /// It is not known which of the captures it passed first.
  case undecided
}
