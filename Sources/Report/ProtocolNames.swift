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
    default: "EtherType " + numberText
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
