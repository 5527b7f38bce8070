import Wire

extension PacketField {
  /// ICMP and ICMPv6 messages.
  enum ICMP: String, CaseIterable {
    case type = "icmp.type"
    case code = "icmp.code"
    case checksum = "icmp.checksum"
    case identifier = "icmp.ident"
    case sequence = "icmp.seq"
    case type6 = "icmpv6.type"
    case code6 = "icmpv6.code"
    case checksum6 = "icmpv6.checksum"
    case identifier6 = "icmpv6.echo.identifier"
    case sequence6 = "icmpv6.echo.sequence_number"

    var isNumber: Bool {
      switch self {
      case .type, .code, .identifier, .sequence, .type6, .code6, .sequence6: true
      case .checksum, .checksum6, .identifier6: false
      }
    }

    private var isVersion6: Bool {
      switch self {
      case .type, .code, .checksum, .identifier, .sequence: false
      case .type6, .code6, .checksum6, .identifier6, .sequence6: true
      }
    }

    func append(_ message: ICMPMessage, to line: inout [UInt8]) {
      guard message.isVersion6 == isVersion6 else { return }
      switch self {
      case .type, .type6: line.append(decimal: message.type)
      case .code, .code6: line.append(decimal: message.code)
      case .checksum, .checksum6: line.append(number16: message.checksum)
      case .identifier:
        if let echo = message.echo { line.append(decimal: echo.identifier) }
      case .identifier6:
        if let echo = message.echo { line.append(number16: echo.identifier) }
      case .sequence, .sequence6:
        if let echo = message.echo { line.append(decimal: echo.sequence) }
      }
    }
  }
}

extension ICMPMessage {
  /// Identifier and sequence number of an echo request or reply; nil in any other message.
  var echo: (identifier: UInt16, sequence: UInt16)? {
    switch (isVersion6, type) {
    case (false, 0), (false, 8), (true, 128), (true, 129): identifierAndSequence
    default: nil
    }
  }
}
