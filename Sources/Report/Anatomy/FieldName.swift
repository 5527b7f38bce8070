/// The fields of the headers that are taken apart.
enum FieldName: Hashable, Sendable, CaseIterable {
  // Links.
  case destinationMAC, sourceMAC, etherType, frameLength, tagProtocol, priority, dropEligible, vlanIdentifier
  case packetType, hardwareType, linkAddressLength, linkAddress, cookedProtocol, interfaceIndex, addressFamily,
    linkBytes
  // ARP.
  case addressProtocol, hardwareLength, protocolLength, operation
  case senderHardware, senderAddress, targetHardware, targetAddress
  // IPv4.
  case version, headerLength, differentiatedServices, congestionNotification, totalLength, identification
  case ipFlags, reservedBit, dontFragment, moreFragments, fragmentOffset, timeToLive, ipProtocol, headerChecksum
  case sourceAddress, destinationAddress
  // IPv6 and its extension headers.
  case trafficClass, flowLabel, payloadLength, nextHeader, hopLimit, extensionLength, extensionData
  case routingType, segmentsLeft, parametersIndex, integrityCheck
  // TCP and UDP.
  case sourcePort, destinationPort, sequenceNumber, acknowledgmentNumber, dataOffset, tcpFlags
  case ae, cwr, ece, urg, ack, psh, rst, syn, fin
  case window, checksum, urgentPointer, datagramLength
  // Options.
  case optionKind, optionLength, optionData, noOperation, endOfOptions, padding
  case segmentSize, windowShift, timestampValue, timestampEcho, sackLeft, sackRight
  // ICMP.
  case messageType, messageCode, echoIdentifier, echoSequence, nextHopMTU, restOfHeader
  // What is no field.
  case reserved, payload, trailer, zeros
}

extension FieldName {
  /// The name that the RFC gives it, or that is usual.
  var registered: String { names.registered }
  /// A shorter one for narrow boxes.
  var short: String { names.short }
  /// Three letters for the place of one byte.
  var mark: String { names.mark }

