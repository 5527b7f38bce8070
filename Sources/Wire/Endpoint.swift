/// One side of a conversation: an address and a TCP or UDP port.
public struct Endpoint: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let address: IPAddress
  public let port: UInt16

  public init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  public static func < (left: Endpoint, right: Endpoint) -> Bool {
    left.address == right.address ? left.port < right.port : left.address < right.address
  }

  /// `192.0.2.1:12345` or `[2001:db8::1]:12345`.
  public var description: String { address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
