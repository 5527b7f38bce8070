import Wire

/// One field of a header, as a frame has it.
struct AnatomyField {
  /// How a value is written where there is room for one form only.
  enum Style {
    case decimal, hexadecimal, bits, hardwareAddress, address, bytes
  }

  let name: FieldName
  /// Counted from the start of its header; bit 0 is the highest of the first byte.
  let bits: Range<Int>
  /// The bytes of the frame that hold it, or should.
  let bytes: Range<Int>
  /// Nil where the field is longer than 64 bits, or not all there.
  let number: UInt64?
  /// As many of `bytes` as there are.
  let captured: [UInt8]
  let style: Style
  var meaning: FieldMeaning?
  /// A part of the field before: drawn in its place, and explained below it.
  let isPart: Bool
  /// Its parts are drawn in its place.
  let isInParts: Bool

  var isCut: Bool { captured.count < bytes.count }
}

/// What the value of a field says.
enum FieldMeaning {
  /// A name from a registry, or an address: the same in every language.
  case name(String)
  case hardwareAddress(MACAddress)
  /// An EtherType below 1536 (IEEE 802.3).
  case lengthOfFrame(Int)
  case tag(isService: Bool)
  case priority(Int)
  case dropEligible(Bool)
  case vlan(Int)
  /// Who sent it, and to whom, as Linux noted.
  case cookedType(Int)
  /// A length in words of four bytes.
  case words(Int)
  /// A length in units of eight bytes, the first not counted.
  case units(Int)
  /// A length, and what it is the sum of.
  case sum([LengthPart])
  /// A length of zero that segmentation offload left to the card, or that is too large for its field.
  case leftOpen(actual: Int)
  /// A length that is more than what was sent.
  case beyond(actual: Int)
  /// A length that is less than its own header.
  case belowHeader(Int)
  case identification
  case reserved(isZero: Bool)
  case dontFragment(Bool)
  case moreFragments(Bool)
  /// In units of eight bytes.
  case fragmentOffset(Int, hasMore: Bool)
  /// Routers on the way, if it was sent with `first`: the smallest of the usual first values that is enough.
  case hops(Int, first: Int)
  case carries(String)
  case checksum(ChecksumVerdict)
  case port(PortRange)
  /// `relative` where the number at which it began is known; `length` is what the segment takes, where that is told.
  case sequence(UInt32, relative: UInt32?, length: Int?)
  case acknowledgment(relative: UInt32?, isValid: Bool)
  case flags(TCPFlags)
  case flag(FieldName, isSet: Bool)
  case window(Int, WindowUnit)
  case urgentPointer(isUsed: Bool)
  case noOperation
  case endOfOptions
  /// Bytes of a whole option.
  case optionLength(Int)
  case optionLengthWrong
  case segmentSize(Int)
  case shift(Int)
  case timestampValue
  case timestampEcho(isUsed: Bool)
  case sackEdge(relative: UInt32?, isLeft: Bool)
  case operation(Int)
}

/// A part of what a length field counts.
enum LengthPart {
  case header(HeaderKind, Int)
  case payload(Int)

  var bytes: Int {
    switch self {
    case .header(_, let bytes), .payload(let bytes): bytes
    }
  }
}

/// What one of a window is worth (RFC 7323, section 2.2).
enum WindowUnit {
  case shift(Int)
  /// In a SYN windows are not scaled.
  case handshake
  /// The handshake was not seen.
  case unknown
}

/// The three ranges of port numbers (RFC 6335, section 6).
enum PortRange {
  case wellKnown, registered, dynamic

  init(_ port: Int) { self = port < 1024 ? .wellKnown : port < 49_152 ? .registered : .dynamic }
}

extension FieldMeaning {
  /// Of what is left of a time to live or hop limit. Systems send with 64, 128 or 255.
  static func hops(left: Int) -> Self {
    let first = [64, 128, 255].first { $0 >= left } ?? 255
    return .hops(first - left, first: first)
  }
}
