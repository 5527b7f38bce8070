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
    case .link(let field): field.append(frame, packet, to: &line)
    case .tunnel(let field): field.append(frame, to: &line)
    case .arp(let field):
      if case .arp(let message)? = frame.network { field.append(message, to: &line) }
    case .ipv4(let field):
      if let outer = frame.carriers.ipv4 {
        field.append(outer, to: &line)
      } else if case .ipv4(let header)? = frame.network {
        field.append(header, to: &line)
      } else if let error = frame.error, error.layer == .ipv4 {
        field.append(cut: frame.top, error, to: &line)
      }
    case .ipv6(let field):
      if let outer = frame.carriers.ipv6 {
        field.append(outer, to: &line)
      } else if case .ipv6(let header)? = frame.network {
        field.append(header, to: &line)
      } else if case .truncated(.ipv6, _, _)? = frame.error {
        field.append(cut: frame.top, to: &line)
      }
    case .icmp(let field):
      if case .icmp(let message)? = transport { field.append(message, to: &line) }
    case .tcp(let field):
      switch transport {
      case .tcp(let segment)?: field.append(segment, observation, to: &line)
      case .icmp(let message)?:
        if let quoted = message.quotedPacket, quoted.protocol == .tcp { field.append(quoted, observation, to: &line) }
      case .udp?, .other?: break
      case nil:
        if !observation.isIncompleteFragment, case .truncated(.tcp, _, _)? = frame.error {
          field.append(cut: frame.top, to: &line)
        }
      }
    case .analysis(let field):
      if let segment = observation.tcp { field.append(segment, to: &line) }
    case .udp(let field):
      if let outer = frame.carriers.datagram {
        field.append(outer, observation, to: &line)
        return
      }
      switch transport {
      case .udp(let datagram)?: field.append(datagram, observation, to: &line)
      case .icmp(let message)?:
        if let quoted = message.quotedPacket, quoted.protocol == .udp { field.append(quoted, observation, to: &line) }
      case .tcp?, .other?: break
      case nil:
        if !observation.isIncompleteFragment, case .truncated(.udp, _, _)? = frame.error {
          field.append(cut: frame.top, to: &line)
        }
      }
    }
  }
}

extension DecodeError {
  /// The layer in which decoding stopped.
  fileprivate var layer: Layer? {
    switch self {
    case .truncated(let layer, _, _), .malformed(let layer): layer
    case .nestedTooDeep, .unsupportedLinkType: nil
    }
  }
}
