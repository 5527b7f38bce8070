/// What a packet turned out to carry, layer by layer, and the error that stopped decoding, if one did.
///
/// Of a tunnelled packet `network` and `transport` are the innermost headers, and `carriers` are those around them.
public struct Frame: ~Escapable {
  /// Nil when even the link header is cut, or its type is not decoded.
  public let link: LinkHeader?
  /// Nil when the frame carries something else (`link.etherType` names it), or `error` says why.
  public let network: Network?
  /// Nil in later fragments. In a first fragment it is the header as far as it is there: reassembly gives the whole.
  public let transport: Transport?
  /// Why decoding stopped before the end, with the layer and the bytes that were missing.
  public let error: DecodeError?
  /// The headers of the tunnels that were entered.
  public let carriers: Carriers
  /// VLAN tags, labels and tunnels; nil without any.
  public let encapsulation: Encapsulation?
  /// `transport` is of a whole datagram, of which `network` heads only the fragment that completed it.
  public let isReassembled: Bool
  /// The highest layer from its first byte on: the one that decoded last, or the one that did not.
  public let top: RawSpan

  /// Tunnels that are entered, one in the other. What lies deeper is named, not decoded.
  public static var tunnelLimit: Int { 8 }

  /// The link header nearest to what was decoded last: inside the innermost tunnel that has one, else the frame's own.
  public var innermostLink: LinkHeader? {
    @_lifetime(copy self) get {
      if let link = carriers.link { return link }
      return link
    }
  }

  /// Decodes as far down as it can. Never fails: half a packet is still evidence.
  @_lifetime(copy packet)
  public init(_ packet: Packet) {
    // A file may claim to have captured more than there was; the original length is the truth.
    let bytes = packet.bytes.part(from: 0, length: max(packet.originalLength, 0))
    let link: LinkHeader
    do throws(DecodeError) {
      link = try LinkHeader(bytes, linkType: packet.linkType)
    } catch {
      self.init(failing: error, at: bytes)
      return
    }
    var originalLength = max(packet.originalLength - link.length, 0)
    if let claimed = link.payloadLength { originalLength = min(originalLength, claimed) }
    let payload = bytes.part(from: link.length, length: originalLength)
    if !link.isEncapsulating, Self.isPlain(payload, link.etherType) {
      self.init(plain: link, payload, originalLength: originalLength)
    } else {
      self.init(wrapped: link, payload, originalLength: originalLength)
    }
  }

  /// Whether `payload` is an IP packet in which there can be no tunnel: most are, and are decoded straight on.
  @inline(__always)
  private static func isPlain(_ payload: RawSpan, _ type: EtherType?) -> Bool {
    let next: IPProtocol
    let headerLength: Int
    switch type {
    case .ipv4:
      guard payload.byteCount >= IPv4Header.minimumHeaderLength, payload.byte(at: 0) >> 4 == 4 else { return false }
      next = IPProtocol(rawValue: payload.byte(at: 9))
      headerLength = Int(payload.byte(at: 0) & 15) * 4
    case .ipv6:
      guard payload.byteCount >= IPv6Header.minimumHeaderLength else { return false }
      next = IPProtocol(rawValue: payload.byte(at: 6))
      headerLength = IPv6Header.minimumHeaderLength
    default: return false
    }
    if next == .tcp { return true }
    guard next == .udp, payload.byteCount >= headerLength + 4 else { return next == .icmp }
    return payload.load(fromByteOffset: headerLength, as: UInt16.self) != VXLANHeader.port
      && payload.load(fromByteOffset: headerLength + 2, as: UInt16.self) != VXLANHeader.port
  }

