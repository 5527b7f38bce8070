import Wire

extension EtherType {
  /// `0x88cc`.
  var numberText: String { AnatomyText.word(rawValue) }

  /// What the number stands for, in Wireshark's words, for the types that are met beside IP.
  var registeredName: String {
    switch rawValue {
    case 0x0842: "Wake on LAN"
    case 0x6003: "DEC DNA Routing"
    case 0x8035: "RARP"
    case 0x809b: "AppleTalk (EtherTalk)"
    case 0x80f3: "AARP"
    case 0x8137: "Netware IPX/SPX"
    case 0x8808: "MAC Control"
    case 0x8809: "Slow Protocols"
    case 0x8847: "MPLS label switched packet"
    case 0x8848: "MPLS multicast label switched packet"
    case 0x8863: "PPPoE Discovery"
    case 0x8864: "PPPoE Session"
    case 0x886f: "MS NLB heartbeat"
    case 0x888e: "802.1X Authentication"
    case 0x8892: "PROFINET"
    case 0x88a2: "ATA over Ethernet"
    case 0x88ca: "Transparent Inter Process Communication"
    case 0x88cc: "802.1 Link Layer Discovery Protocol (LLDP)"
    case 0x88e1: "HomePlug AV"
    case 0x88e5: "802.1AE (MACsec)"
    case 0x88f7: "PTPv2 over Ethernet (IEEE1588)"
    case 0x8902: "IEEE 802.1ag Connectivity Fault Management (CFM) protocol"
    case 0x9000: "Loopback"
    default: "Ethernet II"
    }
  }
}

extension IPProtocol {
  /// What the number stands for, in Wireshark's words.
  var registeredName: String {
    switch rawValue {
    case 0: "IPv6 Hop-by-Hop Option"
    case 1: "ICMP"
    case 2: "IGMP"
    case 4: "IPIP"
    case 6: "TCP"
    case 8: "EGP"
    case 9: "IGRP"
    case 17: "UDP"
    case 33: "Datagram Congestion Control Protocol"
    case 41: "IPv6"
    case 46: "Reservation Protocol"
    case 47: "Generic Routing Encapsulation"
    case 50: "Encap Security Payload"
    case 51: "Authentication Header"
    case 54: "NBMA ARP"
    case 58: "ICMPv6"
    case 88: "EIGRP"
    case 89: "OSPF IGP"
    case 103: "PIM"
    case 108: "IPComp"
    case 112: "VRRP"
    case 113: "PGM"
    case 115: "Layer 2 Tunneling"
    case 132: "SCTP"
    case 135: "Mobile IPv6"
    case 136: "UDPlite"
    case 137: "MPLS in IP"
    default: "Unknown"
    }
  }
}
