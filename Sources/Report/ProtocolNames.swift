import Analyzer
import Conversations
import Wire

// Names that the registries give: the same in every language.

extension IPProtocol {
  /// The keyword in IANA's list of protocol numbers; nil where we have none.
  var name: String? {
    switch rawValue {
    case 0: "IPv6 hop-by-hop"
    case 1: "ICMP"
    case 2: "IGMP"
    case 4: "IPv4 in IP"
    case 6: "TCP"
    case 17: "UDP"
    case 33: "DCCP"
    case 41: "IPv6 in IP"
    case 46: "RSVP"
    case 47: "GRE"
    case 50: "ESP"
    case 51: "AH"
    case 58: "ICMPv6"
    case 59: "IPv6 no next header"
    case 88: "EIGRP"
    case 89: "OSPF"
    case 103: "PIM"
    case 112: "VRRP"
    case 115: "L2TP"
    case 132: "SCTP"
    case 136: "UDP-Lite"
    default: nil
    }
  }
}

extension EtherType {
  /// The usual short name; the number where we have none.
  var name: String {
    switch rawValue {
    case 0x0800: "IPv4"
    case 0x0806: "ARP"
    case 0x0842: "Wake-on-LAN"
    case 0x8035: "RARP"
    case 0x8100: "802.1Q"
    case 0x86dd: "IPv6"
    case 0x8808: "Ethernet flow control"
    case 0x8809: "LACP"
    case 0x8847, 0x8848: "MPLS"
    case 0x8863, 0x8864: "PPPoE"
    case 0x888e: "EAPOL"
    case 0x88a8: "802.1ad"
    case 0x88cc: "LLDP"
    case 0x88e5: "MACsec"
    case 0x88f7: "PTP"
    case 0x8902: "Ethernet CFM"
    case 0x9000: "Ethernet loopback"
    default:
      "EtherType 0x" + String(repeating: "0", count: 4 - String(rawValue, radix: 16).count)
        + String(rawValue, radix: 16)
    }
  }
}

extension Layer {
  var name: String {
    switch self {
    case .ethernet: "Ethernet"
    case .vlan: "VLAN"
    case .linuxCooked: "Linux cooked"
    case .loopback: "loopback"
    case .ppp: "PPP"
    case .llc: "LLC"
    case .radio: "802.11 radio header"
    case .wlan: "802.11"
    case .arp: "ARP"
    case .ipv4: "IPv4"
    case .ipv6, .ipv6Extension: "IPv6"
    case .authentication: "AH"
    case .gre: "GRE"
    case .icmp: "ICMP"
    case .icmpv6: "ICMPv6"
    case .tcp: "TCP"
    case .udp: "UDP"
    }
  }
}

extension ICMPError {
  /// What the RFCs call the type and code; nil where we have no name.
  var name: String? { Self.name(isVersion6: isVersion6, type: type, code: code) }

  static func name(isVersion6: Bool, type: UInt8, code: UInt8) -> String? {
    isVersion6 ? version6Name(type, code) : version4Name(type, code)
  }

  private static func version4Name(_ type: UInt8, _ code: UInt8) -> String? {
    switch (type, code) {
    case (3, 0): "network unreachable"
    case (3, 1): "host unreachable"
    case (3, 2): "protocol unreachable"
    case (3, 3): "port unreachable"
    case (3, 4): "fragmentation needed"
    case (3, 9), (3, 10), (3, 13): "communication prohibited"
    case (3, _): "destination unreachable"
    case (4, _): "source quench"
    case (5, _): "redirect"
    case (11, 0): "time to live exceeded"
    case (11, 1): "fragment reassembly time exceeded"
    case (12, _): "parameter problem"
    default: nil
    }
  }

  private static func version6Name(_ type: UInt8, _ code: UInt8) -> String? {
    switch (type, code) {
    case (1, 0): "no route to destination"
    case (1, 1): "communication prohibited"
    case (1, 3): "address unreachable"
    case (1, 4): "port unreachable"
    case (1, _): "destination unreachable"
    case (2, _): "packet too big"
    case (3, 0): "hop limit exceeded"
    case (3, 1): "fragment reassembly time exceeded"
    case (4, _): "parameter problem"
    default: nil
    }
  }
}
