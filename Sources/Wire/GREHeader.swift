/// A header of generic routing encapsulation, read in place (RFC 2784 and RFC 2890; version 1, PPTP's, is RFC 2637).
public struct GREHeader: ~Escapable {
  private enum Field {
    static let flagsAndVersion = 0
    static let protocolType = 2
    static let optional = 4
  }

  private enum Flag {
    static let checksum: UInt16 = 0x8000
    static let routing: UInt16 = 0x4000
    static let key: UInt16 = 0x2000
    static let sequence: UInt16 = 0x1000
    /// In version 1 alone.
    static let acknowledgment: UInt16 = 0x0080
  }

  private let bytes: RawSpan
  private let originalLength: Int
  /// The fixed part and the optional fields that the flags announce.
  public let headerLength: Int

  /// Accepts a whole header. One with the source routes of RFC 1701, or of a version above 1, ends after its first four
  /// bytes: what follows is not decoded.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, originalLength: Int) throws(DecodeError) {
    guard bytes.byteCount >= Field.optional else {
      throw .truncated(.gre, needed: Field.optional, available: bytes.byteCount)
    }
    let flags: UInt16 = bytes.load(fromByteOffset: Field.flagsAndVersion)
    var length = Field.optional
    if Self.isDecoded(flags) {
      for flag in [Flag.checksum, Flag.key, Flag.sequence] where flags & flag != 0 { length += 4 }
      if flags & 7 == 1, flags & Flag.acknowledgment != 0 { length += 4 }
    }
    guard bytes.byteCount >= length else {
      throw .truncated(.gre, needed: length, available: bytes.byteCount)
    }
    self.bytes = bytes
    self.originalLength = originalLength
    headerLength = length
  }

  private static func isDecoded(_ flags: UInt16) -> Bool { flags & Flag.routing == 0 && flags & 7 <= 1 }

  private var flags: UInt16 { bytes.load(fromByteOffset: Field.flagsAndVersion) }
  public var version: UInt8 { UInt8(flags & 7) }
  /// Whether `payload` is known to begin where it says.
  public var isDecoded: Bool { Self.isDecoded(flags) }
  /// What it carries, as an EtherType.
  public var protocolType: EtherType { EtherType(rawValue: bytes.load(fromByteOffset: Field.protocolType)) }
  /// The key of RFC 2890, or of PPTP the payload's length and the call; nil without one.
  public var key: UInt32? {
    guard isDecoded, flags & Flag.key != 0 else { return nil }
    return bytes.load(fromByteOffset: Field.optional + (flags & Flag.checksum == 0 ? 0 : 4))
  }

  /// The captured part of what it carries.
  public var payload: RawSpan {
    @_lifetime(copy self) get { bytes.part(from: headerLength) }
  }

  /// Bytes that it carries, as sent.
  public var payloadLength: Int { max(originalLength - headerLength, 0) }
}
