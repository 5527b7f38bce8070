import Wire

/// What Zeek's conn.log says of the datagrams between two endpoints (its packet_analysis/protocol/udp).
struct ZeekUDPConnection {
  private struct Endpoint {
    /// Payload bytes; nil as long as no datagram of this side was taken.
    var bytes: Int?
    var packets = 0
    var ipBytes = 0
    var wrongChecksums: UInt32 = 0
  }

  // By the sides of the conversation, which need not be Zeek's roles.
  private var first = Endpoint()
  private var second = Endpoint()
  private var history = ZeekHistory()
  private var start = Timestamp(nanoseconds: 0)
  private var last = Timestamp(nanoseconds: 0)
  private var originator = Side.originator
  private var hasBegun = false
  private let ignoresChecksums: Bool

  init(ignoresChecksums: Bool) { self.ignoresChecksums = ignoresChecksums }

  mutating func observe(_ datagram: UDPDatagram, from side: Side, _ packet: Arrival) {
    if !hasBegun { begin(datagram, from: side, packet) }
    let isOriginator = side == originator
    if side == .originator {
      Self.count(datagram, packet, isOriginator, ignoresChecksums, &first, &history, &last)
    } else {
      Self.count(datagram, packet, isOriginator, ignoresChecksums, &second, &history, &last)
    }
  }

  private mutating func begin(_ datagram: UDPDatagram, from side: Side, _ packet: Arrival) {
    hasBegun = true
    start = packet.moment.time
    last = start
    originator = side
    guard ZeekPorts.isLikelyServer(datagram.sourcePort, .udp),
      !ZeekPorts.isLikelyServer(datagram.destinationPort, .udp), !packet.destination.isLimitedBroadcast
    else { return }
    originator = side.other
    history.addFlip()
  }

  private static func count(
    _ datagram: UDPDatagram, _ packet: Arrival, _ isOriginator: Bool, _ ignoresChecksums: Bool,
    _ sender: inout Endpoint, _ history: inout ZeekHistory, _ last: inout Timestamp
  ) {
    if !ignoresChecksums, packet.hasWrongChecksum {
      return history.count("C", &sender.wrongChecksums, isOriginator: isOriginator)
    }
    last = packet.moment.time
    if sender.bytes == nil { history.add("D", isOriginator: isOriginator) }
    sender.bytes = (sender.bytes ?? 0) + datagram.payloadLength
    sender.packets += 1
    sender.ipBytes += packet.ipBytes
  }

  /// Nanoseconds from its latest packet to its end; nil before its first.
  var rest: Int64? { hasBegun ? ZeekTimers.udpInactivity : nil }

  /// When Zeek would take it for over, if nothing more came; nil before its first packet.
  var end: Timestamp? { hasBegun ? last.advanced(by: ZeekTimers.udpInactivity) : nil }

  /// Nil before the first packet.
  var summary: ZeekSummary? {
    guard hasBegun else { return nil }
    let (sender, receiver) = originator == .originator ? (first, second) : (second, first)
    let state: ZeekSummary.State =
      switch (sender.bytes, receiver.bytes) {
      case (_?, _?): .sf
      case (_?, nil): .s0
      case (nil, _?): .shr
      case (nil, nil): .oth
      }
    let duration = last.nanoseconds(since: start)
    return ZeekSummary(
      state: state, history: history.text, originator: originator, start: start,
      durationNanoseconds: duration > 0 ? duration : nil, originatorBytes: duration > 0 ? sender.bytes ?? 0 : nil,
      responderBytes: duration > 0 ? receiver.bytes ?? 0 : nil, originatorPackets: sender.packets,
      responderPackets: receiver.packets, originatorIPBytes: sender.ipBytes, responderIPBytes: receiver.ipBytes)
  }
}
