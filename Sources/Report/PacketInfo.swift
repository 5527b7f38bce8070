import Conversations
import Wire

/// The Protocol and Info columns, in Wireshark's wording.
enum PacketInfo {
  /// The highest layer that is decoded, or could not be. Never guessed from a port.
  static func protocolName(_ packet: Packet, _ frame: Frame, _ transport: Transport?) -> String {
    switch transport {
    case .tcp?: return "TCP"
    case .udp?: return "UDP"
    case .icmp(let message)?: return message.isVersion6 ? "ICMPv6" : "ICMP"
    case .other(.igmp)?: return igmpName(frame.top)
    case .other(.gre)?: return "GRE"
    case .other?:
      if case .authentication? = frame.encapsulation?.layers.last { return "AH" }
    case nil: break
    }
    switch frame.error {
    case .truncated(let layer, _, _)?, .malformed(let layer)?: return layer.name
    case .unsupportedLinkType?: return "UNKNOWN"
    case .nestedTooDeep?, nil: break
    }
    switch frame.network {
    case .ipv4?: return "IPv4"
    case .ipv6?: return "IPv6"
    case .arp?: return "ARP"
    case nil: break
    }
    guard let link = frame.innermostLink else { return "" }
    if let type = link.etherType { return type.numberText }
    if link.pppProtocol != nil || link.linkType == .ppp { return "PPP" }
    if link.isLLC { return "LLC" }
    return link.wlan == nil ? "Null/Loopback" : "802.11"
  }

  /// Appends what the packet says: of the highest layer, and why decoding stopped, if it did.
  static func append(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, to line: inout [UInt8]
  ) {
    if let error = frame.error {
      // What there is of a TCP header tells more than what is missing.
      if case .truncated(.tcp, _, _) = error, case .tcp(let segment)? = transport {
        segment.appendInfo(observation, to: &line)
        line.append(text: " ")
      }
      append(error, packet, to: &line)
      return
    }
    switch transport {
    case .tcp(let segment)?: segment.appendInfo(observation, to: &line)
    case .udp(let datagram)?: datagram.appendInfo(isFragment: isPiece(frame), to: &line)
    case .icmp(let message)?: message.appendInfo(message.bytes, hopLimit: frame.network?.hopLimit ?? 0, to: &line)
    case .other(.igmp)?: appendIGMP(frame.top, to: &line)
    case .other(let next)?:
      if next == .gre, let header = frame.carriers.gre {
        header.appendInfo(to: &line)
      } else {
        appendUndecoded(packet, frame, next, to: &line)
      }
    case nil: appendUndecoded(packet, frame, frame.network?.protocol, to: &line)
    }
  }

  /// The packet is a fragment, and not the one that completes its datagram.
  private static func isPiece(_ frame: Frame) -> Bool { frame.network?.fragment != nil && !frame.isReassembled }

  private static func appendUndecoded(_ packet: Packet, _ frame: Frame, _ next: IPProtocol?, to line: inout [UInt8]) {
    let isPiece = isPiece(frame)
    switch frame.network {
    case .ipv4(let header)?:
      if isPiece, let fragment = header.fragment {
        appendFragment(header.protocol, fragment, to: &line)
      } else {
        let next = next ?? header.protocol
        line.append(text: next.registeredName)
        appendNumber(next, to: &line)
      }
    case .ipv6(let header)?:
      let next = next ?? header.protocol
      if isPiece, let fragment = header.fragment {
        appendFragment6(header.protocol, fragment, to: &line)
      } else if next == .noNextHeader {
        line.append(text: "IPv6 no next header")
      } else {
        line.append(text: "Unknown IP Protocol: ")
        line.append(text: next.registeredName)
        appendNumber(next, to: &line)
      }
    case .arp(let message)?: message.appendInfo(isAnnouncement: isAnnouncement(frame.top), to: &line)
    case nil:
      guard let link = frame.innermostLink else { return }
      if let type = link.etherType {
        line.append(text: type.registeredName)
      } else if let number = link.pppProtocol {
        let name = PPPProtocol(rawValue: number)
        line.append(text: "PPP \(name.name) (\(name.numberText))")
      } else if link.isLLC {
        appendLLC(frame.top, to: &line)
      } else if let header = link.wlan {
        header.appendInfo(to: &line)
      }
    }
  }

  private static func appendNumber(_ next: IPProtocol, to line: inout [UInt8]) {
    line.append(text: " (")
    line.append(decimal: next.rawValue)
    line.append(text: ")")
  }

  private static func appendFragment(_ next: IPProtocol, _ fragment: Fragment, to line: inout [UInt8]) {
    line.append(text: "Fragmented IP protocol (proto=")
    line.append(text: next.registeredName)
    line.append(text: " ")
    line.append(decimal: next.rawValue)
    line.append(text: ", off=")
    line.append(decimal: fragment.offset)
    line.append(text: ", ID=")
    line.append(hexadecimal: UInt64(fragment.identification), digits: 4)
    line.append(text: ")")
  }

  private static func appendFragment6(_ next: IPProtocol, _ fragment: Fragment, to line: inout [UInt8]) {
    line.append(text: "IPv6 fragment (off=")
    line.append(decimal: fragment.offset)
    line.append(text: fragment.hasMore ? " more=y ident=0x" : " more=n ident=0x")
    line.append(hexadecimal: UInt64(fragment.identification), digits: 8)
    line.append(text: " nxt=")
    line.append(decimal: next.rawValue)
    line.append(text: ")")
  }

  /// Names why decoding stopped: cut when it was captured, or contradicting itself.
  private static func append(_ error: DecodeError, _ packet: Packet, to line: inout [UInt8]) {
    switch error {
    case .truncated(let layer, let needed, let available):
      let isCut = packet.bytes.byteCount < packet.originalLength
      line.append(text: isCut ? "[Packet size limited during capture: " : "[Malformed Packet: ")
      line.append(text: layer.name)
      line.append(text: " needs ")
      line.append(decimal: needed)
      line.append(text: " bytes, ")
      line.append(decimal: available)
      line.append(text: isCut ? " captured]" : " there]")
    case .malformed(let layer):
      line.append(text: "[Malformed Packet: ")
      line.append(text: layer.name)
      line.append(text: "]")
    case .nestedTooDeep:
      line.append(text: "[More than ")
      line.append(decimal: Frame.tunnelLimit)
      line.append(text: " tunnels in one another: not decoded]")
    case .unsupportedLinkType(let type):
      line.append(text: type.name)
      line.append(text: " is not decoded")
    }
  }
}
