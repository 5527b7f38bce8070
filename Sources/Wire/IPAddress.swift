/// An IPv4 or IPv6 address.
public struct IPAddress: Hashable, Sendable {
  /// The address as a number; an IPv4 address fills the low 32 bits.
  public let rawValue: UInt128
  public let isIPv6: Bool

  public init(v4 rawValue: UInt32) {
    self.rawValue = UInt128(rawValue)
    isIPv6 = false
  }

  public init(v6 rawValue: UInt128) {
    self.rawValue = rawValue
    isIPv6 = true
  }

  /// Class D of IPv4 (RFC 5771), ff00::/8 of IPv6 (RFC 4291, section 2.7).
  public var isMulticast: Bool { isIPv6 ? rawValue >> 120 == 0xff : rawValue >> 28 == 0xe }
  /// 255.255.255.255 (RFC 919).
  public var isLimitedBroadcast: Bool { !isIPv6 && rawValue == 0xffff_ffff }
  /// 127.0.0.0/8 or ::1.
  public var isLoopback: Bool { isIPv6 ? rawValue == 1 : rawValue >> 24 == 127 }
}

extension IPAddress: Comparable {
  /// An order for keys and lists: IPv4 before IPv6, then by number.
  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    left.isIPv6 == right.isIPv6 ? left.rawValue < right.rawValue : right.isIPv6
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or the form of RFC 5952 with an embedded IPv4 address where `inet_ntop` writes one.
  public var description: String { isIPv6 ? textV6 : Self.textV4(UInt32(truncatingIfNeeded: rawValue)) }

  private static func textV4(_ value: UInt32) -> String {
    "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
  }

  private var textV6: String {
    func group(_ index: Int) -> UInt16 { UInt16(truncatingIfNeeded: rawValue >> UInt128(112 - 16 * index)) }
    // The longest run of two or more zero groups becomes "::", the first of equals.
    var zeros = 0..<0
    var index = 0
    while index < 8 {
      let start = index
      while index < 8, group(index) == 0 { index += 1 }
      if index - start > max(zeros.count, 1) { zeros = start..<index }
      index += 1
    }
    let embedsIPv4 = zeros.lowerBound == 0 && (zeros.count == 6 || (zeros.count == 5 && group(5) == 0xffff))
    var text = ""
    index = 0
    while index < 8 {
      if !zeros.isEmpty, index == zeros.lowerBound {
        text += index == 0 ? "::" : ":"
        index = zeros.upperBound
        continue
      }
      if embedsIPv4, index == 6 { return text + Self.textV4(UInt32(truncatingIfNeeded: rawValue)) }
      text += String(group(index), radix: 16)
      if index < 7 { text += ":" }
      index += 1
    }
    return text
  }
}

extension IPAddress: LosslessStringConvertible {
  /// Reads dotted decimal or any IPv6 text form (RFC 4291, section 2.2), without a zone and without asking DNS. A number
  /// with a leading zero is refused, as `inet_pton` does: some read it as octal.
  public init?(_ text: String) {
    if text.contains(":") {
      guard let value = Self.parseV6(text) else { return nil }
      self.init(v6: value)
    } else {
      guard let value = Self.parseV4(text[...]) else { return nil }
      self.init(v4: value)
    }
  }

  private static func parseV4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
        part.utf8.count == 1 || part.utf8.first != 48, let byte = UInt8(part)
      else { return nil }
      value = value << 8 | UInt32(byte)
    }
    return value
  }

  private static func parseV6(_ text: String) -> UInt128? {
    func groups(_ part: Substring) -> [UInt16]? {
      if part.isEmpty { return [] }
      let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
      var values: [UInt16] = []
      for (position, piece) in pieces.enumerated() {
        if piece.contains(".") {
          guard position == pieces.count - 1, let embedded = parseV4(piece) else { return nil }
          values += [UInt16(embedded >> 16), UInt16(embedded & 0xffff)]
        } else {
          guard (1...4).contains(piece.utf8.count), !piece.hasPrefix("+"), !piece.hasPrefix("-"),
            let value = UInt16(piece, radix: 16)
          else { return nil }
          values.append(value)
        }
      }
      return values
    }
    let all: [UInt16]
    let codes = Array(text.utf8)
    if let gap = codes.indices.dropLast().first(where: { codes[$0] == 58 && codes[$0 + 1] == 58 }) {
      let start = text.utf8.index(text.startIndex, offsetBy: gap)
      let end = text.utf8.index(start, offsetBy: 2)
      // An embedded IPv4 address can only be the end of the whole.
      guard !text[..<start].contains("."), let head = groups(text[..<start]), let tail = groups(text[end...]),
        head.count + tail.count < 8
      else { return nil }
      all = head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    } else {
      guard let whole = groups(text[...]) else { return nil }
      all = whole
    }
    guard all.count == 8 else { return nil }
    return all.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
  }
}

extension IPAddress: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let address = IPAddress(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not an IP address"))
    }
    self = address
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