  private var names: (registered: String, short: String, mark: String) {
    switch self {
    case .destinationMAC: ("Destination Address", "Destination", "Dst")
    case .sourceMAC: ("Source Address", "Source", "Src")
    case .etherType: ("EtherType", "Type", "Typ")
    case .frameLength: ("Length", "Length", "Len")
    case .tagProtocol: ("Tag Protocol Identifier", "TPID", "TPI")
    case .priority: ("Priority Code Point", "PCP", "P")
    case .dropEligible: ("Drop Eligible Indicator", "DE", "D")
    case .vlanIdentifier: ("VLAN Identifier", "VLAN ID", "VID")
    case .packetType: ("Packet Type", "PktType", "Pkt")
    case .hardwareType: ("ARPHRD Type", "ARPHRD", "HW")
    case .linkAddressLength: ("Address Length", "AddrLen", "AL")
    case .linkAddress: ("Link-Layer Address", "Address", "Adr")
    case .cookedProtocol: ("Protocol Type", "Proto", "Pro")
    case .interfaceIndex: ("Interface Index", "Interface", "If")
    case .addressFamily: ("Address Family", "Family", "Fam")
    case .linkBytes: ("Link Headers", "Link", "Lnk")
    case .addressProtocol: ("Protocol Type", "Proto", "Pro")
    case .hardwareLength: ("HW Addr Length", "HLen", "HLn")
    case .protocolLength: ("Proto Addr Length", "PLen", "PLn")
    case .operation: ("Operation", "Opcode", "Op")
    case .senderHardware: ("Sender Hardware Address", "Sender HW", "SHA")
    case .senderAddress: ("Sender Protocol Address", "Sender IP", "SPA")
    case .targetHardware: ("Target Hardware Address", "Target HW", "THA")
    case .targetAddress: ("Target Protocol Address", "Target IP", "TPA")
    case .version: ("Version", "Ver", "V")
    case .headerLength: ("IHL", "IHL", "L")
    case .differentiatedServices: ("DSCP", "DSCP", "D")
    case .congestionNotification: ("ECN", "ECN", "E")
    case .totalLength: ("Total Length", "TotLen", "Len")
    case .identification: ("Identification", "Ident", "ID")
    case .ipFlags: ("Flags", "Flags", "Flg")
    case .reservedBit: ("Reserved", "R", "R")
    case .dontFragment: ("Don't Fragment", "DF", "DF")
    case .moreFragments: ("More Fragments", "MF", "MF")
    case .fragmentOffset: ("Fragment Offset", "Offset", "Off")
    case .timeToLive: ("Time to Live", "TTL", "TTL")
    case .ipProtocol: ("Protocol", "Proto", "Pro")
    case .headerChecksum: ("Header Checksum", "ChkSum", "Chk")
    case .sourceAddress: ("Source Address", "Source", "Src")
    case .destinationAddress: ("Destination Address", "Dest.", "Dst")
    case .trafficClass: ("Traffic Class", "Class", "TC")
    case .flowLabel: ("Flow Label", "Flow", "FL")
    case .payloadLength: ("Payload Length", "PayLen", "Len")
    case .nextHeader: ("Next Header", "Next", "Nxt")
    case .hopLimit: ("Hop Limit", "Hops", "Hop")
    case .extensionLength: ("Hdr Ext Len", "ExtLen", "Len")
    case .extensionData: ("Options", "Options", "Opt")
    case .routingType: ("Routing Type", "Routing", "Rou")
    case .segmentsLeft: ("Segments Left", "SegLeft", "SgL")
    case .parametersIndex: ("Security Parameters Index", "SPI", "SPI")
    case .integrityCheck: ("Integrity Check Value", "ICV", "ICV")
    case .sourcePort: ("Source Port", "SrcPort", "SPt")
    case .destinationPort: ("Destination Port", "DstPort", "DPt")
    case .sequenceNumber: ("Sequence Number", "Seq", "Seq")
    case .acknowledgmentNumber: ("Acknowledgment Number", "Ack. Number", "Ack")
    case .dataOffset: ("Data Offset", "DOffset", "Off")
    case .tcpFlags: ("Flags", "Flags", "Flg")
    case .ae: ("AE", "AE", "AE")
    case .cwr: ("CWR", "CWR", "CWR")
    case .ece: ("ECE", "ECE", "ECE")
    case .urg: ("URG", "URG", "URG")
    case .ack: ("ACK", "ACK", "ACK")
    case .psh: ("PSH", "PSH", "PSH")
    case .rst: ("RST", "RST", "RST")
    case .syn: ("SYN", "SYN", "SYN")
    case .fin: ("FIN", "FIN", "FIN")
    case .window: ("Window", "Window", "Win")
    case .checksum: ("Checksum", "ChkSum", "Chk")
    case .urgentPointer: ("Urgent Pointer", "Urgent", "Urg")
    case .datagramLength: ("Length", "Length", "Len")
    case .optionKind: ("Option Kind", "Kind", "Knd")
    case .optionLength: ("Option Length", "Length", "Len")
    case .optionData: ("Option Data", "Data", "Dat")
    case .noOperation: ("No-Operation", "NOP", "NOP")
    case .endOfOptions: ("End of Option List", "End", "End")
    case .padding: ("Padding", "Padding", "Pad")
    case .segmentSize: ("Maximum Segment Size", "MSS", "MSS")
    case .windowShift: ("Window Scale", "Scale", "WS")
    case .timestampValue: ("TSval", "TSval", "TSv")
    case .timestampEcho: ("TSecr", "TSecr", "TSe")
    case .sackLeft: ("SACK Left Edge", "Left", "SLe")
    case .sackRight: ("SACK Right Edge", "Right", "SRe")
    case .messageType: ("Type", "Type", "Typ")
    case .messageCode: ("Code", "Code", "Cod")
    case .echoIdentifier: ("Identifier", "Ident", "ID")
    case .echoSequence: ("Sequence Number", "SeqNum", "Seq")
    case .nextHopMTU: ("Next-Hop MTU", "MTU", "MTU")
    case .restOfHeader: ("Rest of Header", "Rest", "Rst")
    case .reserved: ("Reserved", "Rsrvd", "Res")
    case .payload: ("Payload", "Payload", "Pay")
    case .trailer: ("Trailer", "Trailer", "Trl")
    case .zeros: ("Zeros", "Zeros", "0")
    }
  }
}
