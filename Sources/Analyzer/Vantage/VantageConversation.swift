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
  public internal(set) var packets: [VantagePacket] = []

  /// The sequence number of the first SYN that a side sent; nil where there is none. TCP only.
  func initialSequence(ofOriginator isOriginator: Bool) -> UInt32? {
    packets.first { $0.isFromOriginator == isOriginator && $0.segment?.flags.contains(.syn) == true }?.segment?.sequence
  }

  /// Where relative sequence numbers of a side count from: its ISN, else the number before its first byte that was seen.
  func start(ofOriginator isOriginator: Bool) -> UInt32? {
    if let initial = initialSequence(ofOriginator: isOriginator) { return initial }
    let first = packets.first { $0.isFromOriginator == isOriginator && $0.segment?.flags.contains(.rst) == false }
    return first?.segment.map { $0.sequence &- 1 }
  }
}
