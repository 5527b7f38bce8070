/// What a link header says it carries (IEEE 802 numbers).
public struct EtherType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static var ipv4: EtherType { EtherType(rawValue: 0x0800) }
  public static var arp: EtherType { EtherType(rawValue: 0x0806) }
  public static var ipv6: EtherType { EtherType(rawValue: 0x86dd) }
  /// An Ethernet frame inside GRE (RFC 1701).
  public static var transparentEthernet: EtherType { EtherType(rawValue: 0x6558) }
  /// What a router redirects to a web cache, inside GRE.
  public static var wccp: EtherType { EtherType(rawValue: 0x883e) }
  /// PPP inside PPTP's GRE (RFC 2637, section 4.1).
  public static var ppp: EtherType { EtherType(rawValue: 0x880b) }
  public static var mpls: EtherType { EtherType(rawValue: 0x8847) }
  /// MPLS with labels that the upstream router assigned (RFC 5332); once multicast.
  public static var mplsMulticast: EtherType { EtherType(rawValue: 0x8848) }
  public static var pppoeSession: EtherType { EtherType(rawValue: 0x8864) }
  /// An 802.1Q tag.
  public static var vlan: EtherType { EtherType(rawValue: 0x8100) }
  /// An 802.1ad service tag.
  public static var serviceVLAN: EtherType { EtherType(rawValue: 0x88a8) }
  /// Where the numbers lie that came before 802.1ad and are still in use: 0x9100, 0x9200 and 0x9300.
  public static var oldVLANs: ClosedRange<UInt16> { 0x9100...0x9300 }

  /// Whether a VLAN tag follows, of whichever age.
  var isVLANTag: Bool {
    self == .vlan || self == .serviceVLAN || (Self.oldVLANs.contains(rawValue) && rawValue & 0xff == 0)
  }
}
