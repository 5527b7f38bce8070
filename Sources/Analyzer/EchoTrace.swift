public import Conversations
import Wire

/// What one conversation cost and gave, for a comparison with others: each number with the frames that show it.
public struct EchoTrace: Hashable, Sendable {
  public let record: ConversationRecord
  /// The frames that open a connection, those that do nothing but acknowledge, and those that end it; none in UDP.
  public let control: Control
  /// The first request that came back whole.
  public let firstEcho: Echo?
  /// The fastest and the slowest, where their frames were kept.
  public let fastest: Echo?
  public let slowest: Echo?
  /// Segments that were sent again between a request and its reply, of the echoes that were kept.
  public let sentAgainInEchoes: [Int]

  /// UDP: datagrams among the packets that were kept; of a fragmented one the completing frame.
  private let datagrams: Int
  /// There was room for all of them.
  private let hasAllDatagrams: Bool

  public struct Control: Hashable, Sendable {
    public var opening: [Int] = []
    /// Nil where not all packets were kept.
    public var acknowledging: [Int]? = []
    public var closing: [Int] = []
  }

  /// A request and its reply.
  public struct Echo: Hashable, Sendable {
    public let request: Int
    public let reply: Int
    /// Nil where the clock ran backwards.
    public let nanoseconds: Int64?
    /// Segments with payload that were sent again from the request to the reply: the time has the wait for them in it.
    public var sentAgain: [Int] = []
    let requestTime: Timestamp?
    let replyTime: Timestamp?
  }

  public init(_ record: ConversationRecord, _ rows: [PacketRow]) {
    self.record = record
    control = record.protocol == .udp ? Control() : Self.control(record, rows.filter { $0.segment != nil })
    datagrams = rows.count { row in
      if case .datagram = row.content { true } else { false }
    }
    hasAllDatagrams = !rows.isEmpty && rows.count < PacketRows.conversationLimit
    let echoes = Self.echoes(record)
    firstEcho = echoes.first
    sentAgainInEchoes = Set(echoes.flatMap(\.sentAgain)).sorted()
    let timed = echoes.filter { $0.nanoseconds != nil }
    // Those that were kept need not be the extremes.
    fastest = timed.first { $0.nanoseconds == record.echo.rtt?.minimum }
    slowest = timed.first { $0.nanoseconds == record.echo.rtt?.maximum }
  }

  private static func control(_ record: ConversationRecord, _ rows: [PacketRow]) -> Control {
    var control = Control()
    let handshake = record.handshake
    var opening = [handshake?.syn?.frame, handshake?.synAck?.frame, handshake?.ack?.frame].compactMap(\.self)
    opening += (handshake?.synRetries ?? []).map(\.frame) + (handshake?.synAckRetries ?? []).map(\.frame)
    opening += (handshake?.crossing ?? []).map(\.frame)
    var closing = record.teardown?.frames ?? []
    closing += (record.teardown?.fins ?? []).flatMap { $0.retries.map(\.frame) }
    // A SYN that is refused opens nothing, and nothing is closed.
    if record.outcome == .refused { (opening, closing) = (opening + closing, []) }
    control.opening = Set(opening).sorted()
    control.closing = Set(closing).subtracting(opening).sorted()
    guard rows.count == record.packets else {
      control.acknowledging = nil
      return control
    }
    let others = Set(control.opening + control.closing)
    control.acknowledging = rows.filter { row in
      guard let segment = row.segment, segment.payloadLength == 0, !others.contains(row.frame) else { return false }
      return segment.flags.isDisjoint(with: [.syn, .fin, .rst])
    }.map(\.frame)
    return control
  }

  private static func echoes(_ record: ConversationRecord) -> [Echo] {
    guard record.protocol == .tcp else {
      return record.exchanges.compactMap { exchange in
        guard let request = exchange.request, let reply = exchange.reply, exchange.isIdentical == true else {
          return nil
        }
        return Echo(
          request: request.frame, reply: reply.frame, nanoseconds: exchange.nanoseconds,
          requestTime: request.time, replyTime: reply.time)
      }
    }
    let times = Dictionary(record.data.map { ($0.frame, $0.time) }) { first, _ in first }
    let again = record.data.filter(\.isRetransmission).map(\.frame)
    return record.echo.pairs.map { pair in
      Echo(
        request: pair.request, reply: pair.reply, nanoseconds: pair.nanoseconds,
        sentAgain: again.filter { pair.request < $0 && $0 <= pair.reply }, requestTime: times[pair.request],
        replyTime: times[pair.reply])
    }
  }

  /// From the first packet of the conversation to the first reply; nil without one.
  public var timeToFirstEcho: Int64? { firstEcho?.replyTime?.elapsed(since: record.first.time) }

  /// What the network took of it: the opening, and the first echo. What the program, or the person before it, waited in
  /// between is no part of it.
  public var networkTimeToFirstEcho: Int64? {
    guard let echo = firstEcho?.nanoseconds else { return nil }
    guard record.protocol == .tcp else { return echo }
    return openingNanoseconds?.addingReportingOverflow(echo).partialValue
  }

  /// From the end of the opening to the first request; nil where there is none.
  public var pauseBeforeFirstRequest: Int64? {
    guard let ack = record.handshake?.ack, let request = firstEcho?.requestTime else { return nil }
    return request.elapsed(since: ack.time)
  }

  /// Payload of both directions, each byte once.
  public var payloadBytes: Int {
    record.toResponder.uniquePayloadBytes + record.toOriginator.uniquePayloadBytes
  }

