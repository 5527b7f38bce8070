import Analyzer
public import Conversations
import Wire

/// What a list of conversations tells of each, and can be sorted by. The raw value is its name in CSV and in `--sort`: the key
/// of the JSON report, those inside an object behind a dot.
public enum ConversationColumn: String, CaseIterable, Sendable {
  case capture, index, `protocol`, stream
  case originatorAddress = "originator.address"
  case originatorPort = "originator.port"
  case responderAddress = "responder.address"
  case responderPort = "responder.port"
  case rolesInferred, encapsulation, background
  case firstFrame, lastFrame, firstTime, durationSeconds, packets, bytes, payloadBytes
  case outcome, zeekState, history, completeness
  case packetsToResponder = "toResponder.packets"
  case bytesToResponder = "toResponder.bytes"
  case payloadToResponder = "toResponder.payloadBytes"
  case uniqueToResponder = "toResponder.uniquePayloadBytes"
  case retransmissionsToResponder = "toResponder.retransmissions"
  case outOfOrderToResponder = "toResponder.outOfOrder"
  case duplicateACKsToResponder = "toResponder.duplicateAcks"
  case zeroWindowsToResponder = "toResponder.zeroWindows"
  case missedToResponder = "toResponder.missedBytes"
  case inFlightToResponder = "toResponder.maxBytesInFlight"
  case throughputToResponder = "toResponder.throughput.goodput"
  case roundTripsToResponder = "toResponder.rtt.pureAck.count"
  case roundTripToResponder = "toResponder.rtt.pureAck.median"
  case packetsToOriginator = "toOriginator.packets"
  case bytesToOriginator = "toOriginator.bytes"
  case payloadToOriginator = "toOriginator.payloadBytes"
  case uniqueToOriginator = "toOriginator.uniquePayloadBytes"
  case retransmissionsToOriginator = "toOriginator.retransmissions"
  case outOfOrderToOriginator = "toOriginator.outOfOrder"
  case duplicateACKsToOriginator = "toOriginator.duplicateAcks"
  case zeroWindowsToOriginator = "toOriginator.zeroWindows"
  case missedToOriginator = "toOriginator.missedBytes"
  case inFlightToOriginator = "toOriginator.maxBytesInFlight"
  case throughputToOriginator = "toOriginator.throughput.goodput"
  case roundTripsToOriginator = "toOriginator.rtt.pureAck.count"
  case roundTripToOriginator = "toOriginator.rtt.pureAck.median"
  case handshakeSeconds = "handshake.seconds"
  case synToSynAckSeconds = "handshake.synToSynAckSeconds"
  case synAckToAckSeconds = "handshake.synAckToAckSeconds"
  case activeCloser = "teardown.activeCloser"
  case isEcho = "echo.isEcho"
  case requests = "echo.requests"
  case replies = "echo.replies"
  case lost = "echo.lost"
  case duplicated = "echo.duplicated"
  case reordered = "echo.reordered"
  case mismatched = "echo.mismatched"
  case fastestEcho = "echo.rtt.min"
  case medianEcho = "echo.rtt.median"
  case slowestEcho = "echo.rtt.max"
  case jitter = "echo.rtt.jitter"

  /// Short for one of them.
  private static let shortNames: [String: ConversationColumn] = [
    "duration": .durationSeconds, "first": .firstFrame, "last": .lastFrame, "time": .firstTime,
    "payload": .payloadBytes,
    "originator": .originatorAddress, "responder": .responderAddress, "state": .zeekState, "zeek": .zeekState,
    "rtt": .medianEcho,
    "handshake": .handshakeSeconds, "echo": .isEcho,
  ]

  /// The column of that name, whatever its case.
  public init?(name: String) {
    let name = name.lowercased()
    let column = Self.allCases.first { $0.rawValue.lowercased() == name } ?? Self.shortNames[name]
    guard let column else { return nil }
    self = column
  }

  /// What stands in a column.
  enum Value {
    case number(Int)
    /// A duration or a moment, in nanoseconds.
    case nanoseconds(Int64)
    case address(IPAddress)
    case text(String)
    case unknown
  }

