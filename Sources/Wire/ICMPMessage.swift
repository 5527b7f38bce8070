/// An ICMP or ICMPv6 message, read in place (RFC 792; RFC 4443).
public struct ICMPMessage: ~Escapable {
  private enum Field {
    static let type = 0
    static let code = 1
    static let checksum = 2
    static let rest = 4
    static let body = 8
  }

  /// The message as captured, from its type on.
  public let bytes: RawSpan
  let originalLength: Int
  public let isVersion6: Bool

  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, originalLength: Int, isVersion6: Bool) throws(DecodeError) {
    guard bytes.byteCount >= Field.rest else {
      throw .truncated(isVersion6 ? .icmpv6 : .icmp, needed: Field.rest, available: bytes.byteCount)
    }
    self.bytes = bytes
    self.originalLength = originalLength
    self.isVersion6 = isVersion6
  }

  public var type: UInt8 { bytes.byte(at: Field.type) }
  public var code: UInt8 { bytes.byte(at: Field.code) }
  public var checksum: UInt16 { bytes.load(fromByteOffset: Field.checksum) }
  /// Identifier and sequence number of an echo message; nil where they are cut off.
  public var identifierAndSequence: (identifier: UInt16, sequence: UInt16)? {
    guard bytes.byteCount >= Field.body else { return nil }
    return (bytes.load(fromByteOffset: 4), bytes.load(fromByteOffset: 6))
  }

  /// Whether the message reports an error and quotes the packet that caused it (RFC 792; RFC 4443, section 2.1).
  public var isError: Bool {
    if isVersion6 { return (1...4).contains(type) }
    return type == 3 || type == 4 || type == 5 || type == 11 || type == 12
  }

  /// The message says that no one listens on the port: ICMP type 3 code 3, ICMPv6 type 1 code 4.
  public var isPortUnreachable: Bool { isVersion6 ? type == 1 && code == 4 : type == 3 && code == 3 }

  /// The packet that an error message quotes, as far as it is there.
  public var quotedPacket: QuotedPacket? {
    guard isError, bytes.byteCount > Field.body else { return nil }
    return QuotedPacket(bytes.part(from: Field.body))
  }
}
