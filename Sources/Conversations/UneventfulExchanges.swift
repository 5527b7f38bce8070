import Wire

/// Datagrams between two endpoints in which nothing has happened that a report tells of by itself: each request is
/// returned unchanged before the next one is sent.
struct UneventfulExchanges {
  private struct Request {
    private let length: Int
    private let digest: UInt64

    private static let seed = UInt64.random(in: .min ... .max)

    init(_ datagram: UDPDatagram) {
      length = datagram.payloadLength
      digest = datagram.payload.digest(seed: Self.seed)
    }

    func isSame(as reply: UDPDatagram) -> Bool {
      length == reply.payloadLength && digest == reply.payload.digest(seed: Self.seed)
    }
  }

  private var request: Request?
  private(set) var replies = 0
  private var latest: Timestamp
  /// The latest identifications of both sides: one that comes again may be a packet that came again.
  private var identifications = SIMD16<UInt16>()
  private var place = 0

  /// Nil where the datagram is no usual first one.
  init?(_ datagram: UDPDatagram, from sender: Endpoint, to receiver: Endpoint, _ glance: PacketGlance) {
    // An answer tells who began (`ConversationTable`). What may be background is told in another way, or not at all.
    guard sender.port >= 1_024 || receiver.port < 1_024,
      BackgroundProtocol(sender, receiver, beginsLikeQUIC: true) == nil
    else { return nil }
    latest = glance.time
    request = Request(datagram)
    note(glance.identification)
  }

  /// Nothing has to be looked at if no more comes.
  var isSettled: Bool { request == nil }

  private mutating func note(_ identification: UInt16) {
    identifications[place] = identification
    place = (place + 1) % SIMD16<UInt16>.scalarCount
  }

  /// Takes in the next datagram. False when it is no usual one; then what is kept does not count any more.
  mutating func take(_ datagram: UDPDatagram, _ glance: PacketGlance, from side: Side) -> Bool {
    guard glance.time >= latest,
      glance.identification == 0 || !any(identifications .== glance.identification)
    else { return false }
    latest = glance.time
    note(glance.identification)
    if side == .originator {
      guard request == nil else { return false }
      request = Request(datagram)
      return true
    }
    guard let answered = request, answered.isSame(as: datagram) else { return false }
    request = nil
    replies += 1
    return true
  }
}
