import Wire

/// The state of one end of a TCP connection (RFC 9293, section 3.3.2), as far as packets tell it.
public enum TCPState: String, Hashable, Sendable, Codable {
  case closed = "CLOSED"
  case listen = "LISTEN"
  case synSent = "SYN-SENT"
  case synReceived = "SYN-RECEIVED"
  case established = "ESTABLISHED"
  case finWait1 = "FIN-WAIT-1"
  case finWait2 = "FIN-WAIT-2"
  case closeWait = "CLOSE-WAIT"
  case closing = "CLOSING"
  case lastACK = "LAST-ACK"
  case timeWait = "TIME-WAIT"
}

/// The states of both ends, concluded from the segments that pass: each is taken to arrive as soon as it was captured.
///
/// An end is in no known state until a packet tells one: a capture may begin in the middle. That a server listens shows in
/// its answer; before that it is taken from the SYN, which somebody sent there.
public struct TCPStates: Hashable, Sendable {
  public private(set) var originator: TCPState?
  public private(set) var responder: TCPState?
  /// The number behind the FIN of each side, once it has sent one.
  private var originatorEnd: UInt32?
  private var responderEnd: UInt32?

  public init() {}

  public subscript(side: Side) -> TCPState? {
    get { side == .originator ? originator : responder }
    set { if side == .originator { originator = newValue } else { responder = newValue } }
  }

  private subscript(endOf side: Side) -> UInt32? {
    get { side == .originator ? originatorEnd : responderEnd }
    set { if side == .originator { originatorEnd = newValue } else { responderEnd = newValue } }
  }

  /// Takes in the next segment of `side`. One that is known not to arrive, or not before the other side says something
  /// of its own, moves its sender alone. What is left of a dead connection moves no end that is closed: only a SYN opens.
  public mutating func observe(_ segment: PacketRow.Segment, from side: Side, arrives: Bool = true) {
    let before = self
    advance(with: segment, from: side)
    if !arrives { self[side.other] = before[side.other] }
    guard !segment.flags.contains(.syn) || segment.flags.contains(.ack) else { return }
    for end in [side, side.other] where before[end] == .closed { self[end] = .closed }
  }

  private mutating func advance(with segment: PacketRow.Segment, from side: Side) {
    let flags = segment.flags, other = side.other
    if flags.contains(.rst) {
      // A listener that is asked for what it does not know says RST, and goes on.
      (self[side], self[other]) = (.closed, .closed)
      return
    }
    if flags.contains(.syn) {
      if flags.contains(.ack) {
        if self[side] == nil || self[side] == .listen || self[side] == .synSent { self[side] = .synReceived }
        if self[other] == nil || self[other] == .synSent || self[other] == .synReceived { self[other] = .established }
      } else {
        // One that comes later is another connection's, or a copy.
        guard [nil, .listen, .synSent, .closed, .timeWait].contains(self[side]) else { return }
        (self[side], self[endOf: side], self[endOf: other]) = (.synSent, nil, nil)
        self[other] = self[other] == .synSent ? .synReceived : .listen
      }
      return
    }
    if flags.contains(.ack) { acknowledge(segment, from: side) }
    if flags.contains(.fin) { close(segment, from: side) }
  }

  private mutating func acknowledge(_ segment: PacketRow.Segment, from side: Side) {
    let other = side.other
    // Whoever acknowledges without SYN has an open connection; so has the other end when it learns of it.
    if self[side] == nil || self[side] == .synSent || self[side] == .listen { self[side] = .established }
    if self[other] == nil || self[other] == .synReceived { self[other] = .established }
    if self[side] == .synReceived { self[side] = .established }
    guard let end = self[endOf: other], let acknowledgment = segment.acknowledgment,
      Int32(bitPattern: acknowledgment &- end) >= 0
    else { return }
    switch self[other] {
    case .finWait1?: self[other] = .finWait2
    case .closing?: self[other] = .timeWait
    case .lastACK?: self[other] = .closed
    default: break
    }
  }

  private mutating func close(_ segment: PacketRow.Segment, from side: Side) {
    let other = side.other
    guard self[endOf: side] == nil else {
      // Sent again: the first copy may not have arrived.
      if self[other] == .established { self[other] = .closeWait }
      return
    }
    self[endOf: side] = segment.nextSequence
    guard let end = self[endOf: other] else {
      (self[side], self[other]) = (.finWait1, .closeWait)
      return
    }
    let knowsOfOther = segment.acknowledgment.map { Int32(bitPattern: $0 &- end) >= 0 } ?? false
    // Where it does not, both have closed before either knew (RFC 9293, section 3.6, figure 13).
    (self[side], self[other]) = knowsOfOther ? (.lastACK, .timeWait) : (.closing, .closing)
  }
}
