import Wire

extension WLANHeader {
  /// `QoS Data, SN=18, FN=0, Flags=.p....F.`
  func appendInfo(to line: inout [UInt8]) {
    line.append(text: name)
    if let control = sequenceControl {
      line.append(text: ", SN=")
      line.append(decimal: control >> 4)
      line.append(text: ", FN=")
      line.append(decimal: control & 15)
    }
    line.append(text: ", Flags=")
    for (bit, letter) in "opmPRMFT".utf8.enumerated() {
      line.append(flags & 0x80 >> UInt8(bit) == 0 ? UInt8(ascii: ".") : letter)
    }
    switch obstacle {
    case .protected?: line.append(text: " [protected: not decoded]")
    case .fragment?: line.append(text: " [fragment: not decoded]")
    case .aggregate?: line.append(text: " [A-MSDU: not decoded]")
    case .empty?, nil: break
    }
  }

  /// What the type and subtype stand for (IEEE 802.11, table 9-1), in Wireshark's words.
  private var name: String {
    let names: [UInt8: String] =
      switch kind {
      case .management:
        [
          0: "Association Request", 1: "Association Response", 2: "Reassociation Request",
          3: "Reassociation Response", 4: "Probe Request", 5: "Probe Response", 8: "Beacon frame", 9: "ATIM",
          10: "Disassociate", 11: "Authentication", 12: "Deauthentication", 13: "Action", 14: "Action No Ack",
        ]
      case .control:
        [
          7: "Control Wrapper", 8: "802.11 Block Ack Req", 9: "802.11 Block Ack", 10: "Power-Save poll",
          11: "Request-to-send", 12: "Clear-to-send", 13: "Acknowledgement", 14: "CF-End (Control-frame)",
          15: "CF-End + CF-Ack (Control-frame)",
        ]
      case .data:
        [0: "Data", 4: "Null function (No data)", 8: "QoS Data", 12: "QoS Null function (No data)"]
      case .extension: [0: "DMG Beacon"]
      }
    let kindName =
      switch kind {
      case .management: "Management"
      case .control: "Control"
      case .data: "Data"
      case .extension: "Extension"
      }
    return names[subtype] ?? "\(kindName), subtype \(subtype)"
  }
}
