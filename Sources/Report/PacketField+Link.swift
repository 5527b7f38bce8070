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

    /// Writes the value of the outermost header that has one.
    func append(_ frame: Frame, _ packet: Packet, to line: inout [UInt8]) {
      guard let outer = frame.link else { return }
      switch self {
      case .destination, .address, .source, .type:
        if outer.linkType == .ethernet {
          append(outer, to: &line)
        } else if let inner = frame.carriers.link, inner.linkType == .ethernet {
          append(inner, to: &line)
        }
      case .vlanID:
        if let identifier = outer.vlanID ?? frame.carriers.link?.vlanID { line.append(decimal: identifier) }
      case .serviceVLANID:
        if let identifier = outer.serviceVLANID ?? frame.carriers.link?.serviceVLANID {
          line.append(decimal: identifier)
        }
      }
    }

    /// Writes the value of an Ethernet header.
    private func append(_ header: LinkHeader, to line: inout [UInt8]) {
      switch self {
      case .destination, .address:
        if let address = header.destination { line.append(address) }
      case .source:
        if let address = header.source { line.append(address) }
      case .type:
        if let type = header.typeField, type.rawValue > 1500 { line.append(number16: type.rawValue) }
      case .vlanID, .serviceVLANID: break
      }
    }
  }
}
