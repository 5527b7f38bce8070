/// An IPv6 header, its chain of extension headers and its payload, read in place (RFC 8200, sections 3 and 4).
public struct IPv6Header: ~Escapable {
  private enum Field {
    static let version = 0
    static let payloadLength = 4
    static let nextHeader = 6
    static let hopLimit = 7
    static let source = 8
    static let destination = 24
    static let extensions = 40
  }

  public static var minimumHeaderLength: Int { 40 }
  public static var fragmentHeaderLength: Int { 8 }

  private let bytes: RawSpan
  /// The fixed header and the extension headers that were walked.
  public let headerLength: Int
  /// Bytes after the last extension header that were sent, which may be more than `payload` holds.
  public let payloadLength: Int
  /// What follows the last extension header that was walked.
  public let `protocol`: IPProtocol
  /// Which piece of a datagram this is; nil when it is whole.
  public let fragment: Fragment?
  /// The extension headers walked, in order, as their numbers: at most eight are kept.
  public let extensionNumbers: UInt64
  /// Why the walk ended before a transport header, if it did.
  public let extensionError: DecodeError?
  /// The final destination that a routing header of type 0, 2 or 4 with segments left names: pseudo-headers use it.
  let routedDestination: UInt128?
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, originalLength: Int) throws(DecodeError) {
    guard bytes.byteCount >= Self.minimumHeaderLength else {
      throw .truncated(.ipv6, needed: Self.minimumHeaderLength, available: bytes.byteCount)
    }
    guard bytes.byte(at: Field.version) >> 4 == 6 else { throw .malformed(.ipv6) }
    let claimed = Int(bytes.load(fromByteOffset: Field.payloadLength, as: UInt16.self))
    let next = IPProtocol(rawValue: bytes.load(fromByteOffset: Field.nextHeader))
    // Zero: a jumbogram, or the card was to fill it in (segmentation offload), unless there is nothing to carry.
    let isUnknown = claimed == 0 && next != .noNextHeader
    let length = isUnknown ? originalLength : min(Self.minimumHeaderLength + claimed, originalLength)
    guard length >= Self.minimumHeaderLength else { throw .malformed(.ipv6) }
    let whole = bytes.part(from: 0, length: length)
    var walk = Walk(next: next)
    do throws(DecodeError) {
      try walk.run(whole)
      extensionError = nil
    } catch {
      extensionError = error
    }
    self.bytes = whole
    headerLength = walk.offset
    payloadLength = max(length - walk.offset, 0)
    `protocol` = walk.next
    fragment = walk.fragment
    extensionNumbers = walk.numbers
    routedDestination = walk.routedDestination
  }

  public var trafficClass: UInt8 {
    UInt8(truncatingIfNeeded: bytes.load(fromByteOffset: Field.version, as: UInt16.self) >> 4)
  }
  public var nextHeader: IPProtocol { IPProtocol(rawValue: bytes.load(fromByteOffset: Field.nextHeader)) }
  /// The Payload Length field.
  public var claimedPayloadLength: Int { Int(bytes.load(fromByteOffset: Field.payloadLength, as: UInt16.self)) }
  public var hopLimit: UInt8 { bytes.load(fromByteOffset: Field.hopLimit) }
  public var source: IPAddress { IPAddress(v6: bytes.load(fromByteOffset: Field.source)) }
  public var destination: IPAddress { IPAddress(v6: bytes.load(fromByteOffset: Field.destination)) }

  /// The parameters that the first authentication header names, if there is one among those that were walked.
  var authentication: UInt32? {
    guard headerLength > Field.extensions else { return nil }
    var (next, offset) = (nextHeader, Field.extensions)
    while offset + 8 <= headerLength {
      if next == .authentication { return bytes.load(fromByteOffset: offset + 4) }
      // The others count in units of eight bytes, and a fragment header is always one of them.
      let length = next == .fragment ? IPv6Header.fragmentHeaderLength : (Int(bytes.byte(at: offset + 1)) + 1) * 8
      next = IPProtocol(rawValue: bytes.byte(at: offset))
      offset += length
    }
    return nil
  }

  /// The captured part of what follows the extension headers.
  public var payload: RawSpan {
    @_lifetime(copy self) get { bytes.part(from: headerLength) }
  }

  /// Follows the chain of extension headers to the transport header, or to a fragment's payload.
  private struct Walk {
    var next: IPProtocol
    var offset = Field.extensions
    var fragment: Fragment?
    var numbers: UInt64 = 0
    var count = 0
    var routedDestination: UInt128?

    init(next: IPProtocol) { self.next = next }

    mutating func run(_ bytes: RawSpan) throws(DecodeError) {
      while true {
        switch next {
        case .hopByHop, .destinationOptions, .routing:
          let length = try length(bytes, unit: 8, extra: 1)
          if next == .routing { noteRoute(bytes, length: length) }
          advance(bytes, by: length)
        case .authentication:
          advance(bytes, by: try length(bytes, unit: 4, extra: 2))  // RFC 4302, section 2.2
        case .fragment:
          guard bytes.byteCount >= offset + 8 else {
            throw .truncated(.ipv6Extension, needed: offset + 8, available: bytes.byteCount)
          }
          let offsetAndFlags: UInt16 = bytes.load(fromByteOffset: offset + 2)
          let piece = Fragment(
            identification: bytes.load(fromByteOffset: offset + 4), offset: Int(offsetAndFlags & 0xfff8),
            hasMore: offsetAndFlags & 1 != 0)
          advance(bytes, by: 8)
          // An "atomic" fragment is a whole datagram (RFC 6946). Of any other the payload starts right here, where
          // offsets count from, even if more extension headers follow in the first piece (RFC 8200, section 4.5).
          if piece.offset != 0 || piece.hasMore {
            fragment = piece
            return
          }
        default: return
        }
      }
    }

    private func length(_ bytes: RawSpan, unit: Int, extra: Int) throws(DecodeError) -> Int {
      guard bytes.byteCount >= offset + 2 else {
        throw .truncated(.ipv6Extension, needed: offset + 2, available: bytes.byteCount)
      }
      let length = (Int(bytes.byte(at: offset + 1)) + extra) * unit
      guard bytes.byteCount >= offset + length else {
        throw .truncated(.ipv6Extension, needed: offset + length, available: bytes.byteCount)
      }
      return length
    }

    private mutating func advance(_ bytes: RawSpan, by length: Int) {
      if count < 8 { numbers |= UInt64(next.rawValue) << UInt64(8 * count) }
      count += 1
      next = IPProtocol(rawValue: bytes.byte(at: offset))
      offset += length
    }

    /// The last address of a source route (RFC 8200, section 8.1: checksums are over the final destination). A segment
    /// routing header lists it first (RFC 8754, section 2).
    private mutating func noteRoute(_ bytes: RawSpan, length: Int) {
      let kind = bytes.byte(at: offset + 2)
      guard kind == 0 || kind == 2 || kind == 4, bytes.byte(at: offset + 3) > 0, length >= 24 else { return }
      routedDestination = bytes.load(fromByteOffset: offset + (kind == 4 ? 8 : (length - 8) / 16 * 16 - 8))
    }
  }
}
