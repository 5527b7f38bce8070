import Wire

extension ICMPMessage {
  /// `Neighbor Solicitation for fd00::2 from 02:00:00:00:00:07`; `body` is the message as captured, from its type on.
  func appendInfo6(_ body: RawSpan, hopLimit: UInt8, to line: inout [UInt8]) {
    line.append(text: Self.name6(ofType: type))
    switch type {
    case 1...4:
      guard let reason = Self.reason6(ofType: type, code: code) else { return }
      line.append(text: " (")
      line.append(text: reason)
      line.append(text: ")")
    case 128, 129:
      guard let echo = identifierAndSequence else { return }
      line.append(text: " id=")
      line.append(number16: echo.identifier)
      line.append(text: ", seq=")
      line.append(decimal: echo.sequence)
      line.append(text: ", hop limit=")
      line.append(decimal: hopLimit)
    case 133: Self.append(" from ", Self.linkAddress(.source, in: body, from: 8), to: &line)
    case 134: Self.append(" from ", Self.linkAddress(.source, in: body, from: 16), to: &line)
    case 135:
      guard let target = body.ipv6Address(at: 8) else { return }
      line.append(text: " for ")
      line.append(target)
      Self.append(" from ", Self.linkAddress(.source, in: body, from: 24), to: &line)
    case 136: Self.appendAdvertisement(body, to: &line)
    default: break
    }
  }

  /// A neighbor advertisement's target, its router, solicited and override flags, and where the target is (RFC 4861,
  /// section 4.4).
  private static func appendAdvertisement(_ body: RawSpan, to line: inout [UInt8]) {
    guard let target = body.ipv6Address(at: 8) else { return }
    line.append(text: " ")
    line.append(target)
    let bits = body.byte(at: 4)
    var separator = " ("
    for (bit, name) in [(UInt8(0x80), "rtr"), (0x40, "sol"), (0x20, "ovr")] where bits & bit != 0 {
      line.append(text: separator)
      line.append(text: name)
      separator = ", "
    }
    if separator == ", " { line.append(text: ")") }
    append(" is at ", linkAddress(.target, in: body, from: 24), to: &line)
  }

  private static func append(_ preposition: String, _ address: MACAddress?, to line: inout [UInt8]) {
    guard let address else { return }
    line.append(text: preposition)
    line.append(address)
  }

  /// The options of neighbor discovery that hold a link-layer address (RFC 4861, section 4.6.1).
  private enum LinkAddressOption: UInt8 { case source = 1, target = 2 }

  private static func linkAddress(_ kind: LinkAddressOption, in body: RawSpan, from start: Int) -> MACAddress? {
    var offset = start
    while offset + 8 <= body.byteCount {
      let length = Int(body.byte(at: offset + 1)) * 8
      guard length > 0 else { return nil }
      if body.byte(at: offset) == kind.rawValue, length == 8 { return body.macAddress(at: offset + 2) }
      offset += length
    }
    return nil
  }

  private static func name6(ofType type: UInt8) -> String {
    switch type {
    case 1: "Destination Unreachable"
    case 2: "Packet Too Big"
    case 3: "Time Exceeded"
    case 4: "Parameter Problem"
    case 128: "Echo (ping) request"
    case 129: "Echo (ping) reply"
    case 130: "Multicast Listener Query"
    case 131: "Multicast Listener Report"
    case 132: "Multicast Listener Done"
    case 133: "Router Solicitation"
    case 134: "Router Advertisement"
    case 135: "Neighbor Solicitation"
    case 136: "Neighbor Advertisement"
    case 137: "Redirect"
    case 138: "Router Renumbering"
    case 139: "Node Information Query"
    case 140: "Node Information Reply"
    case 143: "Multicast Listener Report Message v2"
    case 155: "RPL Control"
    case 160: "Extended Echo request"
    case 161: "Extended Echo reply"
    default: "Type \(type)"
    }
  }

  private static func reason6(ofType type: UInt8, code: UInt8) -> String? {
    let reasons: [String]
    switch type {
    case 1:
      reasons = [
        "No route to destination", "Administratively prohibited", "Beyond scope of source address",
        "Address unreachable", "Port unreachable", "Source address failed ingress/egress policy",
        "Reject route to destination", "Error in Source Routing Header",
      ]
    case 3: reasons = ["Hop limit exceeded in transit", "Fragment reassembly time exceeded"]
    case 4:
      reasons = [
        "Erroneous header field encountered", "Unrecognized Next Header type encountered",
        "Unrecognized IPv6 option encountered", "IPv6 First Fragment has incomplete IPv6 Header Chain",
      ]
    default: return nil
    }
    return Int(code) < reasons.count ? reasons[Int(code)] : "Code \(code)"
  }
}
