public import Analyzer
public import Conversations
public import Wire

/// What a lab report shows of packets beside what the analysis keeps: Wireshark's columns, the cards that sent them, and one
/// packet of each conversation as it was captured.
public struct PacketListing: Sendable {
  /// A packet in Wireshark's columns.
  struct Line: Sendable {
    let frame: Int
    let sinceFirst: Int64
    let source: String
    let destination: String
    let protocolName: String
    let length: Int
    let info: String

    init(
      _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, sinceFirst: Int64
    ) {
      var info: [UInt8] = []
      PacketInfo.append(packet, frame, transport, observation, to: &info)
      self.frame = observation.frame
      self.sinceFirst = sinceFirst
      source = frame.shownSource?.description ?? ""
      destination = frame.shownDestination?.description ?? ""
      protocolName = PacketInfo.protocolName(packet, frame, transport)
      length = packet.originalLength
      self.info = String(decoding: info, as: UTF8.self)
    }
  }

  /// A packet as it was captured.
  struct Sample: Sendable {
    let frame: Int
    let time: Timestamp
    let linkType: LinkType
    let originalLength: Int
    let bytes: [UInt8]

    /// Bytes that are kept: an IP packet has no more, and a link header.
    private static let mostBytes = 66_000

    init(_ packet: Packet, _ observation: Observation) {
      frame = observation.frame
      time = packet.timestamp
      linkType = packet.linkType
      originalLength = packet.originalLength
      bytes = [UInt8](packet.bytes, limit: Self.mostBytes)
    }
  }

  /// The cards between which a packet went.
  struct Cards: Sendable {
    let source: MACAddress
    let destination: MACAddress
  }

  private(set) var lines: [Int: [Line]] = [:]
  /// The first packet with payload of each conversation.
  private(set) var samples: [Int: Sample] = [:]
  /// Those of the originator's first packet.
  private(set) var cards: [Int: Cards] = [:]
  /// How many hops the first packet of each side could still go, and its frame.
  private(set) var hopLimits: [Int: [Side: (hops: UInt8, frame: Int)]] = [:]
  /// The first HTTP request of what the originator of a TCP connection sends.
  private(set) var requests: [Int: RequestMethodSearch] = [:]
  private var clock = PacketListClock()
  private var total = 0

  /// Lines of one conversation, and of all together.
  private static let limits = (conversation: 400, all: 20_000)
  /// Conversations of which samples and cards are kept.
  private static let conversations = 1_024

  public init() {}

  /// Takes in a packet of one capture, as the engine passes it.
  public mutating func add(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation
  ) {
    clock.advance(to: packet.timestamp)
    guard let conversation = observation.conversation, observation.isSelected else { return }
    if samples[conversation] == nil, samples.count < Self.conversations, Self.payloadLength(transport) > 0 {
      samples[conversation] = Sample(packet, observation)
    }
    if let side = observation.sender, let hops = frame.network?.hopLimit, hopLimits[conversation]?[side] == nil,
      hopLimits.count < Self.conversations || hopLimits[conversation] != nil
    {
      hopLimits[conversation, default: [:]][side] = (hops, observation.frame)
    }
    if cards[conversation] == nil, cards.count < Self.conversations, observation.sender == .originator,
      let link = frame.innermostLink,
      let source = link.source, let destination = link.destination
    {
      cards[conversation] = Cards(source: source, destination: destination)
    }
    if case .tcp(let segment)? = transport, observation.sender == .originator, let place = observation.tcp,
      requests.count < Self.conversations || requests[conversation] != nil
    {
      requests[conversation, default: RequestMethodSearch()].take(
        segment.payload, sequence: place.sequence, length: segment.payloadLength, frame: observation.frame)
    }
    guard total < Self.limits.all, lines[conversation, default: []].count < Self.limits.conversation else { return }
    total += 1
    lines[conversation, default: []].append(
      Line(packet, frame, transport, observation, sinceFirst: clock.sinceFirst))
  }

  /// There was no room for more conversations, or for more lines.
  public var isFull: Bool {
    [samples.count, cards.count, hopLimits.count, requests.count].contains { $0 >= Self.conversations }
      || total >= Self.limits.all
  }

  /// A conversation of `selection` has packets to show, and there was room for those of others alone.
  public func isMissingPackets(of selection: Selection, in summary: Summary) -> Bool {
    !selection.isEmpty
      && summary.conversations.contains { record in
        selection.contains(record.protocol, stream: record.stream, record.originator, record.responder)
          && isMissingPackets(of: record)
      }
  }

  private func isMissingPackets(of record: ConversationRecord) -> Bool {
    let (index, most) = (record.index, Self.conversations)
    if samples[index] == nil, samples.count >= most, record.payloadBytes > 0 { return true }
    if requests[index] == nil, requests.count >= most, record.protocol == .tcp { return true }
    if hopLimits[index] == nil, hopLimits.count >= most { return true }
    if cards[index] == nil, cards.count >= most { return true }
    return total >= Self.limits.all && lines[index, default: []].count < min(record.packets, Self.limits.conversation)
  }

  private static func payloadLength(_ transport: Transport?) -> Int {
    switch transport {
    case .tcp(let segment)?: segment.payloadLength
    case .udp(let datagram)?: datagram.isLengthBelowHeader ? 0 : datagram.payloadLength
    default: 0
    }
  }

  /// Adds those of another capture, whose conversations count on from `first`.
  public mutating func append(_ other: PacketListing, from first: Int) {
    for (conversation, values) in other.lines { lines[conversation + first] = values }
    for (conversation, value) in other.samples { samples[conversation + first] = value }
    for (conversation, value) in other.cards { cards[conversation + first] = value }
    for (conversation, value) in other.requests { requests[conversation + first] = value }
    for (conversation, value) in other.hopLimits { hopLimits[conversation + first] = value }
    total += other.total
  }
}
