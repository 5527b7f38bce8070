public import Conversations
public import Wire

/// Tab-separated columns, a line for each packet, as `tshark -T fields -E occurrence=f` prints them.
public struct FieldWriter: PacketListWriter, Sendable {
  private let fields: [PacketField]
  private var clock = PacketListClock()

  public init(_ fields: [PacketField]) { self.fields = fields }

  public mutating func skip(_ packet: Packet) { clock.advance(to: packet.timestamp) }

  public mutating func write(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, to output: inout [UInt8]
  ) {
    clock.advance(to: packet.timestamp)
    var isFirst = true
    for field in fields {
      if !isFirst { output.append(UInt8(ascii: "\t")) }
      isFirst = false
      field.append(packet, frame, transport, observation, clock, to: &output)
    }
    output.append(UInt8(ascii: "\n"))
  }
}
