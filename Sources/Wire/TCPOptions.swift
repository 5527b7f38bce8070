/// The options of one segment as values to keep: what is absent is nil or false.
public struct TCPOptions: Hashable, Sendable {
  public var maximumSegmentSize: UInt16?
  /// The shift as sent; more than 14 counts as 14 (RFC 7323, section 2.3).
  public var windowScale: UInt8?
  public var isSACKPermitted = false
  public var timestampValue: UInt32?
  public var timestampEcho: UInt32?
  /// The first block of a SACK option.
  public var firstSACKBlock: TCPOption.SACKBlock?
  public var fastOpenCookieLength: Int?
  public var multipathSubtype: UInt8?
  /// The kind of the first option that could not be read, if one could not.
  public var malformedKind: UInt8?

  public init() {}

  /// Keeps the first of each kind.
  mutating func note(_ option: TCPOption) {
    switch option {
    case .maximumSegmentSize(let size): maximumSegmentSize = maximumSegmentSize ?? size
    case .windowScale(let shift): windowScale = windowScale ?? shift
    case .sackPermitted: isSACKPermitted = true
    case .sack(let blocks): firstSACKBlock = firstSACKBlock ?? blocks.first
    case .timestamps(let value, let echo):
      timestampValue = timestampValue ?? value
      timestampEcho = timestampEcho ?? echo
    case .fastOpen(let length): fastOpenCookieLength = fastOpenCookieLength ?? length
    case .multipath(let subtype): multipathSubtype = multipathSubtype ?? subtype
    case .malformed(let kind): malformedKind = malformedKind ?? kind
    case .endOfOptions, .noOperation, .userTimeout, .md5Signature, .authentication, .other: break
    }
  }
}
