/// The header of an IEEE 802.11 frame, read in place (IEEE 802.11, clause 9.2.4 and 9.3).
public struct WLANHeader: ~Escapable {
  private enum Field {
    static let typeAndSubtype = 0
    static let flags = 1
    static let address1 = 4
    static let address2 = 10
    static let address3 = 16
    static let sequenceControl = 22
    static let address4 = 24
    static let shortest = 10
    static let withAddress2 = 16
    static let withAddress3 = 24
    static let qosLength = 2
    static let htControlLength = 4
  }

  public enum Kind: UInt8, Hashable, Sendable, Codable {
    case management, control, data, `extension`
  }

  /// Why what a data frame carries is not decoded.
  public enum Obstacle: String, Hashable, Sendable, Codable {
    /// It is encrypted.
    case protected
    /// It is one piece of a frame.
    case fragment
    /// It is several frames in one (A-MSDU).
    case aggregate
    /// It is nothing: the frame only says that its sender sleeps or is awake.
    case empty
  }

  private let bytes: RawSpan
  /// Up to the body: the fixed part, the fourth address, and the QoS and HT control fields.
  public let headerLength: Int

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) throws(DecodeError) {
    guard bytes.byteCount >= 2 else { throw .truncated(.wlan, needed: 2, available: bytes.byteCount) }
    let needed = Self.length(bytes.byte(at: Field.typeAndSubtype), bytes.byte(at: Field.flags))
    guard bytes.byte(at: Field.typeAndSubtype) & 3 == 0 else { throw .malformed(.wlan) }
    guard bytes.byteCount >= needed else { throw .truncated(.wlan, needed: needed, available: bytes.byteCount) }
    self.bytes = bytes
    headerLength = needed
  }

  private static func length(_ control: UInt8, _ flags: UInt8) -> Int {
    let subtype = control >> 4
    let htControl = flags & 0x80 != 0 ? Field.htControlLength : 0
    switch Kind(rawValue: control >> 2 & 3) {
    case .management?: return Field.withAddress3 + htControl
    case .data?:
      let address4 = flags & 3 == 3 ? 6 : 0
      guard subtype & 8 != 0 else { return Field.withAddress3 + address4 }
      return Field.withAddress3 + address4 + Field.qosLength + htControl
    case .control?:
      // Clear-to-send and acknowledgment name only their receiver.
      return subtype == 12 || subtype == 13 ? Field.shortest : Field.withAddress2
    case .extension?, nil: return Field.shortest
    }
  }

  private var control: UInt8 { bytes.byte(at: Field.typeAndSubtype) }
  public var kind: Kind { Kind(rawValue: control >> 2 & 3) ?? .extension }
  public var subtype: UInt8 { control >> 4 }
  /// To DS, from DS, more fragments, retry, power management, more data, protected, order: from the lowest bit.
  public var flags: UInt8 { bytes.byte(at: Field.flags) }
  public var isProtected: Bool { flags & 0x40 != 0 }
  /// Of management and data frames.
  public var sequenceControl: UInt16? {
    kind == .management || kind == .data ? bytes.load(fromByteOffset: Field.sequenceControl, .littleEndian) : nil
  }

  /// What keeps the body of a data frame from being decoded; nil when nothing does, and of other kinds of frame.
  public var obstacle: Obstacle? {
    guard kind == .data else { return nil }
    if subtype & 4 != 0 { return .empty }
    if isProtected { return .protected }
    if flags & 4 != 0 || (sequenceControl ?? 0) & 15 != 0 { return .fragment }
    return isAggregate ? .aggregate : nil
  }

  private var isAggregate: Bool {
    guard subtype & 8 != 0 else { return false }
    return bytes.byte(at: flags & 3 == 3 ? Field.address4 + 6 : Field.address4) & 0x80 != 0
  }

  /// Who is to receive the frame next.
  public var receiver: MACAddress { address(at: Field.address1) }
  /// Who sent it last; nil where the frame does not say.
  public var transmitter: MACAddress? {
    kind != .extension && headerLength >= Field.withAddress2 ? address(at: Field.address2) : nil
  }
  /// Who sent it first.
  public var source: MACAddress? {
    switch (kind, flags & 3) {
    case (.management, _), (.data, 0), (.data, 1): address(at: Field.address2)
    case (.data, 2): address(at: Field.address3)
    case (.data, _): address(at: Field.address4)
    case (.control, _), (.extension, _): nil
    }
  }
  /// For whom it is in the end.
  public var destination: MACAddress? {
    switch (kind, flags & 3) {
    case (.management, _), (.data, 0), (.data, 2): address(at: Field.address1)
    case (.data, _): address(at: Field.address3)
    case (.control, _), (.extension, _): nil
    }
  }

  private func address(at offset: Int) -> MACAddress { MACAddress(bytes, at: offset) }
}
