import Wire

/// Datagrams between two endpoints in which nothing has happened that a report tells of by itself: each request is
/// returned unchanged before the next one is sent.
struct UneventfulExchanges {
  /// Payload of the request that has not come back; -1 where there is none.
  private var requested: Int32 = -1
  private(set) var replies: UInt16 = 0
  private var place: UInt8 = 0
  private var digest: UInt64 = 0
  private var latest: Timestamp
  /// The latest identifications of both sides: one that comes again may be a packet that came again.
  private var identifications = SIMD16<UInt16>()

  /// Nil where the datagram is no usual first one.
  init?(_ datagram: UDPDatagram, from sender: Endpoint, to receiver: Endpoint, _ glance: PacketGlance) {
    // An answer tells who began (`ConversationTable`). What may be background is told in another way, or not at all.
    guard sender.port >= 1_024 || receiver.port < 1_024,
      BackgroundProtocol(sender, receiver, beginsLikeQUIC: true) == nil
    else { return nil }
    latest = glance.time
    ask(datagram)
    note(glance.identification)
  }

  /// Nothing has to be looked at if no more comes.
  var isSettled: Bool { requested < 0 }

  private mutating func note(_ identification: UInt16) {
    identifications[Int(place)] = identification
    place = (place + 1) % UInt8(SIMD16<UInt16>.scalarCount)
  }

  /// Takes in the next datagram. False when it is no usual one; then what is kept does not count any more.
  mutating func take(_ datagram: UDPDatagram, _ glance: PacketGlance, from side: Side) -> Bool {
    guard glance.time >= latest,
      glance.identification == 0 || !any(identifications .== glance.identification)
    else { return false }
    latest = glance.time
    note(glance.identification)
    if side == .originator {
      guard requested < 0 else { return false }
      ask(datagram)
      return true
    }
    guard Int(requested) == datagram.payloadLength, digest == datagram.payload.digest(seed: Self.seed) else {
      return false
    }
    requested = -1
    replies += 1
    return true
  }

  private mutating func ask(_ datagram: UDPDatagram) {
    requested = Int32(truncatingIfNeeded: datagram.payloadLength)
    digest = datagram.payload.digest(seed: Self.seed)
  }

  private static let seed = UInt64.random(in: .min ... .max)
}
