import Conversations
import Wire

extension PacketField {
  /// The UDP header, and its place in the exchange.
  enum UDP: String, CaseIterable {
    case sourcePort = "udp.srcport"
    case destinationPort = "udp.dstport"
    /// The first occurrence, as of a filter on either port.
    case port = "udp.port"
    case length = "udp.length"
    case checksum = "udp.checksum"
    case stream = "udp.stream"
    case payload = "udp.payload"

    var isNumber: Bool { self != .checksum && self != .payload }

    func append(_ datagram: UDPDatagram, _ observation: Observation, to line: inout [UInt8]) {
      switch self {
      case .sourcePort, .port: line.append(decimal: datagram.sourcePort)
      case .destinationPort: line.append(decimal: datagram.destinationPort)
      case .length: line.append(decimal: datagram.length)
      case .checksum:
        if !datagram.isLengthBelowHeader { line.append(number16: datagram.checksum) }
      case .stream:
        if let stream = observation.udpStream { line.append(decimal: stream) }
      case .payload:
        if !datagram.isLengthBelowHeader { line.append(bytes: datagram.payload) }
      }
    }

    /// Writes what an ICMP error quotes of a datagram.
    func append(_ quoted: QuotedPacket, _ observation: Observation, to line: inout [UInt8]) {
      switch self {
      case .sourcePort, .port:
        if let ports = quoted.ports { line.append(decimal: ports.source) }
      case .destinationPort:
        if let ports = quoted.ports { line.append(decimal: ports.destination) }
      case .length:
        if let length = quoted.udpLength { line.append(decimal: length) }
      case .checksum:
        if let checksum = quoted.udpChecksum { line.append(number16: checksum) }
      case .stream:
        if let stream = observation.udpStream { line.append(decimal: stream) }
      case .payload: break
      }
    }
  }
}