  /// Bytes of all frames for a hundred bytes of payload, rounded; nil without payload.
  public var bytesPerHundred: Int? {
    payloadBytes > 0
      ? Int(clamping: (Int128(record.bytes) * 100 + Int128(payloadBytes / 2)) / Int128(payloadBytes)) : nil
  }

  /// Both asked for the same: as many requests, and as many bytes each way.
  public func hasSameWorkload(as other: EchoTrace) -> Bool {
    record.echo.requests == other.record.echo.requests
      && record.toResponder.uniquePayloadBytes == other.record.toResponder.uniquePayloadBytes
      && record.toOriginator.uniquePayloadBytes == other.record.toOriginator.uniquePayloadBytes
  }

  /// Segments with payload that nothing in the capture acknowledges.
  public var unacknowledged: [Int] { record.data.filter { $0.acknowledgedBy == nil }.map(\.frame) }

  /// From the first SYN to the ACK that ends the handshake; nil where one of them is missing.
  public var openingNanoseconds: Int64? {
    guard let syn = record.handshake?.syn, let ack = record.handshake?.ack else { return nil }
    return ack.time.elapsed(since: syn.time)
  }

  /// The handshake was SYN, SYN-ACK and ACK, each once and without payload.
  public var isOpenedPlainly: Bool {
    guard let handshake = record.handshake, let syn = handshake.syn else { return false }
    return handshake.synRetries.isEmpty && handshake.synAckRetries.isEmpty && !handshake.isSimultaneous
      && syn.payloadLength == 0
  }

  /// Frames that repeat a SYN, a SYN-ACK or a FIN.
  public var controlRepeats: [Int] {
    let handshake = (record.handshake?.synRetries ?? []) + (record.handshake?.synAckRetries ?? [])
    let fins = (record.teardown?.fins ?? []).flatMap(\.retries)
    return (handshake + fins).map(\.frame).sorted()
  }

  /// The FINs, and the RSTs of a side that had sent none: what closing, and giving up, put on the wire.
  public var closes: [Int] {
    guard record.outcome != .refused, let teardown = record.teardown else { return [] }
    let resets = teardown.resets.filter { reset in
      !teardown.fins.contains { $0.from == reset.from && $0.frame < reset.frame }
    }
    return (teardown.fins.map(\.frame) + resets.prefix(1).map(\.frame)).sorted()
  }

  /// The least room that `side` told, and the frame; nil where the unit is not known.
  public func leastWindow(of side: Side) -> (bytes: Int, frame: Int)? {
    let counts = side == .originator ? record.toResponder : record.toOriginator
    let syn = side == .originator ? record.handshake?.syn : record.handshake?.synAck
    var least: (bytes: Int, frame: Int)?
    if let windows = counts.segments?.windows, let bytes = windows.minimum, let frame = windows.minimumFrame {
      least = (bytes, frame)
    }
    // Never scaled (RFC 7323, section 2.2).
    if let syn, Int(syn.window) < least?.bytes ?? .max { least = (Int(syn.window), syn.frame) }
    if let frame = counts.zeroWindowFrames.first { least = (0, frame) }
    return least
  }

  private var sides: [DirectionCounts] { [record.toResponder, record.toOriginator] }

  /// Segments with payload that were sent again, and the frames of the first.
  public var retransmissions: (total: Int, frames: [Int]) {
    (
      sides.reduce(0) { $0 + ($1.retransmissions ?? 0) },
      (record.events?.causes ?? []).flatMap(\.evidence.frames).sorted()
    )
  }

  /// Segments that others had overtaken.
  public var outOfOrder: Int { sides.reduce(0) { $0 + ($1.outOfOrder ?? 0) } }

  /// Segments that told a closed window, and the frames of the first.
  public var zeroWindows: (total: Int, frames: [Int]) {
    (sides.reduce(0) { $0 + ($1.zeroWindows ?? 0) }, sides.flatMap(\.zeroWindowFrames).sorted())
  }

  /// The capture has packets of both sides: what it does not show of one is not only missing.
  public var hasBothSides: Bool { sides.allSatisfy { $0.packets > 0 } }

  /// Most bytes that one side had sent and the other not acknowledged; nil without any.
  public var mostInFlight: (bytes: Int, frame: Int)? {
    let most = sides.compactMap { $0.segments?.inFlight }.max { $0.maximum < $1.maximum }
    return most.flatMap { flight in flight.maximumFrame.map { (flight.maximum, $0) } }
  }

  /// How the checksums of its packets turned out; of a fragmented datagram there is one.
  public struct Checksums: Hashable, Sendable {
    public let total: Int
    public let partial: Int
    public let wrong: Int
    /// The first frames of these.
    public let wrongFrames: [Int]
    public let absent: Int
    public let unchecked: Int
    public var right: Int { total - partial - wrong - absent - unchecked }
  }

  public var checksums: Checksums {
    Checksums(
      total: record.protocol == .udp && hasAllDatagrams ? datagrams : record.packets,
      partial: sides.reduce(0) { $0 + $1.partialChecksums }, wrong: sides.reduce(0) { $0 + $1.wrongChecksums },
      wrongFrames: sides.flatMap(\.wrongChecksumFrames).sorted(),
      absent: sides.reduce(0) { $0 + $1.absentChecksums.total },
      unchecked: sides.reduce(0) { $0 + $1.uncheckedChecksums })
  }
}
