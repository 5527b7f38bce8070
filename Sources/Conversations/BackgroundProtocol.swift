public import Wire

/// Traffic that hosts make by themselves and that is counted, not told: recognised by port and group address, QUIC by how
/// it begins.
public enum BackgroundProtocol: String, Hashable, Sendable, Codable, CaseIterable {
  case mDNS, LLMNR, SSDP, NBNS, NBDGM, DHCP, DHCPv6
  case wsDiscovery = "WS-Discovery"
  case DNS, NTP, QUIC

  /// The protocol of a datagram between these endpoints, if it is one of these. `beginsLikeQUIC` tells that the first
  /// datagram of the originator begins with a header of QUIC (``QUICLongHeader``): a port alone does not make it QUIC.
  public init?(_ first: Endpoint, _ second: Endpoint, beginsLikeQUIC: Bool = false) {
    func has(_ port: UInt16) -> Bool { first.port == port || second.port == port }
    func isGroup(_ port: UInt16) -> Bool {
      (first.port == port && first.address.isMulticast) || (second.port == port && second.address.isMulticast)
    }
    if has(5353), first.port == second.port || isGroup(5353) {
      self = .mDNS
    } else if isGroup(5355) {
      self = .LLMNR
    } else if isGroup(1900) {
      self = .SSDP
    } else if isGroup(3702) {
      self = .wsDiscovery
    } else if first.port == 137, second.port == 137 {
      self = .NBNS
    } else if first.port == 138, second.port == 138 {
      self = .NBDGM
    } else if has(67), has(68) || (first.port == 67 && second.port == 67) {
      self = .DHCP
    } else if has(546), has(547) {
      self = .DHCPv6
    } else if has(53) {
      self = .DNS
    } else if has(123) {
      self = .NTP
    } else if beginsLikeQUIC, has(443) || has(80) {
      self = .QUIC
    } else {
      return nil
    }
  }

  /// Unicast to a port that a server of something else may use just as well: what comes back unchanged is an echo and is
  /// told, and so is what an ICMP error answers.
  public var isToldWhenConspicuous: Bool { self == .DNS || self == .NTP || self == .QUIC }
}
