public import Conversations

/// A row of the packets of a conversation: in both captures, or in one.
public struct VantageRow: Hashable, Sendable {
  public let first: FrameMoment?
  public let second: FrameMoment?
  public let sender: Side
  public let label: PacketLabel
  /// With the offset in the middle of its bounds; nil where it is not known.
  public let delay: Int64?
  /// Of a packet that one capture alone has.
  public let fate: PacketFate?
  /// Its bytes are in segments of other sizes in the other capture.
  public let isRegrouped: Bool
}