  func value(of record: ConversationRecord) -> Value {
    let (out, back) = (record.toResponder, record.toOriginator)
    switch self {
    case .capture: return .number(record.capture)
    case .index: return .number(record.index)
    case .protocol: return .text(record.protocol.rawValue)
    case .stream: return .number(record.stream)
    case .originatorAddress: return .address(record.originator.address)
    case .originatorPort: return .number(Int(record.originator.port))
    case .responderAddress: return .address(record.responder.address)
    case .responderPort: return .number(Int(record.responder.port))
    case .rolesInferred: return .text(record.rolesInferred ? "true" : "false")
    case .encapsulation: return Self.text(record.encapsulation.map { EscapedText($0).text })
    case .background: return Self.text(record.background?.rawValue)
    case .firstFrame: return .number(record.first.frame)
    case .lastFrame: return .number(record.last.frame)
    case .firstTime: return .nanoseconds(record.first.time.nanoseconds)
    case .durationSeconds: return Self.time(record.durationNanoseconds)
    case .packets: return .number(record.packets)
    case .bytes: return .number(record.bytes)
    case .payloadBytes: return .number(record.payloadBytes)
    case .outcome: return .text(record.outcome.rawValue)
    case .zeekState: return Self.text(record.zeek?.state.rawValue)
    case .history: return Self.text(record.zeek?.history)
    case .completeness: return Self.number(record.completeness.map { Int($0.rawValue) })
    case .packetsToResponder: return .number(out.packets)
    case .bytesToResponder: return .number(out.bytes)
    case .payloadToResponder: return .number(out.payloadBytes)
    case .uniqueToResponder: return .number(out.uniquePayloadBytes)
    case .retransmissionsToResponder: return Self.number(out.retransmissions)
    case .outOfOrderToResponder: return Self.number(out.outOfOrder)
    case .duplicateACKsToResponder: return Self.number(out.duplicateAcks)
    case .zeroWindowsToResponder: return Self.number(out.zeroWindows)
    case .missedToResponder: return Self.number(out.missedBytes)
    case .inFlightToResponder: return Self.number(Self.inFlight(out))
    case .throughputToResponder: return Self.number(Self.throughput(out, record))
    case .roundTripsToResponder: return Self.number(Self.samples(out))
    case .roundTripToResponder: return Self.time(out.segments?.roundTrips.pureACK.median)
    case .packetsToOriginator: return .number(back.packets)
    case .bytesToOriginator: return .number(back.bytes)
    case .payloadToOriginator: return .number(back.payloadBytes)
    case .uniqueToOriginator: return .number(back.uniquePayloadBytes)
    case .retransmissionsToOriginator: return Self.number(back.retransmissions)
    case .outOfOrderToOriginator: return Self.number(back.outOfOrder)
    case .duplicateACKsToOriginator: return Self.number(back.duplicateAcks)
    case .zeroWindowsToOriginator: return Self.number(back.zeroWindows)
    case .missedToOriginator: return Self.number(back.missedBytes)
    case .inFlightToOriginator: return Self.number(Self.inFlight(back))
    case .throughputToOriginator: return Self.number(Self.throughput(back, record))
    case .roundTripsToOriginator: return Self.number(Self.samples(back))
    case .roundTripToOriginator: return Self.time(back.segments?.roundTrips.pureACK.median)
    case .handshakeSeconds: return Self.time(record.handshake?.nanoseconds)
    case .synToSynAckSeconds: return Self.time(record.handshake?.synToSynAckNanoseconds)
    case .synAckToAckSeconds: return Self.time(record.handshake?.synAckToAckNanoseconds)
    case .activeCloser: return Self.text(record.activeCloser?.rawValue)
    case .isEcho: return Self.text(record.echo.isEcho.map { $0 ? "true" : "false" })
    case .requests: return .number(record.echo.requests)
    case .replies: return Self.number(record.echo.knownReplies)
    case .lost: return Self.number(record.echo.lost)
    case .duplicated: return .number(record.echo.duplicated)
    case .reordered: return .number(record.echo.reordered)
    case .mismatched: return .number(record.echo.mismatched)
    case .fastestEcho: return Self.time(record.echo.rtt?.minimum)
    case .medianEcho: return Self.time(record.echo.rtt?.median)
    case .slowestEcho: return Self.time(record.echo.rtt?.maximum)
    case .jitter: return Self.time(record.echo.jitter)
    }
  }

  private static func number(_ value: Int?) -> Value { value.map { .number($0) } ?? .unknown }
  private static func time(_ value: Int64?) -> Value { value.map { .nanoseconds($0) } ?? .unknown }
  private static func text(_ value: String?) -> Value { value.map { .text($0) } ?? .unknown }

  private static func inFlight(_ counts: DirectionCounts) -> Int? {
    counts.segments.flatMap { $0.inFlight.count > 0 ? $0.inFlight.maximum : nil }
  }

  private static func samples(_ counts: DirectionCounts) -> Int? {
    counts.segments.flatMap { $0.roundTrips.pureACK.isEmpty ? nil : $0.roundTrips.pureACK.count }
  }

  private static func throughput(_ counts: DirectionCounts, _ record: ConversationRecord) -> Int? {
    record.protocol == .tcp
      ? Throughput(counts, connectionNanoseconds: record.durationNanoseconds).goodput : nil
  }

  /// Whether one conversation comes before another; what is unknown comes last, in either order.
  public func isBefore(_ left: ConversationRecord, _ right: ConversationRecord, descending: Bool = false) -> Bool? {
    let order: (less: Bool, more: Bool)
    switch (value(of: left), value(of: right)) {
    case (.number(let a), .number(let b)): order = (a < b, a > b)
    case (.nanoseconds(let a), .nanoseconds(let b)): order = (a < b, a > b)
    case (.address(let a), .address(let b)): order = (a < b, b < a)
    case (.text(let a), .text(let b)): order = (a < b, a > b)
    case (.unknown, .unknown): return nil
    case (.unknown, _): return false
    case (_, .unknown): return true
    default: return nil
    }
    if order == (false, false) { return nil }
    return descending ? order.more : order.less
  }
}

extension [ConversationRecord] {
  /// Sorts by a column; those alike in it stay in order of their first frame.
  public mutating func sort(by column: ConversationColumn, descending: Bool) {
    sort { left, right in
      column.isBefore(left, right, descending: descending)
        ?? ((left.capture, left.index) < (right.capture, right.index))
    }
  }
}
