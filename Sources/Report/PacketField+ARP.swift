import Wire

extension PacketField {
  /// Address resolution.
  enum ARP: String, CaseIterable {
    case operation = "arp.opcode"
    case senderHardwareAddress = "arp.src.hw_mac"
    case senderAddress = "arp.src.proto_ipv4"
    case targetAddress = "arp.dst.proto_ipv4"

    var isNumber: Bool { self == .operation }

    func append(_ message: ARPPacket, to line: inout [UInt8]) {
      switch self {
      case .operation: line.append(decimal: message.operation)
      case .senderHardwareAddress:
        if let address = message.senderHardwareAddress { line.append(address) }
      case .senderAddress:
        if let address = message.senderAddress { line.append(address) }
      case .targetAddress:
        if let address = message.targetAddress { line.append(address) }
      }
    }
  }
}
