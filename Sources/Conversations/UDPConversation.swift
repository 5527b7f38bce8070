import Wire

/// The datagrams between two endpoints, requests paired with replies.
struct UDPConversation {
  /// A request that waits for its reply.
  private struct Waiting {
    /// Counts the requests of the conversation from 0.
    let order: Int
    let frame: Int
    let time: Timestamp
    /// False when the clock had just run backwards: no round trip starts here.
    let isClockSound: Bool
    let payload: Payload
    /// Its place among the details; nil when the budget had no room for it.
    let detail: Int?
    let identification: UInt16?
    let checksum: UInt16
    /// How it begins, to find where a reply differs; empty where there was no room for it.
    let bytes: [UInt8]
  }

  /// A reply that came, kept for a while so that a second one like it is recognised.
  private struct Answered {
    let order: Int
    let payload: Payload
    let detail: Int?
  }

  /// A payload to compare: 64 bits of a hash with a seed of this process, which nobody can aim at, and the length.
  private struct Payload: Equatable {
    let digest: UInt64
    let length: Int
    let isCut: Bool

    private static let seed = UInt64.random(in: .min ... .max)

    init(_ datagram: UDPDatagram) {
      digest = datagram.payload.digest(seed: Self.seed)
      length = datagram.payloadLength
      isCut = datagram.isPayloadCut
    }

    /// Whether the bytes are the same; nil when that cannot be told.
    func isSame(as other: Payload) -> Bool? {
      if length != other.length { return false }
      return isCut || other.isCut ? nil : digest == other.digest
    }
  }

  var head: ConversationHead
  private var exchanges: [Exchange] = []
  private var exchangesTotal = 0
  /// Oldest first.
  private var waiting: [Waiting] = []
  /// Latest last, at most `answeredLimit`.
  private var answered: [Answered] = []
  /// When the latest of the requests was sent that are waited for no longer, for there were too many.
  private var forgotten: Timestamp?
  /// Replies that came soon after, and may be to one of them.
  private var outgrown = Evidence()
  private var highestAnswered = -1
  private var result = EchoResult()
  private var unknownComparisons = 0
  private var refusals = 0
  /// The originator's first datagram has a header of QUIC.
  private var beginsLikeQUIC = false

  /// The datagrams that came last, at most `latestLimit`.
  private var latest: [Identity] = []
  private var copiedReplies = 0
  private var copiedReplyFrames: [(detail: Int, frame: Int)] = []

  /// What tells one datagram from another of the same sender.
  private struct Identity {
    let from: Side
    let identification: UInt16
    let checksum: UInt16
    let length: UInt16
    let hopLimit: UInt8
    let time: Timestamp

    func isSame(as other: Identity) -> Bool { checksum == other.checksum && length == other.length }
  }

  private static var latestLimit: Int { 16 }
  private static var answeredLimit: Int { 64 }
  /// A reply that equals no request is taken for the oldest one that is not older than this.
  static var pairingWindow: Int64 { 5_000_000_000 }

  private(set) var zeek: ZeekUDPConnection

  init(head: ConversationHead, zeek: ZeekUDPConnection = ZeekUDPConnection(ignoresChecksums: false)) {
    self.head = head
    self.zeek = zeek
  }

  mutating func observe(_ datagram: UDPDatagram, from side: Side, _ packet: Arrival, budget: inout DetailBudget) {
    zeek.observe(datagram, from: side, packet)
    if side == .originator, head.toResponder.packets == 0 {
      beginsLikeQUIC = QUICLongHeader(datagram.payload) != nil
    }
    head.count(packet, payloadLength: datagram.payloadLength, from: side)
    if let original = original(ofCopy: datagram, packet, from: side) {
      head.noteCopy(
        packet.moment.frame, payloadLength: datagram.payloadLength, isElsewhere: original.hopLimit != packet.hopLimit,
        from: side)
      if side == .responder { observeCopiedReply(datagram, packet.moment.frame) }
      return
    }
    head.withCounts(of: side) { $0.uniquePayloadBytes += datagram.payloadLength }
    if side == .originator {
      observeRequest(datagram, packet, &budget)
    } else {
      observeReply(datagram, packet, &budget)
    }
  }

