public import Wire

/// A packet of a comparison: what it is.
public struct PacketLabel: Hashable, Sendable {
  /// TCP only.
  public let flags: TCPFlags?
  /// Relative to the sender's ISN, or to its first packet in the capture. TCP only.
  public let sequence: UInt32?
  public let payloadLength: Int
}
