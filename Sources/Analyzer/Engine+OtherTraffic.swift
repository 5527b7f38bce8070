import Wire

// What a packet is that belongs to no conversation.
extension Engine {
  static func kind(of frame: Frame) -> OtherTraffic.Kind {
    switch frame.error {
    case .unsupportedLinkType(let type)?: return .linkType(type)
    case .truncated(let layer, _, _)?: return .undecoded(layer)
    case .malformed(let layer)?: return .undecoded(layer)
    case .nestedTooDeep?: return .deepTunnel
    case nil: break
    }
    guard let network = frame.network else { return kind(ofLink: frame) }
    guard let next = network.protocol else { return .arp }
    switch frame.transport {
    case .icmp(let message)?: return kind(of: message)
    case .udp?: return .undecoded(.udp)
    case .other(let next)?:
      if next == .gre, let header = frame.carriers.gre { return .gre(header.protocolType.rawValue) }
      if next == IPProtocol(rawValue: 2) { return .igmp }
      return network.fragment == nil || frame.isReassembled ? .ipProtocol(next.rawValue) : .fragments
    case .tcp?, nil:
      return network.fragment == nil || frame.isReassembled ? .ipProtocol(next.rawValue) : .fragments
    }
  }

  private static func kind(of message: ICMPMessage) -> OtherTraffic.Kind {
    guard message.isVersion6 else { return .icmp }
    return switch message.type {
    case 133...137: .neighborDiscovery
    case 130...132, 143: .multicastListenerDiscovery
    default: .icmpv6
    }
  }

  private static func kind(ofLink frame: Frame) -> OtherTraffic.Kind {
    let innermost = frame.carriers.depth > 0
    guard let outer = frame.link else { return .llc }
    if innermost, let link = frame.carriers.link { return kind(of: link) }
    return kind(of: outer)
  }

  private static func kind(of link: LinkHeader) -> OtherTraffic.Kind {
    if let type = link.etherType { return .etherType(type.rawValue) }
    if let number = link.pppProtocol { return .ppp(number) }
    if let header = link.wlan {
      if let obstacle = header.obstacle { return .wlanData(obstacle) }
      if header.kind != .data { return .wlan(header.kind) }
    }
    return .llc
  }
}