  /// The datagram of which this is a copy: a host that sends its bytes again gives them another identification, if it
  /// numbers its packets at all.
  private mutating func original(ofCopy datagram: UDPDatagram, _ packet: Arrival, from side: Side) -> Identity? {
    guard let identification = packet.identification, identification != 0, packet.isTimed else { return nil }
    let identity = Identity(
      from: side, identification: identification, checksum: datagram.checksum, length: datagram.length,
      hopLimit: packet.hopLimit, time: packet.moment.time)
    var original: Identity?
    var isNumbered = false
    for earlier in latest where earlier.from == side {
      if earlier.identification != identification {
        isNumbered = true
      } else if earlier.isSame(as: identity) {
        original = earlier
      } else {
        // Different datagrams with one number: it tells nothing.
        return nil
      }
    }
    if let original,
      identity.time.nanoseconds(since: original.time).magnitude < (isNumbered ? 1_000_000_000 : 5_000_000)
    {
      return original
    }
    if latest.count == Self.latestLimit { latest.removeFirst() }
    latest.append(identity)
    return nil
  }

  /// A reply that the capture has twice is one; one that the network doubled came twice. Which it is shows in the end.
  private mutating func observeCopiedReply(_ datagram: UDPDatagram, _ frame: Int) {
    let payload = Payload(datagram)
    guard let repeated = answered.last(where: { $0.payload.isSame(as: payload) == true }) else { return }
    copiedReplies += 1
    if let detail = repeated.detail, copiedReplyFrames.count < 64 { copiedReplyFrames.append((detail, frame)) }
  }

  private mutating func observeRequest(_ datagram: UDPDatagram, _ packet: Arrival, _ budget: inout DetailBudget) {
    let detail = head.keepsDetail && budget.takeDetail(having: exchanges.count) ? exchanges.count : nil
    if detail != nil {
      exchanges.append(
        Exchange(
          request: packet.moment, requestLength: datagram.payloadLength, requestFragments: packet.fragments,
          preview: [UInt8](datagram.payload, limit: DataSegment.previewLength)))
    }
    // Half at once, so that a flood of requests costs no more than an append each.
    if waiting.count >= max(budget.capacity.waitingRequests, 1) {
      let oldest = (waiting.count + 1) / 2
      for request in waiting.prefix(oldest) { release(request, &budget) }
      forgotten = waiting[oldest - 1].time
      waiting.removeFirst(oldest)
    }
    let bytes = keep(datagram.payload, &budget)
    waiting.append(
      Waiting(
        order: result.requests, frame: packet.moment.frame, time: packet.moment.time, isClockSound: head.isClockSound,
        payload: Payload(datagram),
        detail: detail,
        identification: packet.identification, checksum: datagram.checksum, bytes: bytes))
    exchangesTotal += 1
    result.requests += 1
  }

  /// Keeps a payload as long as its request waits.
  private func keep(_ payload: RawSpan, _ budget: inout DetailBudget) -> [UInt8] {
    let count = min(payload.byteCount, budget.capacity.requestBytes)
    guard head.keepsDetail, budget.takeRequestBytes(count) else { return [] }
    return [UInt8](payload, limit: count)
  }

  /// What every conversation takes: itself, and the lists that the first datagrams fill.
  static var leastBytes: Int { MemoryLayout<UDPConversation>.stride + 512 }

  /// What it takes of memory, as estimated. Detail and the bytes of requests have budgets of their own.
  var heldBytes: Int {
    mutating get {
      Self.leastBytes + head.heldBytes + waiting.capacity * MemoryLayout<Waiting>.stride
        + answered.capacity * MemoryLayout<Answered>.stride + latest.capacity * MemoryLayout<Identity>.stride
        + (result.rtt?.heldBytes ?? 0)
    }
  }

  /// A request waits for its reply, which may come yet.
  var isWaiting: Bool { !waiting.isEmpty }

