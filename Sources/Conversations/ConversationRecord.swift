public import Wire

/// Everything that is reported of one conversation: plain values, free of language.
public struct ConversationRecord: Hashable, Sendable, Codable {
  /// Counts TCP and UDP conversations together, from 0 by first frame.
  public var index: Int
  /// Which capture of the summary it is in.
  public var capture = 0
  public let `protocol`: TransportProtocol
  /// Wireshark's `tcp.stream` or `udp.stream`.
  public internal(set) var stream: Int
  public let originator: Endpoint
  public let responder: Endpoint
  /// Who began was not seen, but concluded from ports or flags.
  public let rolesInferred: Bool
  /// VLAN tags around it, outermost first, for example `802.1Q 10`; nil without any.
  public let encapsulation: String?
  /// An earlier conversation of the same stream was over already when its first packet came (`ConversationLifetime`).
  public let isResumed: Bool
  /// It was open, and is over by its time of silence and not with the capture (`ConversationLifetime`).
  public internal(set) var isEndedBySilence = false
  /// More conversations lived at a time than there is room to follow (`Capacity.followedBytes`), and this one had to make
  /// room: what came later is of another one, and all that is told of this one is told as of its last packet.
  public internal(set) var isLetGo = false
  /// Frames at which more was missing or waiting than is kept of one conversation.
  public let outgrown: Evidence
  public let first: FrameMoment
  public let last: FrameMoment
  public let packets: Int
  /// Original frame lengths.
  public let bytes: Int
  public let outcome: Outcome
  /// Set for traffic that hosts make by themselves.
  public var background: BackgroundProtocol?
  /// What the originator sent.
  public let toResponder: DirectionCounts
  /// What the responder sent.
  public let toOriginator: DirectionCounts
  /// TCP only.
  public let handshake: Handshake?
  /// TCP: from the last payload of the originator to the first payload of the responder after it, as the capture saw both.
  public let turnaround: DurationStatistics
  /// TCP: from the last payload of the responder to the next payload of the originator: what its program, or the person
  /// before it, took to go on.
  public let thinkTime: DurationStatistics
  /// TCP only.
  public let events: TCPEvents?
  /// TCP only: what the whole capture shows of the stream.
  public let completeness: TCPCompleteness?
  /// TCP: segments with payload in order of capture, up to the budget.
  public let data: [DataSegment]
  /// TCP: all segments with payload.
  public let dataTotal: Int
  /// TCP only.
  public let teardown: Teardown?
  /// UDP: requests with their replies in order of capture, up to the budget.
  public let exchanges: [Exchange]
  /// UDP: all exchanges.
  public let exchangesTotal: Int
  /// Packets that are in the capture more than once, the same IP identification and the same bytes: each copy after the
  /// first.
  public let copies: Evidence
  /// Nearly every packet of the capture is there twice, so that it is the capture that doubles them and not the network.
  public let isCapturedTwice: Bool
  /// ICMP errors that quote it, the first eight.
  public let icmpErrors: [ICMPError]
  public let icmpErrorTotal: Int
  /// Those that tell of a packet which did not arrive.
  public let icmpUndeliveredTotal: Int
  public let echo: EchoResult
  /// What Zeek would log of it.
  public let zeek: ZeekSummary?

  /// From first to last packet; nil when the clock ran backwards between them.
  public var durationNanoseconds: Int64? { last.time.elapsed(since: first.time) }
  public var payloadBytes: Int { toResponder.payloadBytes + toOriginator.payloadBytes }
}
