public import Wire

/// An address, or all addresses of a network (RFC 4632, section 3.1).
public struct DemandedAddresses: Hashable, Sendable, CustomStringConvertible {
  public let address: IPAddress
  public let prefixLength: Int

  private static func width(_ address: IPAddress) -> Int { address.isIPv6 ? 128 : 32 }

  /// Reads `192.168.10.8`, `192.168.10.0/24`, `2001:db8::/32`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
    self.address = address
    guard parts.count == 2 else {
      prefixLength = Self.width(address)
      return
    }
    guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(parts[1]),
      length <= Self.width(address)
    else { return nil }
    prefixLength = length
  }

  public func contains(_ other: IPAddress) -> Bool {
    guard other.isIPv6 == address.isIPv6 else { return false }
    let free = Self.width(address) - prefixLength
    return free >= 128 || other.rawValue >> UInt128(free) == address.rawValue >> UInt128(free)
  }

  public var isOne: Bool { prefixLength == Self.width(address) }

  public var description: String { isOne ? "\(address)" : "\(address)/\(prefixLength)" }
}
