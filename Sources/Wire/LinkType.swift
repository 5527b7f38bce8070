/// How a captured frame begins: a number of the registry at tcpdump.org (LINKTYPE_ values, which files carry).
///
/// Where a system's own DLT number differs (raw IP is 12 or 14 there, 101 in files), `Capture` has translated it.
public struct LinkType: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: Int32
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// No number of the registry: a record that a capture numbers like a frame, and that holds none (a custom block of
  /// pcapng).
  public static var noPacket: LinkType { LinkType(rawValue: -1) }
  /// BSD loopback: an address family in the byte order of the machine that captured.
  public static var null: LinkType { LinkType(rawValue: 0) }
  public static var ethernet: LinkType { LinkType(rawValue: 1) }
  /// PPP, with or without HDLC-like framing (RFC 1662).
  public static var ppp: LinkType { LinkType(rawValue: 9) }
  /// Raw IP as some systems number it.
  public static var rawBSD: LinkType { LinkType(rawValue: 12) }
  public static var rawOpenBSD: LinkType { LinkType(rawValue: 14) }
  /// Raw IP, version told by the first nibble.
  public static var raw: LinkType { LinkType(rawValue: 101) }
  /// Cisco's HDLC: address, control, and an EtherType.
  public static var ciscoHDLC: LinkType { LinkType(rawValue: 104) }
  public static var wlan: LinkType { LinkType(rawValue: 105) }
  /// OpenBSD loopback: an address family in network byte order.
  public static var loop: LinkType { LinkType(rawValue: 108) }
  /// Linux cooked capture, version 1.
  public static var linuxSLL: LinkType { LinkType(rawValue: 113) }
  /// IEEE 802.11 behind a Prism header, or behind an AVS header under the same number.
  public static var wlanPrism: LinkType { LinkType(rawValue: 119) }
  /// IEEE 802.11 behind a radiotap header.
  public static var wlanRadiotap: LinkType { LinkType(rawValue: 127) }
  /// IEEE 802.11 behind an AVS header.
  public static var wlanAVS: LinkType { LinkType(rawValue: 163) }
  public static var ipv4: LinkType { LinkType(rawValue: 228) }
  public static var ipv6: LinkType { LinkType(rawValue: 229) }
  /// Linux cooked capture, version 2.
  public static var linuxSLL2: LinkType { LinkType(rawValue: 276) }
}