  /// Decodes an IP packet without a tunnel.
  @inline(__always)
  @_lifetime(copy link, copy payload)
  private init(plain link: LinkHeader, _ payload: RawSpan, originalLength: Int) {
    self.link = link
    carriers = Carriers()
    encapsulation = nil
    isReassembled = false
    let network: Network
    do throws(DecodeError) {
      network =
        link.etherType == .ipv4
        ? .ipv4(try IPv4Header(payload, originalLength: originalLength))
        : .ipv6(try IPv6Header(payload, originalLength: originalLength))
    } catch {
      self.network = nil
      transport = nil
      self.error = error
      top = payload
      return
    }
    self.network = network
    let content = network.payload
    top = content
    do throws(DecodeError) {
      transport = try Self.transport(in: network, content)
      error = nil
    } catch {
      transport = Self.transport(
        cutIn: content, originalLength: network.payloadLength, isFragment: network.fragment != nil, by: error)
      self.error = error
    }
  }

  @_lifetime(copy network, copy content)
  private static func transport(in network: Network, _ content: RawSpan) throws(DecodeError) -> Transport? {
    if case .ipv6(let header) = network, let error = header.extensionError { throw error }
    let fragment = network.fragment
    guard let next = network.protocol, (fragment?.offset ?? 0) == 0 else { return nil }
    return try Transport(
      content, protocol: next, originalLength: network.payloadLength, isFragment: fragment != nil)
  }

  /// Decodes what has tags, labels or tunnels around it, or is no IP packet at all.
  @inline(never)
  @_lifetime(copy link, copy payload)
  private init(wrapped link: LinkHeader, _ payload: RawSpan, originalLength: Int) {
    var encapsulation: Encapsulation?
    if link.isEncapsulating { link.note(in: &encapsulation) }
    self.init(
      link, carrying: link.etherType, payload, originalLength: originalLength, Carriers(), encapsulation)
  }

  /// Decodes on where `frame` ended with a fragment: `datagram` is what follows its network header, put together of all
  /// fragments.
  @_lifetime(copy frame, copy datagram)
  public init(_ frame: Frame, completedBy datagram: RawSpan) {
    guard let link = frame.link, let network = frame.network, let next = network.protocol else {
      self = frame
      return
    }
    let content: Content
    do throws(DecodeError) {
      content = try Content(next, datagram, originalLength: datagram.byteCount)
    } catch {
      self.init(
        link, network, frame.carriers, frame.encapsulation, ending: error, at: datagram, isReassembled: true)
      return
    }
    self.init(link, network, content, frame.carriers, frame.encapsulation, isReassembled: true)
  }

  /// Decodes the network header at the start of `payload`, and on from there.
  @_lifetime(copy link, copy payload, copy carriers)
  init(
    _ link: LinkHeader, carrying type: EtherType?, _ payload: RawSpan, originalLength: Int, _ carriers: Carriers,
    _ encapsulation: Encapsulation?
  ) {
    let network: Network
    do throws(DecodeError) {
      switch type {
      case .ipv4: network = try Network(ip: payload, originalLength: originalLength)
      case .ipv6: network = .ipv6(try IPv6Header(payload, originalLength: originalLength))
      case .arp: network = .arp(try ARPPacket(payload))
      default:
        self.init(link, carriers, encapsulation, ending: nil, at: payload)
        return
      }
    } catch {
      self.init(link, carriers, encapsulation, ending: error, at: payload)
      return
    }
    let content: Content?
    do throws(DecodeError) {
      content = try Content(of: network)
    } catch {
      self.init(link, network, carriers, encapsulation, ending: error, at: network.payload, isReassembled: false)
      return
    }
    if let content {
      self.init(link, network, content, carriers, encapsulation, isReassembled: false)
    } else {
      let isARP = if case .arp = network { true } else { false }
      self.init(
        link, network, carriers, encapsulation, ending: nil, at: isARP ? payload : network.payload,
        isReassembled: false)
    }
  }

