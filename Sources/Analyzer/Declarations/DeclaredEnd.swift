public import Wire

/// An address and a port as somebody wrote them, or one of both: whether they are any is another question.
public struct DeclaredEnd: Hashable, Sendable {
  /// As written.
  public let text: String
  /// What stands in the place of an address; empty where a port alone was declared.
  public let addressText: String
  /// Nil where a port alone was declared, and of a text that is no address: `addressFault` says why.
  public let address: IPAddress?
  public let addressFault: AddressFault?
  /// Nil where none was declared, or what was declared is none.
  public let port: UInt16?
  /// What stands in the place of a port and is none.
  public let portFault: String?

  /// Reads `192.168.10.8:12345`, `[2001:db8::1]:12345`, either without a port, and `:12345`.
  init(_ text: String) {
    var (address, port): (Substring, Substring?) = (text[...], nil)
    if text.hasPrefix("["), let end = text.lastIndex(of: "]") {
      address = text[text.index(after: text.startIndex)..<end]
      let rest = text[text.index(after: end)...]
      port = rest.isEmpty ? nil : rest.drop { $0 == ":" }
    } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
      (address, port) = (text[..<colon], text[text.index(after: colon)...])
    }
    self.init(text: text, address: String(address), port: port.map(String.init))
  }

  init(text: String, address: String, port: String?) {
    self.text = text
    addressText = address
    self.address = IPAddress(address)
    let isPortAlone = address.isEmpty && port?.isEmpty == false
    addressFault = self.address == nil && !isPortAlone ? AddressFault(address) : nil
    let number = port.flatMap { DemandedPorts($0) }
    self.port = number.flatMap { $0.range.count == 1 ? $0.range.lowerBound : nil }
    portFault = self.port == nil ? port : nil
  }

  /// Any address will do.
  public var isPortAlone: Bool { address == nil && addressFault == nil }
  public var hasFault: Bool { addressFault != nil || portFault != nil }
}

/// Why a text is no IP address.
public enum AddressFault: Hashable, Sendable {
  case empty
  /// It has so many numbers between its dots, and not four.
  case parts(Int)
  /// One of them is more than 255.
  case tooLarge(String)
  /// One of them is no number, or has a zero in front.
  case noNumber(String)
  /// It has colons, and is no IPv6 address.
  case noIPv6
  /// It is the name of a host, which nothing here looks up.
  case name

  init(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let bad = parts.first { part in
      part.isEmpty || part.count > 1 && part.hasPrefix("0") || !part.utf8.allSatisfy { (48...57).contains($0) }
    }
    if text.isEmpty {
      self = .empty
    } else if text.contains(":") {
      self = .noIPv6
    } else if parts.allSatisfy({ $0.utf8.first.map(Self.isLetter) ?? false }) {
      self = .name
    } else if let bad, parts.count == 4 || parts.count == 1 {
      self = .noNumber(bad)
    } else if parts.count != 4 {
      self = .parts(parts.count)
    } else {
      self = .tooLarge(parts.first { UInt8($0) == nil } ?? text)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
}
