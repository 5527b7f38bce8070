import Wire

/// What there still is of a header that is cut or contradicts itself: Wireshark shows each field up to the place where it
/// had to stop.
extension PacketField.IPv4 {
  /// `header` is as much of it as there is; `error` is why it is no header.
  func append(cut header: RawSpan, _ error: DecodeError, to line: inout [UInt8]) {
    func number(_ offset: Int, _ byteCount: Int) -> UInt64? { header.number(at: offset, byteCount: byteCount) }
    guard let first = number(0, 1), first >> 4 == 4 else { return }
    let headerLength = Int(first & 15) * 4
    if error == .malformed(.ipv4) {
      // A header length below 20 ends it at once, a total length below the header's behind that.
      switch self {
      case .headerLength: break
      case .typeOfService, .totalLength: guard headerLength >= IPv4Header.minimumHeaderLength else { return }
      default: return
      }
    }
    switch self {
    case .headerLength: line.append(decimal: headerLength)
    case .typeOfService:
      if let value = number(1, 1) { line.append(hexadecimal: value, prefixedTo: 2) }
    case .totalLength:
      if let value = number(2, 2) { line.append(decimal: value) }
    case .identification:
      if let value = number(4, 2) { line.append(hexadecimal: value, prefixedTo: 4) }
    case .dontFragment:
      if let value = number(6, 2) { line.append(decimal: value >> 14 & 1) }
    case .moreFragments:
      if let value = number(6, 2) { line.append(decimal: value >> 13 & 1) }
    case .fragmentOffset:
      if let value = number(6, 2) { line.append(decimal: value & 0x1fff) }
    case .timeToLive:
      if let value = number(8, 1) { line.append(decimal: value) }
    case .protocol:
      if let value = number(9, 1) { line.append(decimal: value) }
    case .checksum:
      if let value = number(10, 2) { line.append(hexadecimal: value, prefixedTo: 4) }
    case .source, .address:
      if let address = header.ipv4Address(at: 12) { line.append(address) }
    case .destination:
      if let address = header.ipv4Address(at: 16) { line.append(address) }
    }
  }
}

extension PacketField.IPv6 {
  func append(cut header: RawSpan, to line: inout [UInt8]) {
    func number(_ offset: Int, _ byteCount: Int) -> UInt64? { header.number(at: offset, byteCount: byteCount) }
    switch self {
    case .payloadLength:
      if let value = number(4, 4).map({ $0 >> 16 }) { line.append(decimal: value) }
    case .nextHeader:
      if let value = number(6, 1) { line.append(decimal: value) }
    case .hopLimit:
      if let value = number(7, 1) { line.append(decimal: value) }
    case .source, .address:
      if let address = header.ipv6Address(at: 8) { line.append(address) }
    case .destination:
      if let address = header.ipv6Address(at: 24) { line.append(address) }
    }
  }
}

extension PacketField.TCP {
  /// Only the ports: the rest of the fixed header is read as a whole.
  func append(cut header: RawSpan, to line: inout [UInt8]) {
    guard let ports = header.number(at: 0, byteCount: 4) else { return }
    switch self {
    case .sourcePort, .port: line.append(decimal: ports >> 16)
    case .destinationPort: line.append(decimal: ports & 0xffff)
    default: break
    }
  }
}

extension PacketField.UDP {
  func append(cut header: RawSpan, to line: inout [UInt8]) {
    guard let ports = header.number(at: 0, byteCount: 4) else { return }
    switch self {
    case .sourcePort, .port: line.append(decimal: ports >> 16)
    case .destinationPort: line.append(decimal: ports & 0xffff)
    case .length:
      if let length = header.number(at: 4, byteCount: 2) { line.append(decimal: length) }
    case .checksum, .stream, .payload: break
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(hexadecimal value: UInt64, prefixedTo digits: Int) {
    append(text: "0x")
    append(hexadecimal: value, digits: digits)
  }
}
