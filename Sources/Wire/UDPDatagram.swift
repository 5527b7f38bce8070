/// A UDP header and its payload, read in place (RFC 768).
public struct UDPDatagram: ~Escapable {
  private enum Field {
    static let sourcePort = 0
    static let destinationPort = 2
    static let length = 4
    static let checksum = 6
    static let payload = 8
  }

  public static var headerLength: Int { Field.payload }

  /// Header and payload, as captured.
  let bytes: RawSpan
  /// Header and payload, as sent.
  let originalLength: Int
  /// Payload bytes that were sent, which may be more than `payload` holds.
  public var payloadLength: Int { originalLength - Field.payload }
  /// True when the length field contradicts the datagram it stands in: below 8, or past its end. In a first fragment
  /// only the former counts, as the field is the length of the whole datagram.
  public let isLengthWrong: Bool

  /// Accepts a whole header. `originalLength` is what the IP header left for it.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, originalLength: Int, isFragment: Bool = false) throws(DecodeError) {
    guard bytes.byteCount >= Field.payload else {
      throw .truncated(.udp, needed: Field.payload, available: bytes.byteCount)
    }
    let length = Int(bytes.load(fromByteOffset: Field.length, as: UInt16.self))
    let isUsable = length >= Field.payload && length <= originalLength
    // Zero: longer than the field can say (RFC 2675, section 4).
    let isJumbogram = length == 0 && originalLength > Int(UInt16.max)
    isLengthWrong = !isUsable && !isJumbogram && !(isFragment && length > originalLength)
    self.originalLength = isUsable ? length : max(originalLength, Field.payload)
    self.bytes = bytes.part(from: 0, length: self.originalLength)
  }

  public var sourcePort: UInt16 { bytes.load(fromByteOffset: Field.sourcePort) }
  public var destinationPort: UInt16 { bytes.load(fromByteOffset: Field.destinationPort) }
  /// The length field: header and payload.
  public var length: UInt16 { bytes.load(fromByteOffset: Field.length) }
  public var checksum: UInt16 { bytes.load(fromByteOffset: Field.checksum) }

  /// The length field is too small for the header: there is no telling what the datagram is.
  public var isLengthBelowHeader: Bool { isLengthWrong && Int(length) < Field.payload }

  /// The captured part of the payload.
  public var payload: RawSpan {
    @_lifetime(copy self) get { bytes.part(from: Field.payload) }
  }

  /// True when the snapshot length cut the payload.
  public var isPayloadCut: Bool { bytes.byteCount < originalLength }
}
