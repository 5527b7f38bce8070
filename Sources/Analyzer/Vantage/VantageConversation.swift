public import Conversations
public import Wire

/// A conversation as one of two captures has it, packet by packet.
public struct VantageConversation: Hashable, Sendable {
  public let `protocol`: TransportProtocol
  /// Wireshark's number in its capture.
  public let stream: Int
  public let originator: Endpoint
  public let responder: Endpoint
  /// In order of capture.
  public private(set) var packets: [VantagePacket] = []
  /// Packets with an IP identification.
  private(set) var identified = 0
  // Matching asks for them with every packet: they are noted as packets come, and not looked for.
  private var originatorStart = Start()
  private var responderStart = Start()

  /// Sequence numbers that a side began with.
  private struct Start: Hashable, Sendable {
    /// Of its first SYN.
    var initial: UInt32?
    /// Of its first segment that is no reset.
    var first: UInt32?
  }

  init(protocol: TransportProtocol, stream: Int, originator: Endpoint, responder: Endpoint) {
    self.protocol = `protocol`
    self.stream = stream
    self.originator = originator
    self.responder = responder
  }

  mutating func append(_ packet: VantagePacket) {
    packets.append(packet)
    if packet.identification != nil { identified += 1 }
    guard let segment = packet.segment else { return }
    if packet.isFromOriginator { note(segment, in: &originatorStart) } else { note(segment, in: &responderStart) }
  }

  private func note(_ segment: VantagePacket.Segment, in start: inout Start) {
    if start.initial == nil, segment.flags.contains(.syn) { start.initial = segment.sequence }
    if start.first == nil, !segment.flags.contains(.rst) { start.first = segment.sequence }
  }

  /// The sequence number of the first SYN that a side sent; nil where there is none. TCP only.
  func initialSequence(ofOriginator isOriginator: Bool) -> UInt32? {
    isOriginator ? originatorStart.initial : responderStart.initial
  }

  /// Where relative sequence numbers of a side count from: its ISN, else the number before its first byte that was seen.
  func start(ofOriginator isOriginator: Bool) -> UInt32? {
    let start = isOriginator ? originatorStart : responderStart
    return start.initial ?? start.first.map { $0 &- 1 }
  }
}
