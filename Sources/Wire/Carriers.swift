/// The headers that carry a packet through its tunnels: of each kind the outermost, whose values a field shows.
public struct Carriers: ~Escapable {
  public let ipv4: IPv4Header?
  public let ipv6: IPv6Header?
  /// The UDP datagram of VXLAN.
  public let datagram: UDPDatagram?
  /// Also of a packet whose GRE carries nothing that is decoded.
  public let gre: GREHeader?
  /// From where to where that datagram goes.
  public let datagramEnds: (source: IPAddress, destination: IPAddress)?
  /// The VNI of VXLAN.
  public let networkIdentifier: UInt32?
  /// The innermost link header inside a tunnel: of Ethernet, PPP or MPLS.
  public let link: LinkHeader?
  /// Tunnels that were entered.
  public let depth: Int

  /// Nothing carries it.
  @_lifetime(immortal)
  init() {
    ipv4 = nil
    ipv6 = nil
    datagram = nil
    datagramEnds = nil
    gre = nil
    networkIdentifier = nil
    link = nil
    depth = 0
  }

  /// Those of a packet in one tunnel more, which `network` carries.
  @_lifetime(copy outer, copy network)
  init(_ outer: Carriers, _ network: Network) {
    switch network {
    case .ipv4(let header):
      if let first = outer.ipv4 { ipv4 = first } else { ipv4 = header }
      ipv6 = outer.ipv6
    case .ipv6(let header):
      ipv4 = outer.ipv4
      if let first = outer.ipv6 { ipv6 = first } else { ipv6 = header }
    case .arp:
      ipv4 = outer.ipv4
      ipv6 = outer.ipv6
    }
    datagram = outer.datagram
    datagramEnds = outer.datagramEnds
    gre = outer.gre
    networkIdentifier = outer.networkIdentifier
    link = outer.link
    depth = outer.depth + 1
  }

  /// The same with a link header inside the tunnel.
  @_lifetime(copy outer, copy link)
  init(_ outer: Carriers, link: LinkHeader) {
    ipv4 = outer.ipv4
    ipv6 = outer.ipv6
    datagram = outer.datagram
    datagramEnds = outer.datagramEnds
    gre = outer.gre
    networkIdentifier = outer.networkIdentifier
    self.link = link
    depth = outer.depth
  }

  /// The same with a GRE header.
  @_lifetime(copy outer, copy gre)
  init(_ outer: Carriers, gre: GREHeader) {
    ipv4 = outer.ipv4
    ipv6 = outer.ipv6
    datagram = outer.datagram
    datagramEnds = outer.datagramEnds
    if let first = outer.gre { self.gre = first } else { self.gre = gre }
    networkIdentifier = outer.networkIdentifier
    link = outer.link
    depth = outer.depth
  }

  /// The same with a datagram of VXLAN.
  @_lifetime(copy outer, copy datagram)
  init(
    _ outer: Carriers, vxlan datagram: UDPDatagram, networkIdentifier: UInt32,
    from source: IPAddress, to destination: IPAddress
  ) {
    ipv4 = outer.ipv4
    ipv6 = outer.ipv6
    if let first = outer.datagram { self.datagram = first } else { self.datagram = datagram }
    gre = outer.gre
    datagramEnds = outer.datagramEnds ?? (source, destination)
    self.networkIdentifier = outer.networkIdentifier ?? networkIdentifier
    link = outer.link
    depth = outer.depth
  }
}
