import Wire

extension PacketField {
  /// Labels and tunnels around a packet, the outermost of each kind, and 802.11.
  enum Tunnel: String, CaseIterable {
    case mplsLabel = "mpls.label"
    case pppoeSession = "pppoe.session_id"
    case greProtocol = "gre.proto"
    case greKey = "gre.key"
    case vxlanNetwork = "vxlan.vni"
    case authenticationParameters = "ah.spi"
    case wlanReceiver = "wlan.ra"
    case wlanTransmitter = "wlan.ta"
    case wlanDestination = "wlan.da"
    case wlanSource = "wlan.sa"
    case wlanProtected = "wlan.fc.protected"

    var isNumber: Bool { self == .mplsLabel || self == .vxlanNetwork || self == .wlanProtected }

    func append(_ frame: Frame, to line: inout [UInt8]) {
      switch self {
      case .mplsLabel, .pppoeSession, .authenticationParameters:
        for layer in frame.encapsulation?.layers ?? [] where append(layer, to: &line) { return }
      case .greProtocol:
        if let header = frame.carriers.gre { line.append(number16: header.protocolType.rawValue) }
      case .greKey:
        // Of PPTP's version the same bytes are a length and a call.
        if let header = frame.carriers.gre, header.version == 0, let key = header.key { line.append(number32: key) }
      case .vxlanNetwork:
        if let number = frame.carriers.networkIdentifier { line.append(decimal: number) }
      case .wlanReceiver, .wlanTransmitter, .wlanDestination, .wlanSource, .wlanProtected:
        if let header = frame.link?.wlan { append(header, to: &line) }
      }
    }

    /// Writes the value of a layer, if it is that of this field.
    private func append(_ layer: Encapsulation.Layer, to line: inout [UInt8]) -> Bool {
      switch (self, layer) {
      case (.mplsLabel, .mpls(let label)): line.append(decimal: label)
      case (.pppoeSession, .pppoe(let session)): line.append(number16: session)
      case (.authenticationParameters, .authentication(let parameters)): line.append(number32: parameters)
      default: return false
      }
      return true
    }

    private func append(_ header: WLANHeader, to line: inout [UInt8]) {
      let address: MACAddress? =
        switch self {
        case .wlanReceiver: header.receiver
        case .wlanTransmitter: header.transmitter
        case .wlanDestination: header.destination
        case .wlanSource: header.source
        default: nil
        }
      if let address { line.append(address) }
      if self == .wlanProtected { line.append(decimal: header.isProtected ? 1 : 0) }
    }
  }
}
