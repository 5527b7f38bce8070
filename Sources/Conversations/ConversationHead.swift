import Wire

/// What TCP and UDP conversations have in common: who, when, how much.
struct ConversationHead {
  let stream: Int
  /// Where the table keeps a TCP stream.
  var streamPlace = 0
  var originator: Endpoint
  var responder: Endpoint
  var rolesInferred: Bool
  let encapsulation: Encapsulation?
  /// Given with the first packet of its own: a header quoted in an ICMP error opens a stream, but no conversation.
  var index: Int?
  /// An earlier conversation of the same stream was over already.
  var isResumed = false
  /// False when it will not be reported: it is counted, and takes nothing of the budgets.
  var keepsDetail = true
  var first: FrameMoment?
  var last: FrameMoment?
  /// The latest packet does not lie before the one in front of it, so that times may start or end with it.
  var isClockSound = true
  var toResponder = DirectionCounts()
  var toOriginator = DirectionCounts()
  var copies = Evidence()
  var copiesElsewhere = 0
  var icmpErrors: [ICMPError] = []
  var icmpErrorTotal = 0
  var icmpUndeliveredTotal = 0

  /// What its lists take, beside the few frames of evidence.
  var heldBytes: Int { encapsulation.map { $0.layers.count * MemoryLayout<Encapsulation.Layer>.stride + 1_536 } ?? 0 }

  /// Leaves nothing to report.
  mutating func forget() {
    self = ConversationHead(
      stream: stream, streamPlace: streamPlace, originator: originator, responder: responder, rolesInferred: false,
      encapsulation: nil)
  }

  /// The side whose endpoint `sender` is; the originator's where both are the same.
  @inline(__always)
  func side(of sender: Endpoint) -> Side { sender == originator ? .originator : .responder }

  /// Who began a TCP connection is certain from a SYN, concluded from its answer, else from the ports.
  mutating func assignRoles(from sender: Endpoint, to receiver: Endpoint, _ flags: TCPFlags) {
    let isSenderOriginator = flags.contains(.syn) ? !flags.contains(.ack) : !Self.looksLikeServer(sender, to: receiver)
    (originator, responder) = isSenderOriginator ? (sender, receiver) : (receiver, sender)
    rolesInferred = !flags.contains(.syn) || flags.contains(.ack)
  }

  /// Where the SYN is missing, the lower port is the server's when it is outside the ephemeral range of Linux and the
  /// other's is inside, or when it is a system port; else the first sender counts as the one who began.
  private static func looksLikeServer(_ sender: Endpoint, to receiver: Endpoint) -> Bool {
    let ephemeral: UInt16 = 32_768
    if sender.port < 1_024 || receiver.port < 1_024 { return sender.port < receiver.port }
    return sender.port < ephemeral && receiver.port >= ephemeral
  }

  /// Who began shows only now.
  mutating func begin(from sender: Endpoint, to receiver: Endpoint) {
    if sender != originator { swap(&toResponder, &toOriginator) }
    (originator, responder) = (sender, receiver)
    rolesInferred = false
  }

  mutating func withCounts(of side: Side, _ body: (inout DirectionCounts) -> Void) {
    if side == .originator { body(&toResponder) } else { body(&toOriginator) }
  }

  /// Counts a packet of `side`.
  mutating func count(_ packet: Arrival, payloadLength: Int, from side: Side) {
    if first == nil { first = packet.first ?? packet.moment }
    isClockSound = packet.isTimed && last.map { packet.moment.time >= $0.time } ?? true
    last = packet.moment
    withCounts(of: side) { counts in
      counts.packets += packet.frames
      counts.bytes += packet.frameBytes
      counts.payloadBytes += payloadLength
      switch packet.checksum {
      case .wrong:
        counts.wrongChecksums += 1
        if counts.wrongChecksumFrames.count < 8 { counts.wrongChecksumFrames.append(packet.moment.frame) }
      case .partial:
        counts.partialChecksums += 1
        if counts.partialChecksumFrames.count < 8 { counts.partialChecksumFrames.append(packet.moment.frame) }
      case .absent: counts.absentChecksums.add(packet.moment.frame)
      case .notCheckable: counts.uncheckedChecksums += 1
      case .correct: break
      }
    }
  }

  /// Notes a packet that had been seen before, bytes and IP identification and all. It is counted already.
  ///
  /// One that a router has passed on meanwhile was taken at another place.
  mutating func noteCopy(_ frame: Int, payloadLength: Int, isElsewhere: Bool, from side: Side) {
    copies.add(frame)
    if isElsewhere { copiesElsewhere += 1 }
    withCounts(of: side) { counts in
      counts.copies += 1
      counts.payloadBytes -= payloadLength
    }
  }

  /// It is the capture that has packets twice, and not the network that doubled them: they were taken at two places, or
  /// nearly every packet of one side is there twice.
  var isCapturedTwice: Bool {
    if !copies.isEmpty, copiesElsewhere * 2 >= copies.total { return true }
    func isDoubled(_ counts: borrowing DirectionCounts) -> Bool {
      counts.copies >= 3 && counts.copies * 20 >= counts.packets * 9
    }
    return isDoubled(toResponder) || isDoubled(toOriginator)
  }

  mutating func note(_ error: ICMPError) {
    // Taken twice at the same moment.
    if let last = icmpErrors.last, last.type == error.type, last.code == error.code, last.reporter == error.reporter,
      error.time.nanoseconds(since: last.time).magnitude <= 1_000
    {
      return copies.add(error.frame)
    }
    icmpErrorTotal += 1
    if error.isUndelivered { icmpUndeliveredTotal += 1 }
    if icmpErrors.count < 8 { icmpErrors.append(error) }
  }
}
