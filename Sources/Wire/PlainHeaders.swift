/// The headers of a packet of which `PacketEnds` can tell where it goes: what `Frame` finds there, found sooner.
public struct PlainHeaders: ~Escapable {
  public let network: Network
  public let transport: Transport

  /// Nil where more than a glance is needed: then it takes a `Frame`.
  @_lifetime(copy packet)
  public init?(_ packet: Packet) {
    guard let start = PacketEnds.networkOffset(of: packet.linkType), packet.originalLength >= start else { return nil }
    let originalLength = packet.originalLength - start
    let payload = packet.bytes.part(from: start, length: originalLength)
    do throws(DecodeError) {
      let network = try Network(ip: payload, originalLength: originalLength)
      guard let next = network.protocol, next == .tcp || next == .udp, network.fragment == nil else { return nil }
      transport = try Transport(network.payload, protocol: next, originalLength: network.payloadLength)
      self.network = network
    } catch {
      return nil
    }
  }
}
