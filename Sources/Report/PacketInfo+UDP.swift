import Wire

extension UDPDatagram {
  /// `60916 → 12345 Len=35`. In a fragment that stands alone, the length field tells of the whole datagram.
  func appendInfo(isFragment: Bool, to line: inout [UInt8]) {
    line.append(decimal: sourcePort)
    line.append(" → ")
    line.append(decimal: destinationPort)
    guard isLengthWrong, !(isFragment && length >= Self.headerLength) else {
      line.append(" Len=")
      line.append(decimal: isLengthWrong ? Int(length) - Self.headerLength : payloadLength)
      return
    }
    line.append(" [BAD UDP LENGTH ")
    line.append(decimal: length)
    if Int(length) < Self.headerLength {
      line.append(" < 8]")
    } else {
      line.append(" > IP PAYLOAD LENGTH] Len=")
      line.append(decimal: Int(length) - Self.headerLength)
    }
  }
}
