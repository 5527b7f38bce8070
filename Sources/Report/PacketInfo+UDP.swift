import Wire

extension UDPDatagram {
  /// `60916 → 12345 Len=35`. In a fragment that stands alone, the length field tells of the whole datagram.
  func appendInfo(isFragment: Bool, to line: inout [UInt8]) {
    line.append(decimal: sourcePort)
    line.append(text: " → ")
    line.append(decimal: destinationPort)
    guard isLengthWrong, !(isFragment && length >= Self.headerLength) else {
      line.append(text: " Len=")
      line.append(decimal: isLengthWrong ? Int(length) - Self.headerLength : payloadLength)
      return
    }
    line.append(text: " [BAD UDP LENGTH ")
    line.append(decimal: length)
    if Int(length) < Self.headerLength {
      line.append(text: " < 8]")
    } else {
      line.append(text: " > IP PAYLOAD LENGTH] Len=")
      line.append(decimal: Int(length) - Self.headerLength)
    }
  }
}
