/// What a packet turned out to carry, layer by layer, and the error that stopped decoding, if one did.
public struct Frame: ~Escapable {
  /// Nil when even the link header is cut, or its type is not decoded.
  public let link: LinkHeader?
  /// Nil when the frame carries something else (`link.etherType` names it), or `error` says why.
  public let network: Network?
  /// Nil in later fragments. In a first fragment it is the header as far as it is there: reassembly gives the whole.
  public let transport: Transport?
  /// Why decoding stopped before the end, with the layer and the bytes that were missing.
  public let error: DecodeError?

  /// Decodes as far down as it can. Never fails: half a packet is still evidence.
  @_lifetime(copy packet)
  public init(_ packet: Packet) {
    // A file may claim to have captured more than there was; the original length is the truth.
    let bytes = packet.bytes.part(from: 0, length: max(packet.originalLength, 0))
    let link: LinkHeader
    do throws(DecodeError) {
      link = try LinkHeader(bytes, linkType: packet.linkType)
    } catch {
      self.link = nil
      network = nil
      transport = nil
      self.error = error
      return
    }
    self.link = link
    var originalLength = max(packet.originalLength - link.length, 0)
    if let claimed = link.payloadLength { originalLength = min(originalLength, claimed) }
    let network: Network
    do throws(DecodeError) {
      let payload = bytes.part(from: link.length, length: originalLength)
      switch link.etherType {
      case .ipv4: network = .ipv4(try IPv4Header(payload, originalLength: originalLength))
      case .ipv6: network = .ipv6(try IPv6Header(payload, originalLength: originalLength))
      case .arp: network = .arp(try ARPPacket(payload))
      default:
        self.network = nil
        transport = nil
        error = nil
        return
      }
    } catch {
      self.network = nil
      transport = nil
      self.error = error
      return
    }
    self.network = network
    do throws(DecodeError) {
      transport = try Self.transport(in: network)
      error = nil
    } catch {
      transport = Self.transport(cutIn: network, by: error)
      self.error = error
    }
  }

  /// Ports and numbers of a TCP header whose options are cut off are still evidence; `error` tells what is missing.
  @_lifetime(copy network)
  private static func transport(cutIn network: Network, by error: DecodeError) -> Transport? {
    guard case .truncated(.tcp, _, _) = error,
      let segment = TCPSegment(cut: network.payload, originalLength: network.payloadLength)
    else { return nil }
    return .tcp(segment)
  }

  @_lifetime(copy network)
  private static func transport(in network: Network) throws(DecodeError) -> Transport? {
    if case .ipv6(let header) = network, let error = header.extensionError { throw error }
    let fragment = network.fragment
    guard let next = network.protocol, (fragment?.offset ?? 0) == 0 else { return nil }
    return try Transport(
      network.payload, protocol: next, originalLength: network.payloadLength, isFragment: fragment != nil)
  }
}
