import Wire

extension GREHeader {
  /// `Encapsulated NHRP`.
  func appendInfo(to line: inout [UInt8]) {
    line.append(text: "Encapsulated ")
    line.append(text: protocolType.nameInGRE)
  }
}

extension EtherType {
  /// What GRE carries, in Wireshark's words.
  var nameInGRE: String {
    switch rawValue {
    case 0x0000: "Possible GRE keepalive packet"
    case 0x00fe: "OSI"
    case 0x0800: "IP"
    case 0x2001: "NHRP"
    case 0x22eb: "ERSPAN III"
    case 0x6558: "Transparent Ethernet bridging"
    case 0x86dd: "IPv6"
    case 0x880b: "PPP"
    case 0x883e: "WCCP"
    case 0x8847: "MPLS label switched packet"
    case 0x8848: "MPLS multicast label switched packet"
    case 0x88be: "ERSPAN"
    default: "\(numberText) (unknown)"
    }
  }
}

/// What a number of PPP stands for (IANA, PPP numbers).
struct PPPProtocol {
  let rawValue: UInt16

  var name: String {
    switch rawValue {
    case 0x002d: "Van Jacobson compressed TCP/IP"
    case 0x002f: "Van Jacobson uncompressed TCP/IP"
    case 0x003d: "Multilink"
    case 0x00fb: "Single link compression in multilink"
    case 0x00fd: "Compressed datagram"
    case 0x8021: "Internet Protocol Control Protocol"
    case 0x8057: "IPv6 Control Protocol"
    case 0x80fd: "Compression Control Protocol"
    case 0xc021: "Link Control Protocol"
    case 0xc023: "Password Authentication Protocol"
    case 0xc025: "Link Quality Report"
    case 0xc223: "Challenge Handshake Authentication Protocol"
    case 0xc227: "Extensible Authentication Protocol"
    default: "Unknown"
    }
  }

  /// `0xc021`.
  var numberText: String { EtherType(rawValue: rawValue).numberText }
}

extension Frame {
  /// The innermost IP address; nil where an Ethernet header inside a tunnel lies further in, and where there is none.
  var shownSource: IPAddress? {
    if let address = network?.source { return address }
    guard network == nil, carriers.link?.linkType != .ethernet else { return nil }
    return carriers.ipv4?.source ?? carriers.ipv6?.source
  }
  var shownDestination: IPAddress? {
    if let address = network?.destination { return address }
    guard network == nil, carriers.link?.linkType != .ethernet else { return nil }
    return carriers.ipv4?.destination ?? carriers.ipv6?.destination
  }
}
