/// The beginning of a QUIC packet with a long header, as a connection begins with one (RFC 9000, section 17.2).
public struct QUICLongHeader: Hashable, Sendable {
  private enum Field {
    static let version = 1
    static let destinationLength = 5
    static let length = 7
  }

  private enum Bit {
    static let longForm: UInt8 = 0x80
    static let fixed: UInt8 = 0x40
  }

  /// Connection identifiers of QUIC version 1 are no longer than this.
  private static var identifierLimit: UInt8 { 20 }

  public let version: UInt32

  /// Nil where the payload of a datagram does not begin with such a header of a known version: 1, 2 (RFC 9369), a draft of
  /// version 1, or version negotiation.
  public init?(_ payload: RawSpan) {
    guard payload.byteCount >= Field.length else { return nil }
    let first = payload.byte(at: 0)
    let version: UInt32 = payload.load(fromByteOffset: Field.version)
    guard first & Bit.longForm != 0, payload.byte(at: Field.destinationLength) <= Self.identifierLimit else {
      return nil
    }
    switch version {
    // What a version negotiation has in the fixed bit, nobody looks at (section 17.2.1).
    case 0: break
    case 1, 0x6b33_43cf, 0xff00_0000...0xff00_00ff: guard first & Bit.fixed != 0 else { return nil }
    default: return nil
    }
    self.version = version
  }
}
