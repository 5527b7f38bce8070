/// What an IP header carries: a transport header, or a tunnel.
struct Content: ~Escapable {
  let `protocol`: IPProtocol
  let bytes: RawSpan
  /// As sent.
  let originalLength: Int
  /// Only the first piece of a datagram.
  let isFragment: Bool
  /// The parameters of the authentication header in front of it, if there is one (RFC 4302).
  let authentication: UInt32?

  /// Nil where there is no header to decode: in ARP, and in later fragments.
  @inline(__always)
  @_lifetime(copy network)
  init?(of network: Network) throws(DecodeError) {
    var authentication: UInt32?
    if case .ipv6(let header) = network {
      if let error = header.extensionError { throw error }
      authentication = header.authentication
    }
    let fragment = network.fragment
    guard let next = network.protocol, (fragment?.offset ?? 0) == 0 else { return nil }
    try self.init(
      next, network.payload, originalLength: network.payloadLength, isFragment: fragment != nil,
      authentication: authentication)
  }

  @inline(__always)
  @_lifetime(copy bytes)
  init(
    _ next: IPProtocol, _ bytes: RawSpan, originalLength: Int, isFragment: Bool = false, authentication: UInt32? = nil
  ) throws(DecodeError) {
    self.isFragment = isFragment
    guard next == .authentication else {
      `protocol` = next
      self.bytes = bytes
      self.originalLength = originalLength
      self.authentication = authentication
      return
    }
    let length = try Self.authenticationLength(bytes)
    `protocol` = IPProtocol(rawValue: bytes.byte(at: 0))
    self.bytes = bytes.part(from: length)
    self.originalLength = max(originalLength - length, 0)
    self.authentication = bytes.load(fromByteOffset: 4)
  }

  /// An authentication header is as long as it says, in words of four bytes (RFC 4302, section 2.2).
  private static func authenticationLength(_ bytes: RawSpan) throws(DecodeError) -> Int {
    let fixed = 12
    guard bytes.byteCount >= fixed else {
      throw .truncated(.authentication, needed: fixed, available: bytes.byteCount)
    }
    let length = (Int(bytes.byte(at: 1)) + 2) * 4
    guard length >= fixed else { throw .malformed(.authentication) }
    guard bytes.byteCount >= length else {
      throw .truncated(.authentication, needed: length, available: bytes.byteCount)
    }
    return length
  }
}
