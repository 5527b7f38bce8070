public import Conversations

/// A packet that one capture alone has.
public struct UnmatchedPacket: Hashable, Sendable {
  public let point: CapturePoint
  public let moment: FrameMoment
  public let sender: Side
  public let label: PacketLabel
  public let fate: PacketFate
  /// The frame, in the same capture, that it repeats.
  public let original: Int?
}
