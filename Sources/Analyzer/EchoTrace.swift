public import Conversations
import Wire

/// What one conversation cost and gave, for a comparison with others: each number with the frames that show it.
public struct EchoTrace: Hashable, Sendable {
  public let record: ConversationRecord
  /// Packets without payload that open the connection, those that acknowledge, and those that close it. Nil where not all
  /// packets were kept; empty in UDP, which has none.
  public let control: Control?
  /// The first request that came back whole.
  public let firstEcho: Echo?
  /// The fastest and the slowest of those whose frames were kept.
  public let fastest: Echo?
  public let slowest: Echo?

  public struct Control: Hashable, Sendable {
    public var opening: [Int] = []
    public var acknowledging: [Int] = []
    public var closing: [Int] = []

    public var count: Int { opening.count + acknowledging.count + closing.count }
  }

  /// A request and its reply.
  public struct Echo: Hashable, Sendable {
    public let request: Int
    public let reply: Int
    /// Nil where the clock ran backwards.
    public let nanoseconds: Int64?
    let replyTime: Timestamp?
  }

  public init(_ record: ConversationRecord, _ rows: [PacketRow]) {
    self.record = record
    let segments = rows.filter { $0.segment != nil }
    control =
      record.protocol == .udp ? Control() : segments.count == record.packets ? Self.control(record, segments) : nil
    let echoes = Self.echoes(record)
    firstEcho = echoes.first
    let timed = echoes.filter { $0.nanoseconds != nil }
    fastest = timed.min { ($0.nanoseconds ?? 0) < ($1.nanoseconds ?? 0) }
    slowest = timed.max { ($0.nanoseconds ?? 0) < ($1.nanoseconds ?? 0) }
  }

  private static func control(_ record: ConversationRecord, _ rows: [PacketRow]) -> Control {
    var control = Control()
    let closing = Set(record.teardown?.frames ?? [])
    for row in rows {
      guard let segment = row.segment, segment.payloadLength == 0 else { continue }
      if segment.flags.contains(.syn) || row.frame == record.handshake?.ack?.frame {
        control.opening.append(row.frame)
      } else if !segment.flags.isDisjoint(with: [.fin, .rst]) || closing.contains(row.frame) {
        control.closing.append(row.frame)
      } else {
        control.acknowledging.append(row.frame)
      }
    }
    return control
  }

  private static func echoes(_ record: ConversationRecord) -> [Echo] {
    guard record.protocol == .tcp else {
      return record.exchanges.compactMap { exchange in
        guard let request = exchange.request, let reply = exchange.reply, exchange.isIdentical == true else {
          return nil
        }
        return Echo(
          request: request.frame, reply: reply.frame, nanoseconds: exchange.nanoseconds, replyTime: reply.time)
      }
    }
    let times = Dictionary(record.data.map { ($0.frame, $0.time) }) { first, _ in first }
    return record.echo.pairs.map { pair in
      Echo(request: pair.request, reply: pair.reply, nanoseconds: pair.nanoseconds, replyTime: times[pair.reply])
    }
  }

  /// From the first packet of the conversation to the first reply; nil without one.
  public var timeToFirstEcho: Int64? { firstEcho?.replyTime?.elapsed(since: record.first.time) }

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
}