  /// Decodes what a network header carries, and on from there.
  @_lifetime(copy link, copy network, copy content, copy carriers)
  private init(
    _ link: LinkHeader, _ network: Network, _ content: Content, _ carriers: Carriers, _ outer: Encapsulation?,
    isReassembled: Bool
  ) {
    var encapsulation = outer
    if let parameters = content.authentication { encapsulation.append(.authentication(parameters: parameters)) }
    do throws(DecodeError) {
      let transport = try Transport(
        content.bytes, protocol: content.protocol, originalLength: content.originalLength,
        isFragment: content.isFragment)
      if Self.mayBeTunnel(transport), !content.isFragment,
        let inner = try Self.entering(transport, link, network, content, carriers, encapsulation)
      {
        self = inner
        return
      }
      self.init(
        link, network, transport, carriers, encapsulation, ending: nil, at: content.bytes,
        isReassembled: isReassembled)
    } catch {
      self.init(
        link, network,
        Self.transport(
          cutIn: content.bytes, originalLength: content.originalLength, isFragment: content.isFragment, by: error),
        carriers, encapsulation, ending: error,
        at: content.bytes, isReassembled: isReassembled)
    }
  }

  /// Ports and numbers of a TCP header whose options are cut off, or claimed beyond its segment, are still evidence;
  /// `error` tells what is wrong.
  @_lifetime(copy bytes)
  private static func transport(
    cutIn bytes: RawSpan, originalLength: Int, isFragment: Bool, by error: DecodeError
  ) -> Transport? {
    switch error {
    case .truncated(.tcp, _, _), .malformed(.tcp): break
    default: return nil
    }
    guard let segment = TCPSegment(cut: bytes, originalLength: originalLength, isFragment: isFragment) else {
      return nil
    }
    return .tcp(segment)
  }

  /// Whether it has to be looked at more closely.
  @inline(__always)
  private static func mayBeTunnel(_ transport: Transport) -> Bool {
    switch transport {
    case .other(let next): next == .ipv4 || next == .ipv6 || next == .gre
    case .udp(let datagram):
      datagram.destinationPort == VXLANHeader.port || datagram.sourcePort == VXLANHeader.port
    case .tcp, .icmp: false
    }
  }

  // What is known when decoding ends, one initializer for each place where it may.

  @inline(never)
  @_lifetime(copy top)
  private init(failing error: DecodeError, at top: RawSpan) {
    link = nil
    network = nil
    transport = nil
    self.error = error
    carriers = Carriers()
    encapsulation = nil
    isReassembled = false
    self.top = top
  }

  @_lifetime(copy link, copy carriers, copy top)
  init(
    _ link: LinkHeader, _ carriers: Carriers, _ encapsulation: Encapsulation?, ending error: DecodeError?,
    at top: RawSpan
  ) {
    self.link = link
    network = nil
    transport = nil
    self.error = error
    self.carriers = carriers
    self.encapsulation = encapsulation
    isReassembled = false
    self.top = top
  }

  @_lifetime(copy link, copy network, copy carriers, copy top)
  private init(
    _ link: LinkHeader, _ network: Network, _ carriers: Carriers, _ encapsulation: Encapsulation?,
    ending error: DecodeError?, at top: RawSpan, isReassembled: Bool
  ) {
    self.link = link
    self.network = network
    transport = nil
    self.error = error
    self.carriers = carriers
    self.encapsulation = encapsulation
    self.isReassembled = isReassembled
    self.top = top
  }

  @inline(__always)
  @_lifetime(copy link, copy network, copy transport, copy carriers, copy top)
  init(
    _ link: LinkHeader, _ network: Network, _ transport: Transport?, _ carriers: Carriers,
    _ encapsulation: Encapsulation?, ending error: DecodeError?, at top: RawSpan, isReassembled: Bool
  ) {
    self.link = link
    self.network = network
    self.transport = transport
    self.error = error
    self.carriers = carriers
    self.encapsulation = encapsulation
    self.isReassembled = isReassembled
    self.top = top
  }
}
