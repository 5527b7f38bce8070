extension LinkType {
  /// The registry's name in few words; the number where we have none.
  public var name: String {
    switch self {
    case .noPacket: "record without a packet"
    case .null: "BSD loopback"
    case .ethernet: "Ethernet"
    case .ppp: "PPP"
    case .raw, .rawBSD, .rawOpenBSD: "raw IP"
    case .loop: "OpenBSD loopback"
    case .linuxSLL: "Linux cooked v1"
    case .linuxSLL2: "Linux cooked v2"
    case .ipv4: "raw IPv4"
    case .ipv6: "raw IPv6"
    case LinkType(rawValue: 6): "Token Ring"
    case LinkType(rawValue: 50): "PPP in HDLC"
    case LinkType(rawValue: 51): "PPPoE"
    case .ciscoHDLC: "Cisco HDLC"
    case .wlan: "IEEE 802.11"
    case LinkType(rawValue: 107): "Frame Relay"
    case .wlanPrism: "IEEE 802.11 with Prism header"
    case .wlanRadiotap: "IEEE 802.11 with radiotap"
    case LinkType(rawValue: 143): "DOCSIS"
    case .wlanAVS: "IEEE 802.11 with AVS header"
    case LinkType(rawValue: 189): "USB"
    case LinkType(rawValue: 195): "IEEE 802.15.4"
    case LinkType(rawValue: 201): "Bluetooth HCI"
    case LinkType(rawValue: 227): "SocketCAN"
    default: "LINKTYPE \(rawValue)"
    }
  }
}
