public import Conversations
public import Wire

/// One form of the packet list. A writer is for one capture: its times count from that capture's first packet.
public protocol PacketListWriter {
  /// Lets a packet pass that is not listed: the times of later ones count from it.
  mutating func skip(_ packet: Packet)

  /// Appends the line of one packet to `output`. `transport` is the header that counts: of the whole datagram in the
  /// frame that completes one.
  mutating func write(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, to output: inout [UInt8])
}
