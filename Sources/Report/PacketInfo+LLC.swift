import Wire

extension PacketInfo {
  /// `U, func=UI; DSAP Spanning Tree BPDU Individual, SSAP Spanning Tree BPDU Command` (IEEE 802.2).
  static func appendLLC(_ header: RawSpan, to line: inout [UInt8]) {
    guard header.byteCount >= 3 else { return }
    let destination = header.byte(at: 0)
    let source = header.byte(at: 1)
    let control = header.byte(at: 2)
    if control == 0x03 { line.append(text: "U, func=UI; ") }
    if destination == 0xaa, source == 0xaa, control == 0x03, header.byteCount >= 8 {
      line.append(text: "SNAP, OUI 0x")
      for offset in 3..<6 { line.append(hexadecimal: UInt64(header.byte(at: offset)), digits: 2) }
      line.append(text: ", PID ")
      line.append(number16: UInt16(header.byte(at: 6)) << 8 | UInt16(header.byte(at: 7)))
      return
    }
    line.append(text: "DSAP ")
    appendServiceAccessPoint(destination, to: &line)
    line.append(text: destination & 1 == 0 ? " Individual, SSAP " : " Group, SSAP ")
    appendServiceAccessPoint(source, to: &line)
    line.append(text: source & 1 == 0 ? " Command" : " Response")
  }

  private static func appendServiceAccessPoint(_ number: UInt8, to line: inout [UInt8]) {
    switch number & 0xfe {
    case 0x00: line.append(text: "NULL LSAP")
    case 0x42: line.append(text: "Spanning Tree BPDU")
    case 0xaa: line.append(text: "SNAP")
    case 0xe0: line.append(text: "NetWare")
    case 0xf0: line.append(text: "NetBIOS")
    case 0xfe: line.append(text: "ISO Network Layer")
    default:
      line.append(text: "0x")
      line.append(hexadecimal: UInt64(number & 0xfe), digits: 2)
    }
  }
}
