import Wire

/// The headers that are taken apart.
enum HeaderKind: Hashable {
  case ethernet, linuxCooked, linuxCooked2, loopback, arp
  /// A link whose header is not taken apart.
  case link(LinkType)
  case ipv4, ipv6, hopByHop, routing, fragment, destinationOptions, authentication
  case tcp, udp, icmp, icmpv6

  /// As the registries name it: the same in every language.
  var name: String {
    switch self {
    case .ethernet: "Ethernet"
    case .linuxCooked: "Linux cooked (SLL)"
    case .linuxCooked2: "Linux cooked v2 (SLL2)"
    case .loopback: "BSD loopback"
    case .arp: "ARP"
    case .link(let type): type.name
    case .ipv4: "IPv4"
    case .ipv6: "IPv6"
    case .hopByHop: "IPv6 Hop-by-Hop Options"
    case .routing: "IPv6 Routing"
    case .fragment: "IPv6 Fragment"
    case .destinationOptions: "IPv6 Destination Options"
    case .authentication: "AH"
    case .tcp: "TCP"
    case .udp: "UDP"
    case .icmp: "ICMP"
    case .icmpv6: "ICMPv6"
    }
  }
}
