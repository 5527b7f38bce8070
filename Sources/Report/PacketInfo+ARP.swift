import Wire

extension ARPPacket {
  /// `Who has 10.0.0.1? Tell 10.0.0.2`, `10.0.0.2 is at 02:00:00:00:00:01`.
  func appendInfo(isAnnouncement: Bool, to line: inout [UInt8]) {
    guard operation == 1 || operation == 2 else {
      line.append(text: "Unknown ARP opcode ")
      line.append(number16: operation)
      return
    }
    guard let sender = senderAddress, let target = targetAddress, let card = senderHardwareAddress else {
      line.append(text: operation == 1 ? "Request" : "Reply")
      line.append(text: " for addresses other than Ethernet and IPv4")
      return
    }
    switch (operation, sender == target) {
    case (1, true):
      line.append(text: isAnnouncement ? "ARP Announcement for " : "Gratuitous ARP for ")
      line.append(sender)
      if !isAnnouncement { line.append(text: " (Request)") }
    case (2, true):
      line.append(text: "Gratuitous ARP for ")
      line.append(sender)
      line.append(text: " (Reply)")
    case (1, false):
      line.append(text: "Who has ")
      line.append(target)
      if sender.rawValue == 0 {
        line.append(text: "? (ARP Probe)")
      } else {
        line.append(text: "? Tell ")
        line.append(sender)
      }
    default:
      line.append(sender)
      line.append(text: " is at ")
      line.append(card)
    }
  }
}

extension PacketInfo {
  /// A request about its own sender with an empty target card claims the address (RFC 5227, section 2.3).
  static func isAnnouncement(_ message: RawSpan) -> Bool {
    let targetHardware = 18
    return message.macAddress(at: targetHardware)?.rawValue == 0
  }
}