  /// Gives back the room for bytes, and not that for detail (`TCPConnection.releaseBytes`).
  mutating func releaseBytes(_ budget: inout DetailBudget) {
    for request in waiting { release(request, &budget) }
    waiting = []
  }

  /// Gives back what it took of the budget.
  mutating func release(_ budget: inout DetailBudget) {
    releaseBytes(&budget)
    budget.details += exchanges.count
  }

  private func release(_ request: Waiting, _ budget: inout DetailBudget) {
    budget.requestBytes += request.bytes.count
  }

  /// The reply holds only the beginning of the request, as far as that was kept.
  private func isShortened(_ request: Waiting, _ datagram: UDPDatagram) -> Bool {
    let reply = datagram.payload
    guard reply.byteCount > 0, datagram.payloadLength < request.payload.length, !request.bytes.isEmpty else {
      return false
    }
    let common = min(request.bytes.count, reply.byteCount)
    return (0..<common).allSatisfy { request.bytes[$0] == reply.byte(at: $0) }
  }

  /// Where a reply first differs from its request; nil where the capture lacks the bytes.
  private func difference(_ request: Waiting, _ datagram: UDPDatagram) -> Int? {
    let reply = datagram.payload
    let common = min(request.bytes.count, reply.byteCount)
    for offset in 0..<common where request.bytes[offset] != reply.byte(at: offset) { return offset }
    let isBeginning =
      common == min(request.payload.length, datagram.payloadLength) && request.payload.length != datagram.payloadLength
    return isBeginning ? common : nil
  }

  private mutating func observeReply(_ datagram: UDPDatagram, _ packet: Arrival, _ budget: inout DetailBudget) {
    let payload = Payload(datagram)
    let equal = waiting.firstIndex { $0.payload.isSame(as: payload) == true }
    if equal == nil, let repeated = answered.last(where: { $0.payload.isSame(as: payload) == true }) {
      result.duplicated += 1
      if let detail = repeated.detail, exchanges[detail].duplicates.count < 16 {
        exchanges[detail].duplicates.append(packet.moment.frame)
      }
      return
    }
    if equal == nil, let forgotten, packet.moment.time.nanoseconds(since: forgotten) <= Self.pairingWindow {
      outgrown.add(packet.moment.frame)
    }
    let candidate =
      equal ?? waiting.firstIndex { packet.moment.time.nanoseconds(since: $0.time) <= Self.pairingWindow }
    guard let candidate else { return observeUnasked(datagram, packet, &budget) }
    let request = waiting.remove(at: candidate)
    release(request, &budget)
    let isSame = payload.isSame(as: request.payload)
    if isSame == false, result.firstDifference == nil {
      result.firstDifference = EchoResult.Difference(
        offset: difference(request, datagram), frame: packet.moment.frame, requestFrame: request.frame)
    }
    if isSame == false, isShortened(request, datagram) { result.shortened += 1 }
    let isReordered = request.order < highestAnswered
    highestAnswered = max(highestAnswered, request.order)
    result.replies += 1
    if isReordered { result.reordered += 1 }
    if isSame == true { result.returned += 1 }
    if isSame == false { result.mismatched += 1 }
    if isSame == nil { unknownComparisons += 1 }
    if request.isClockSound, head.isClockSound, let elapsed = packet.moment.time.elapsed(since: request.time) {
      result.addRoundTrip(elapsed)
    }
    if answered.count == Self.answeredLimit { answered.removeFirst() }
    answered.append(Answered(order: request.order, payload: payload, detail: request.detail))
    guard let detail = request.detail else { return }
    exchanges[detail].reply = packet.moment
    exchanges[detail].replyLength = datagram.payloadLength
    exchanges[detail].replyFragments = packet.fragments
    exchanges[detail].replyPreview = [UInt8](datagram.payload, limit: DataSegment.previewLength)
    exchanges[detail].isIdentical = isSame
    exchanges[detail].isReordered = isReordered
  }

