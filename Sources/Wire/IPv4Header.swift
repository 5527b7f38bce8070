/// An IPv4 header with its options and payload, read in place (RFC 791, section 3.1).
public struct IPv4Header: ~Escapable {
  private enum Field {
    static let versionAndLength = 0
    static let typeOfService = 1
    static let totalLength = 2
    static let identification = 4
    static let flagsAndOffset = 6
    static let timeToLive = 8
    static let `protocol` = 9
    static let checksum = 10
    static let source = 12
    static let destination = 16
    static let options = 20
  }

  public static var minimumHeaderLength: Int { 20 }

  private let bytes: RawSpan
  public let headerLength: Int
  /// Bytes of payload that were sent, which may be more than `payload` holds: from the total length, never from the
  /// frame, which Ethernet pads and the snapshot length cuts.
  public let payloadLength: Int

  /// Accepts a whole header, options included. `originalLength` is what the frame had left for it on the link.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, originalLength: Int) throws(DecodeError) {
    guard bytes.byteCount >= Self.minimumHeaderLength else {
      throw .truncated(.ipv4, needed: Self.minimumHeaderLength, available: bytes.byteCount)
    }
    let first = bytes.byte(at: Field.versionAndLength)
    let headerLength = Int(first & 15) * 4
    guard first >> 4 == 4, headerLength >= Self.minimumHeaderLength else { throw .malformed(.ipv4) }
    guard headerLength <= bytes.byteCount else {
      throw .truncated(.ipv4, needed: headerLength, available: bytes.byteCount)
    }
    let totalLength = Int(bytes.load(fromByteOffset: Field.totalLength, as: UInt16.self))
    // Zero: the card was to fill it in (segmentation offload), so the frame's own length is all there is.
    let length = totalLength == 0 ? originalLength : min(totalLength, originalLength)
    guard length >= headerLength else { throw .malformed(.ipv4) }
    self.bytes = bytes.part(from: 0, length: length)
    self.headerLength = headerLength
    payloadLength = length - headerLength
  }

  /// As the header says; 0 where segmentation offload left it to the card.
  public var totalLength: Int { Int(bytes.load(fromByteOffset: Field.totalLength, as: UInt16.self)) }
  public var typeOfService: UInt8 { bytes.load(fromByteOffset: Field.typeOfService) }
  public var identification: UInt16 { bytes.load(fromByteOffset: Field.identification) }
  /// Reserved, DF and MF bits and the 13-bit offset.
  private var flagsAndOffset: UInt16 { bytes.load(fromByteOffset: Field.flagsAndOffset) }
  public var dontFragment: Bool { flagsAndOffset & 0x4000 != 0 }
  public var moreFragments: Bool { flagsAndOffset & 0x2000 != 0 }
  /// The 13-bit field: the offset in units of eight bytes.
  public var fragmentOffset: UInt16 { flagsAndOffset & 0x1fff }
  public var timeToLive: UInt8 { bytes.load(fromByteOffset: Field.timeToLive) }
  public var `protocol`: IPProtocol { IPProtocol(rawValue: bytes.load(fromByteOffset: Field.protocol)) }
  public var checksum: UInt16 { bytes.load(fromByteOffset: Field.checksum) }
  public var source: IPAddress { IPAddress(v4: bytes.load(fromByteOffset: Field.source)) }
  public var destination: IPAddress { IPAddress(v4: bytes.load(fromByteOffset: Field.destination)) }

  /// Which piece of a datagram this is; nil when it is whole.
  public var fragment: Fragment? {
    let bits = flagsAndOffset & 0x3fff
    guard bits != 0 else { return nil }
    return Fragment(
      identification: UInt32(identification), offset: Int(bits & 0x1fff) * 8, hasMore: bits & 0x2000 != 0)
  }

  /// Whether the header's own checksum adds up (RFC 1071).
  public var isChecksumCorrect: Bool { InternetChecksum.sum(bytes.part(from: 0, length: headerLength)) == 0xffff }

  /// The captured part of the payload.
  public var payload: RawSpan {
    @_lifetime(copy self) get { bytes.part(from: headerLength) }
  }
}
