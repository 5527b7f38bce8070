/// A part of a frame that is decoded by itself.
public enum Layer: String, Hashable, Sendable, Codable {
  case ethernet, vlan, linuxCooked, loopback, ppp, llc, radio, wlan, arp, ipv4, ipv6, ipv6Extension, authentication, gre
  case icmp, icmpv6, tcp, udp
}

/// Why decoding stopped. What was understood before stays in the `Frame`.
public enum DecodeError: Error, Hashable, Sendable {
  /// The header needs more bytes than there are: cut by the snapshot length, or by a lying length field. Both numbers
  /// count from the start of the layer; of VLAN tags and LLC from the start of the link header, and of an IPv6 extension
  /// header from the start of the IPv6 header. `radio` is what stands in front of an 802.11 frame: radiotap, Prism, AVS.
  case truncated(Layer, needed: Int, available: Int)
  /// A field contradicts the header it stands in (a version, a length below the minimum).
  case malformed(Layer)
  /// A tunnel in more tunnels than are entered.
  case nestedTooDeep
  /// The link type of the capture is not decoded.
  case unsupportedLinkType(LinkType)
}
