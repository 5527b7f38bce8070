/// A TCP header and its payload, read in place (RFC 9293, section 3.1).
public struct TCPSegment: ~Escapable {
  private enum Field {
    static let sourcePort = 0
    static let destinationPort = 2
    static let sequenceNumber = 4
    static let acknowledgmentNumber = 8
    static let dataOffset = 12
    static let window = 14
    static let checksum = 16
    static let urgentPointer = 18
    static let options = 20
  }

  public static var minimumHeaderLength: Int { Field.options }

  /// Header and payload, as captured.
  let bytes: RawSpan
  /// Header and payload, as sent.
  let originalLength: Int
  public let headerLength: Int
  /// Only the first piece of a datagram, so that nothing tells how long the segment is.
  private let isFragment: Bool
  /// Payload bytes that were sent (`tcp.len`), which may be more than `payload` holds.
  public var payloadLength: Int { max(originalLength - headerLength, 0) }

  /// Accepts `bytes` when they hold a whole header, options included. Every property below then reads in bounds.
  /// `isFragment` says that they are only the first piece of a datagram, so that the header may end in the next.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, originalLength: Int, isFragment: Bool = false) throws(DecodeError) {
    guard bytes.byteCount >= Self.minimumHeaderLength else {
      throw .truncated(.tcp, needed: Self.minimumHeaderLength, available: bytes.byteCount)
    }
    let headerLength = Int(bytes.byte(at: Field.dataOffset) >> 4) * 4
    guard headerLength >= Self.minimumHeaderLength, isFragment || headerLength <= originalLength else {
      throw .malformed(.tcp)
    }
    guard headerLength <= bytes.byteCount else {
      throw .truncated(.tcp, needed: headerLength, available: bytes.byteCount)
    }
    self.bytes = bytes
    self.originalLength = originalLength
    self.headerLength = headerLength
    self.isFragment = isFragment
  }

  /// The fixed fields of a header whose options were cut off, or whose data offset is wrong; nil when not even those are
  /// there.
  @_lifetime(copy bytes)
  init?(cut bytes: RawSpan, originalLength: Int, isFragment: Bool) {
    guard bytes.byteCount >= Self.minimumHeaderLength else { return nil }
    self.bytes = bytes
    self.originalLength = originalLength
    headerLength = Int(bytes.byte(at: Field.dataOffset) >> 4) * 4
    self.isFragment = isFragment
  }

  /// The data offset points into the fixed header: nothing behind it can be believed.
  public var isHeaderLengthWrong: Bool { headerLength < Self.minimumHeaderLength }

  /// False where nothing tells how much payload there was: in a first fragment, and where the header claims to be longer
  /// than the segment. Such a segment has no place in its stream.
  public var isLengthKnown: Bool { !isFragment && headerLength <= originalLength }

  /// True when the snapshot length cut the options: one that is not there may have been sent.
  public var areOptionsCut: Bool { bytes.byteCount < headerLength }

  public var sourcePort: UInt16 { bytes.load(fromByteOffset: Field.sourcePort) }
  public var destinationPort: UInt16 { bytes.load(fromByteOffset: Field.destinationPort) }
  public var sequenceNumber: SequenceNumber { SequenceNumber(bytes.load(fromByteOffset: Field.sequenceNumber)) }
  /// Meaningful only with the ACK bit.
  public var acknowledgmentNumber: SequenceNumber {
    SequenceNumber(bytes.load(fromByteOffset: Field.acknowledgmentNumber))
  }
  public var flags: TCPFlags {
    TCPFlags(rawValue: bytes.load(fromByteOffset: Field.dataOffset, as: UInt16.self) & 0x0fff)
  }
  /// The window field as it stands, not scaled.
  public var window: UInt16 { bytes.load(fromByteOffset: Field.window) }
  public var checksum: UInt16 { bytes.load(fromByteOffset: Field.checksum) }
  public var urgentPointer: UInt16 { bytes.load(fromByteOffset: Field.urgentPointer) }

  /// Sequence numbers that the segment takes: its payload, and one each for SYN and FIN (RFC 9293, section 3.4).
  public var sequenceLength: Int {
    let flags = flags
    return payloadLength + (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
  }

  /// The captured part of the payload.
  public var payload: RawSpan {
    @_lifetime(copy self) get { bytes.part(from: headerLength) }
  }

  /// True when the snapshot length cut the payload.
  public var isPayloadCut: Bool { bytes.byteCount < originalLength }

  /// The options are the one pair of timestamps that most segments carry, laid out as RFC 7323, appendix A recommends:
  /// a look at them that saves reading them.
  public var areOptionsOnlyTimestamps: Bool {
    headerLength == Field.options + 12 && bytes.byteCount >= headerLength
      && bytes.load(fromByteOffset: Field.options, as: UInt32.self) == 0x0101_080a
  }

  /// The timestamps of the segment (RFC 7323, section 3); nil where it has none.
  public var timestamps: (value: UInt32, echo: UInt32)? {
    if areOptionsOnlyTimestamps {
      return (bytes.load(fromByteOffset: Field.options + 4), bytes.load(fromByteOffset: Field.options + 8))
    }
    guard headerLength > Field.options else { return nil }
    let options = options
    guard let value = options.timestampValue, let echo = options.timestampEcho else { return nil }
    return (value, echo)
  }

  /// The bytes of the options, padding included.
  public var optionBytes: RawSpan {
    @_lifetime(copy self) get { bytes.part(from: Field.options, length: headerLength - Field.options) }
  }
}
