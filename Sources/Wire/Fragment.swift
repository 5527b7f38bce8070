/// Which piece of a fragmented IP datagram a packet carries (RFC 791, section 3.2; RFC 8200, section 4.5).
public struct Fragment: Hashable, Sendable {
  /// The number that the pieces of one datagram share: 16 bits in IPv4, 32 in IPv6.
  public let identification: UInt32
  /// Where this piece begins in the datagram, in bytes.
  public let offset: Int
  /// False in the last piece.
  public let hasMore: Bool

  public init(identification: UInt32, offset: Int, hasMore: Bool) {
    self.identification = identification
    self.offset = offset
    self.hasMore = hasMore
  }
}
