public import Wire

/// One thing that a label asks of a segment, with the values it is asked of. Sequence and acknowledgment numbers are raw.
public enum LabelCondition: Hashable, Sendable {
  /// None of SYN, FIN and RST is set.
  case isPlain(TCPFlags)
  case isSYN(TCPFlags)
  case isNoReset(TCPFlags)
  case hasACK(TCPFlags)
  /// It carries payload, a SYN or a FIN.
  case takesNumbers(length: Int, TCPFlags)
  case hasLength(Int, Length)
  /// Its own window is zero, or is not.
  case window(UInt16, isZero: Bool)
  /// Its sequence number against the next that was to come.
  case sequence(SequenceNumber, Place, next: SequenceNumber)
  /// The sequence number is behind the next, and does not begin with the byte of a probe.
  case isBehind(SequenceNumber, next: SequenceNumber, afterProbe: Bool)
  /// Its window against that of the previous segment of its sender.
  case sameWindow(UInt16, before: UInt16?, isWanted: Bool)
  case sameAcknowledgment(SequenceNumber, before: SequenceNumber)
  /// The last window of the other side is zero.
  case otherWindowIsZero(UInt16?)
  /// The latest segment of the other side had this label, or had not.
  case otherHad(SegmentLabel, Bool, isWanted: Bool)
  /// The scale of the other side's windows is known.
  case scaleIsKnown(LabelEvidence.Direction.WindowScale)
  /// It ends where the window of the other side ends.
  case fillsWindow(end: SequenceNumber, offered: SequenceNumber?)
  /// It acknowledges more than was seen without a gap.
  case acknowledgesBeyond(SequenceNumber, seen: SequenceNumber)
  /// The same has not been told before.
  case isNotYetTold(Bool)
  /// The other side had acknowledged all of it.
  case isAllAcknowledged(end: SequenceNumber, acknowledged: SequenceNumber)
  /// Two or more duplicate ACKs; `isMarked` after an ACK of unseen bytes, which Wireshark counts as many.
  case isAskedFor(duplicates: Int, isMarked: Bool)
  /// The last ACK of the other side asks for exactly this number.
  case isExpected(SequenceNumber, acknowledged: SequenceNumber)
  /// Nanoseconds since a moment, nil where there is none, and below which limit they must be.
  case isWithin(Int64?, limit: Int64, Limit)
  /// It is not the segment that ends the stream so far.
  case isNotHighest(end: SequenceNumber, next: SequenceNumber)
  /// No other label explains it; this one does, if there is one.
  case isUnexplained(SegmentLabel?)
  /// A SYN, or SYN-ACK, with another number than one before on these ports; nil where that is not known any more.
  case hasOtherNumber(SequenceNumber, before: SequenceNumber?, Bool)

  public enum Length: Hashable, Sendable { case none, one, atMostOne, some }
  public enum Place: Hashable, Sendable { case at, beyond, oneBefore }
  /// What sets a limit of time.
  public enum Limit: Hashable, Sendable {
    /// Since the other side's latest segment: 20 ms.
    case fast
    /// Since the highest number was seen: the initial round trip time.
    case initialRoundTrip
    /// Where that is not known, 3 ms.
    case usual
  }

  public var holds: Bool {
    switch self {
    case .isPlain(let flags): flags.isDisjoint(with: [.syn, .fin, .rst])
    case .isSYN(let flags): flags.contains(.syn)
    case .isNoReset(let flags): !flags.contains(.rst)
    case .hasACK(let flags): flags.contains(.ack)
    case .takesNumbers(let length, let flags): length > 0 || !flags.isDisjoint(with: [.syn, .fin])
    case .hasLength(let length, .none): length == 0
    case .hasLength(let length, .one): length == 1
    case .hasLength(let length, .atMostOne): length <= 1
    case .hasLength(let length, .some): length > 0
    case .window(let window, let isZero): (window == 0) == isZero
    case .sequence(let start, .at, let next): start == next
    case .sequence(let start, .beyond, let next): next.rawValue != 0 && start.distance(from: next) > 0
    case .sequence(let start, .oneBefore, let next): start == next.advanced(by: -1)
    case .isBehind(let start, let next, let afterProbe):
      next.rawValue != 0 && start.distance(from: next) < 0 && !afterProbe
    case .sameWindow(let window, let before, let isWanted): (window == before) == isWanted
    case .sameAcknowledgment(let number, let before): number == before
    case .otherWindowIsZero(let window): window == 0
    case .scaleIsKnown(let scale): scale != .unknown
    case .fillsWindow(let end, let offered): end == offered
    case .acknowledgesBeyond(let number, let seen): seen.rawValue != 0 && number.distance(from: seen) > 0
    case .isNotYetTold(let isNew): isNew
    case .isAllAcknowledged(let end, let acknowledged):
      acknowledged.rawValue != 0 && end.distance(from: acknowledged) <= 0
    case .isAskedFor(let duplicates, let isMarked): duplicates >= 2 || isMarked
    case .isExpected(let start, let acknowledged): start == acknowledged
    case .isWithin(let elapsed, let limit, let kind): elapsed.map { $0 < limit && ($0 >= 0 || kind == .fast) } ?? false
    case .isNotHighest(let end, let next): end != next
    case .otherHad(_, let isSo, let isWanted): isSo == isWanted
    case .isUnexplained(let label): label == nil
    case .hasOtherNumber(_, _, let isSo): isSo
    }
  }
}