  private mutating func observeUnasked(_ datagram: UDPDatagram, _ packet: Arrival, _ budget: inout DetailBudget) {
    exchangesTotal += 1
    guard head.keepsDetail, budget.takeDetail(having: exchanges.count) else { return }
    var exchange = Exchange(request: nil, requestLength: nil, requestFragments: [], preview: [])
    exchange.reply = packet.moment
    exchange.replyLength = datagram.payloadLength
    exchange.replyFragments = packet.fragments
    exchange.replyPreview = [UInt8](datagram.payload, limit: DataSegment.previewLength)
    exchanges.append(exchange)
  }

  /// Ties an ICMP error to the request that it quotes: the IP identification must be the same, then the checksum
  /// decides, else (offload fills it in after the capture) the length. Of several alike it is the latest.
  mutating func observe(_ error: ICMPError, quoting quoted: QuotedPacket, budget: inout DetailBudget) {
    head.note(error)
    guard quoted.sender == head.originator else { return }
    if error.isPortUnreachable { refusals += 1 }
    guard error.isUndelivered else { return }
    let exact = waiting.lastIndex { $0.identification == quoted.identification && $0.checksum == quoted.udpChecksum }
    let alike = quoted.udpLength.flatMap { length in
      waiting.lastIndex {
        $0.identification == quoted.identification && $0.payload.length + UDPDatagram.headerLength == Int(length)
      }
    }
    guard let index = exact ?? alike else { return }
    let request = waiting.remove(at: index)
    release(request, &budget)
    if let detail = request.detail { exchanges[detail].icmpError = error }
  }

  private var outcome: Outcome {
    if result.requests == 0 { return .midstream }
    if result.replies == 0 { return refusals > 0 ? .refused : .unanswered }
    return result.replies == result.requests ? .complete : .open
  }

  private func background(_ echo: EchoResult) -> BackgroundProtocol? {
    let known = BackgroundProtocol(head.originator, head.responder, beginsLikeQUIC: beginsLikeQUIC)
    let isConspicuous = echo.isEcho == true || head.icmpErrorTotal > 0
    return known?.isToldWhenConspicuous == true && isConspicuous ? nil : known
  }

  /// The values to report; nil when no packet of its own was analysed.
  // It changes nothing, but a call of what is not `mutating` would copy the whole conversation.
  mutating func record(namesBackground: Bool, isCapturedTwice: Bool) -> ConversationRecord? {
    guard let index = head.index, let first = head.first, let last = head.last else { return nil }
    var echo = result
    var exchanges = exchanges
    let packets = head.toResponder.packets + head.toOriginator.packets
    let isCapturedTwice = isCapturedTwice || head.isCapturedTwice
    if !isCapturedTwice {
      echo.duplicated += copiedReplies
      for copy in copiedReplyFrames where exchanges[copy.detail].duplicates.count < 16 {
        exchanges[copy.detail].duplicates.append(copy.frame)
      }
    }
    echo.lost = result.requests - result.replies
    if result.mismatched > 0 {
      echo.isEcho = false
    } else if result.replies > 0, unknownComparisons == 0 {
      echo.isEcho = true
    }
    return ConversationRecord(
      index: index, protocol: .udp, stream: head.stream, originator: head.originator, responder: head.responder,
      rolesInferred: head.rolesInferred, encapsulation: head.encapsulation?.description, isResumed: head.isResumed,
      outgrown: outgrown, first: first, last: last,
      packets: packets, bytes: head.toResponder.bytes + head.toOriginator.bytes, outcome: outcome,
      background: namesBackground ? background(echo) : nil,
      toResponder: head.toResponder, toOriginator: head.toOriginator, handshake: nil,
      turnaround: DurationStatistics(), thinkTime: DurationStatistics(), events: nil, completeness: nil, data: [],
      dataTotal: 0, teardown: nil, exchanges: exchanges,
      exchangesTotal: exchangesTotal, copies: head.copies,
      isCapturedTwice: isCapturedTwice,
      icmpErrors: head.icmpErrors,
      icmpErrorTotal: head.icmpErrorTotal,
      icmpUndeliveredTotal: head.icmpUndeliveredTotal, echo: echo, zeek: zeek.summary)
  }
}
