/// Who carry the packets of others, in most tests.
public let carrier = Party("198.51.100.1", 50_000, to: "198.51.100.2", 4_789)
public let carrier6 = Party("2001:db8:1::1", 50_000, to: "2001:db8:1::2", 4_789)

extension Sighting {
  /// The IP packet in an IP packet of `outer` (RFC 2003, RFC 4213, RFC 2473).
  public func inIP(of outer: Party, identification: UInt16 = 0) -> Sighting {
    outer.packet(isIPv6 ? 41 : 4, network, identification: identification)
  }

  /// The IP packet in GRE (RFC 2784), with a key if there is one (RFC 2890).
  public func inGRE(of outer: Party, key: UInt32? = nil) -> Sighting {
    let header = big(UInt16(key == nil ? 0 : 0x2000)) + bytes[12..<14] + (key.map { big($0) } ?? [])
    return outer.packet(47, header + network)
  }

  /// The frame in VXLAN (RFC 7348).
  public func inVXLAN(_ identifier: UInt32 = 42, of outer: Party) -> Sighting {
    outer.datagram(bytes: [8, 0, 0, 0] + big(identifier << 8) + bytes)
  }

  /// Behind an authentication header over IPv4 (RFC 4302).
  public var authenticated: Sighting {
    var header = Array(network.prefix(20))
    let payload = [header[9], 4, 0, 0] + big(UInt32(9)) + [UInt8](repeating: 0, count: 16) + network.dropFirst(20)
    header[9] = 51
    header.replaceSubrange(2..<4, with: big(UInt16(20 + payload.count)))
    return Sighting(link + withHeaderChecksum(header) + payload)
  }

  /// The IP packet behind an MPLS label.
  public func labelled(_ label: UInt32) -> Sighting {
    Sighting(Array(link.prefix(12)) + [0x88, 0x47] + big(label << 12 | 0x1ff) + network)
  }
}

extension [Sighting] {
  /// Each of them, whichever way it goes, in a packet of its own of `outer` or back.
  public func tunnelled(_ wrap: (Sighting, Party) -> Sighting, by outer: Party) -> [Sighting] {
    map { wrap($0, $0.isReturning ? outer.other : outer) }
  }
}

extension Sighting {
  /// From the higher of the two addresses that most tests use.
  fileprivate var isReturning: Bool {
    let source = isIPv6 ? network[8..<24] : network[12..<16]
    let destination = isIPv6 ? network[24..<40] : network[16..<20]
    return destination.lexicographicallyPrecedes(source)
  }
}
