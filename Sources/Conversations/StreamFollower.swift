public import Wire

/// Puts the payload of one stream in order, both sides, and hands it out as it comes: each byte of TCP once, each datagram
/// of UDP, in the order in which Wireshark's follow shows them.
///
/// It is shown the packets of one stream, whatever tunnels they came through, and keeps only what waits for a segment that
/// has not come.
public struct StreamFollower: Sendable {
  /// Where a chunk goes, with its bytes, which are lent for the call; none of a gap.
  public typealias Delivery = (_ chunk: StreamChunk, _ bytes: RawSpan) -> Void

  /// Payload bytes of one side that may wait for a segment, unless told otherwise.
  public static var holdLimit: Int { 16 * 1_048_576 }

  /// The two ends; nil before the first packet. Who began is told by that one packet.
  public private(set) var originator: Endpoint?
  public private(set) var responder: Endpoint?
  private var fromOriginator: StreamReassembly
  private var fromResponder: StreamReassembly

  /// `holdLimit` is how many payload bytes of one side may wait for a segment that has not come; past it a hole counts as
  /// a gap.
  public init(holdLimit: Int = Self.holdLimit) {
    fromOriginator = StreamReassembly(side: .originator, holdLimit: holdLimit)
    fromResponder = StreamReassembly(side: .responder, holdLimit: holdLimit)
  }

  public func totals(of side: Side) -> StreamTotals {
    side == .originator ? fromOriginator.totals : fromResponder.totals
  }

  /// Takes the next packet of the stream. Only TCP segments and UDP datagrams have a part in it; ICMP errors about them
  /// have none. The other parameters are those of the engine's listener.
  public mutating func observe(
    _ frame: Frame, _ transport: Transport?, _ observation: Observation, _ deliver: Delivery
  ) {
    guard let transport, let network = frame.network, let source = network.source,
      let destination = network.destination
    else { return }
    switch transport {
    case .tcp(let segment):
      // Nothing tells where the payload of another begins, or where it ends.
      guard segment.isLengthKnown, !segment.isHeaderLengthWrong else { return }
      observe(
        segment, from: Endpoint(address: source, port: segment.sourcePort),
        to: Endpoint(address: destination, port: segment.destinationPort), observation, deliver)
    case .udp(let datagram):
      guard !datagram.isLengthBelowHeader else { return }
      let side = side(
        of: Endpoint(address: source, port: datagram.sourcePort),
        to: Endpoint(address: destination, port: datagram.destinationPort), observation.sender)
      // The first fragment of a datagram that could not be put together tells how long the whole was.
      let isFirstFragment = network.fragment != nil && !frame.isReassembled
      let length =
        isFirstFragment
        ? max(Int(datagram.length) - UDPDatagram.headerLength, datagram.payloadLength) : datagram.payloadLength
      if side == .originator {
        fromOriginator.take(datagram, length: length, in: observation.frame, deliver)
      } else {
        fromResponder.take(datagram, length: length, in: observation.frame, deliver)
      }
    case .icmp, .other: break
    }
  }

  /// Payload bytes of both sides that wait for a segment.
  var heldBytes: Int { fromOriginator.heldBytes + fromResponder.heldBytes }
  /// Segments that wait.
  var heldSegments: Int { fromOriginator.heldSegments + fromResponder.heldSegments }

  /// Hands out what waits, as if what it waits for would not come, and goes on behind it.
  mutating func release(_ deliver: Delivery) {
    while fromOriginator.frameAfterHole != nil { fromOriginator.giveUp(.notAwaited, deliver) }
    while fromResponder.frameAfterHole != nil { fromResponder.giveUp(.notAwaited, deliver) }
  }

  /// Hands out what still waits, and tells what is known to be missing at the end.
  public mutating func finish(_ deliver: Delivery) {
    while true {
      switch (fromOriginator.frameAfterHole, fromResponder.frameAfterHole) {
      case (let first?, let second?) where first > second: fromResponder.giveUp(.notCaptured, deliver)
      case (_?, _): fromOriginator.giveUp(.notCaptured, deliver)
      case (nil, _?): fromResponder.giveUp(.notCaptured, deliver)
      case (nil, nil):
        fromOriginator.finish(deliver)
        fromResponder.finish(deliver)
        return
      }
    }
  }

  private mutating func observe(
    _ segment: TCPSegment, from source: Endpoint, to destination: Endpoint, _ observation: Observation,
    _ deliver: Delivery
  ) {
    // A socket connected to itself acknowledges its own bytes, and there is no other side.
    let acknowledges = segment.flags.contains(.ack) && source != destination
    if side(of: source, to: destination, observation.sender) == .originator {
      Self.take(segment, &fromOriginator, &fromResponder, acknowledges: acknowledges, in: observation.frame, deliver)
    } else {
      Self.take(segment, &fromResponder, &fromOriginator, acknowledges: acknowledges, in: observation.frame, deliver)
    }
  }

  private static func take(
    _ segment: TCPSegment, _ sender: inout StreamReassembly, _ other: inout StreamReassembly, acknowledges: Bool,
    in frame: Int, _ deliver: Delivery
  ) {
    // First, as the other side had sent those bytes before it could be answered.
    if acknowledges {
      other.acknowledge(
        segment.acknowledgmentNumber, in: frame, isReset: segment.flags.contains(.rst), deliver)
    }
    if sender.begin(segment) { other.forgetAcknowledgments() }
    sender.take(segment, in: frame, deliver)
  }

  /// Who sent a packet. Tunnels may tell of the same stream each with roles of its own, so the first packet decides.
  private mutating func side(of source: Endpoint, to destination: Endpoint, _ sender: Side?) -> Side {
    if originator == nil {
      (originator, responder) = sender == .responder ? (destination, source) : (source, destination)
    }
    return source == originator ? .originator : .responder
  }
}
