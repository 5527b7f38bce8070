extension Frame {
  /// The packet inside the tunnel whose header `transport` is; nil when it is none: then it stands for itself.
  @inline(never)
  @_lifetime(copy transport, copy link, copy network, copy content, copy carriers)
  static func entering(
    _ transport: Transport, _ link: LinkHeader, _ network: Network, _ content: Content, _ carriers: Carriers,
    _ encapsulation: Encapsulation?
  ) throws(DecodeError) -> Frame? {
    guard let source = network.source, let destination = network.destination else { return nil }
    let ends = Encapsulation.Ends(source, destination)
    switch transport {
    case .udp(let datagram):
      guard let header = VXLANHeader(in: datagram) else { return nil }
      try needRoom(carriers)
      var encapsulation = encapsulation
      encapsulation.append(.vxlan(network: header.networkIdentifier, ends))
      let carried = Carriers(carriers, network)
      return Frame(
        link, containing: .ethernet, header.payload,
        originalLength: datagram.payloadLength - VXLANHeader.headerLength,
        Carriers(
          carried, vxlan: datagram, networkIdentifier: header.networkIdentifier, from: source, to: destination),
        encapsulation)
    case .other(.gre):
      let header = try GREHeader(content.bytes, originalLength: content.originalLength)
      return try entering(header, ends, link, network, carriers, encapsulation, content.bytes)
    case .other(let next):
      try needRoom(carriers)
      var encapsulation = encapsulation
      let inner: EtherType = next == .ipv6 ? .ipv6 : .ipv4
      encapsulation.append(.ip(version: inner == .ipv6 ? 6 : 4, in: source.isIPv6 ? 6 : 4, ends))
      return Frame(
        link, carrying: inner, content.bytes, originalLength: content.originalLength, Carriers(carriers, network),
        encapsulation)
    case .tcp, .icmp: return nil
    }
  }

  private static func needRoom(_ carriers: Carriers) throws(DecodeError) {
    guard carriers.depth < tunnelLimit else { throw .nestedTooDeep }
  }

  /// The packet that GRE carries, or the frame that ends with GRE because what it carries is not decoded.
  @_lifetime(copy header, copy link, copy network, copy carriers, copy bytes)
  private static func entering(
    _ header: GREHeader, _ ends: Encapsulation.Ends, _ link: LinkHeader, _ network: Network, _ carriers: Carriers,
    _ outer: Encapsulation?, _ bytes: RawSpan
  ) throws(DecodeError) -> Frame {
    let payload = header.payload
    let length = header.payloadLength
    var encapsulation = outer
    let isPPP = header.version == 1 && header.protocolType == .ppp
    if isPPP {
      encapsulation.append(.pptp(call: UInt16(truncatingIfNeeded: header.key ?? 0), ends))
    } else {
      encapsulation.append(.gre(key: header.key, ends))
    }
    let noted = Carriers(carriers, gre: header)
    let inner = Carriers(noted, network)
    let isKnown = header.isDecoded && length > 0 && (isPPP || header.version == 0)
    switch isKnown ? header.protocolType : EtherType(rawValue: 0) {
    case .ipv4, .ipv6:
      try needRoom(carriers)
      return Frame(
        link, carrying: header.protocolType, payload, originalLength: length, inner, encapsulation)
    case .wccp:
      try needRoom(carriers)
      // Version 2 puts four bytes in front of the IP packet; version 1 had none.
      let redirect = payload.byteCount > 0 && payload.byte(at: 0) >> 4 == 4 ? 0 : 4
      return Frame(
        link, carrying: .ipv4, payload.part(from: redirect), originalLength: max(length - redirect, 0), inner,
        encapsulation)
    case .transparentEthernet:
      try needRoom(carriers)
      return Frame(link, containing: .ethernet, payload, originalLength: length, inner, encapsulation)
    case .ppp where isPPP:
      try needRoom(carriers)
      return Frame(link, containing: .ppp, payload, originalLength: length, inner, encapsulation)
    case .mpls, .mplsMulticast:
      try needRoom(carriers)
      return Frame(
        link, containing: nil, startingWith: header.protocolType, payload, originalLength: length, inner,
        encapsulation)
    default:
      return Frame(
        link, network, .other(.gre), noted, outer, ending: nil, at: bytes, isReassembled: network.fragment != nil)
    }
  }

  /// Decodes a link header inside a tunnel, and what it carries: the header of a link type, or labels alone.
  @_lifetime(copy link, copy payload, copy carriers)
  private init(
    _ link: LinkHeader, containing linkType: LinkType?, startingWith type: EtherType = .mpls, _ payload: RawSpan,
    originalLength: Int, _ carriers: Carriers, _ outer: Encapsulation?
  ) {
    let inner: LinkHeader
    do throws(DecodeError) {
      if let linkType {
        inner = try LinkHeader(payload, linkType: linkType)
      } else {
        inner = try LinkHeader(payload, carrying: type)
      }
    } catch {
      self.init(link, carriers, outer, ending: error, at: payload)
      return
    }
    var length = max(originalLength - inner.length, 0)
    if let claimed = inner.payloadLength { length = min(length, claimed) }
    var encapsulation = outer
    if inner.isEncapsulating { inner.note(in: &encapsulation) }
    self.init(
      link, carrying: inner.etherType, payload.part(from: inner.length, length: length), originalLength: length,
      Carriers(carriers, link: inner), encapsulation)
  }
}
