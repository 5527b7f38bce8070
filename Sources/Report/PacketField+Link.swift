import Wire

extension PacketField {
  /// Ethernet and its VLAN tags.
  enum Link: String, CaseIterable {
    case destination = "eth.dst"
    case source = "eth.src"
    /// The first occurrence, as of a filter on either address.
    case address = "eth.addr"
    case type = "eth.type"
    case vlanID = "vlan.id"
    case serviceVLANID = "ieee8021ad.id"

    var isNumber: Bool { self == .vlanID || self == .serviceVLANID }

    func append(_ header: LinkHeader, _ packet: Packet, to line: inout [UInt8]) {
      switch self {
      case .destination, .address:
        if let address = header.destination { line.append(address) }
      case .source:
        if let address = header.source { line.append(address) }
      case .type:
        guard header.linkType == .ethernet else { return }
        let type = UInt16(packet.bytes.byte(at: 12)) << 8 | UInt16(packet.bytes.byte(at: 13))
        if type > 1500 { line.append(number16: type) }
      case .vlanID:
        if let identifier = header.vlanID { line.append(decimal: identifier) }
      case .serviceVLANID:
        if let identifier = header.serviceVLANID { line.append(decimal: identifier) }
      }
    }
  }
}
