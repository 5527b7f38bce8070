import Conversations
import Wire

extension PacketField {
  /// Appends the value as `tshark -T fields -E occurrence=f` prints it: nothing where the packet has none.
  func append(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, _ clock: PacketListClock,
    to line: inout [UInt8]
  ) {
    switch kind {
    case .record(let field): field.append(packet, observation, clock, to: &line)
    case .link(let field):
      if let header = frame.link { field.append(header, packet, to: &line) }
    case .arp(let field):
      if case .arp(let message)? = frame.network { field.append(message, to: &line) }
    case .ipv4(let field):
      if case .ipv4(let header)? = frame.network { field.append(header, to: &line) }
    case .ipv6(let field):
      if case .ipv6(let header)? = frame.network { field.append(header, to: &line) }
    case .icmp(let field):
      if case .icmp(let message)? = transport { field.append(message, to: &line) }
    case .tcp(let field):
      switch transport {
      case .tcp(let segment)?: field.append(segment, observation, to: &line)
      case .icmp(let message)?:
        if let quoted = message.quotedPacket, quoted.protocol == .tcp { field.append(quoted, observation, to: &line) }
      default: break
      }
    case .analysis(let field):
      if let segment = observation.tcp { field.append(segment, to: &line) }
    case .udp(let field):
      switch transport {
      case .udp(let datagram)?: field.append(datagram, observation, to: &line)
      case .icmp(let message)?:
        if let quoted = message.quotedPacket, quoted.protocol == .udp { field.append(quoted, observation, to: &line) }
      default: break
      }
    }
  }
}
