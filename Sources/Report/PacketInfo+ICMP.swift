import Wire

extension ICMPMessage {
  /// `Echo (ping) request  id=0x050c, seq=4/1024, ttl=64`; `body` is the message as captured, from its type on.
  func appendInfo(_ body: RawSpan, hopLimit: UInt8, to line: inout [UInt8]) {
    if isVersion6 {
      appendInfo6(body, hopLimit: hopLimit, to: &line)
      return
    }
    let name = Self.name(ofType: type)
    let start = line.count
    line.append(text: name)
    if let reason = Self.reason(ofType: type, code: code) {
      line.append(text: " (")
      line.append(text: reason)
      line.append(text: ")")
    } else if let echo = identifierAndSequence, [0, 8, 13, 14].contains(type) {
      line.alignLeft(from: start, width: 20)
      line.append(text: " id=")
      line.append(number16: echo.identifier)
      line.append(text: ", seq=")
      line.append(decimal: echo.sequence)
      line.append(text: "/")
      // Some systems count in the other byte order, so both are shown.
      line.append(decimal: echo.sequence.byteSwapped)
      line.append(text: ", ttl=")
      line.append(decimal: hopLimit)
    }
  }

  private static func name(ofType type: UInt8) -> String {
    switch type {
    case 0: "Echo (ping) reply"
    case 3: "Destination unreachable"
    case 4: "Source quench (flow control)"
    case 5: "Redirect"
    case 8: "Echo (ping) request"
    case 9: "Mobile IP Advertisement"
    case 10: "Router solicitation"
    case 11: "Time-to-live exceeded"
    case 12: "Parameter problem"
    case 13: "Timestamp request"
    case 14: "Timestamp reply"
    case 15: "Information request"
    case 16: "Information reply"
    case 17: "Address mask request"
    case 18: "Address mask reply"
    case 42: "Extended Echo request"
    case 43: "Extended Echo reply"
    default: "Type \(type)"
    }
  }

  private static func reason(ofType type: UInt8, code: UInt8) -> String? {
    let reasons: [String]
    switch type {
    case 3:
      reasons = [
        "Network unreachable", "Host unreachable", "Protocol unreachable", "Port unreachable", "Fragmentation needed",
        "Source route failed", "Destination network unknown", "Destination host unknown", "Source host isolated",
        "Network administratively prohibited", "Host administratively prohibited", "Network unreachable for TOS",
        "Host unreachable for TOS", "Communication administratively filtered", "Host precedence violation",
        "Precedence cutoff in effect",
      ]
    case 5:
      reasons = [
        "Redirect for network", "Redirect for host", "Redirect for TOS and network", "Redirect for TOS and host",
      ]
    case 11: reasons = ["Time to live exceeded in transit", "Fragment reassembly time exceeded"]
    case 12: reasons = ["Pointer indicates the error", "Required option missing", "Bad length"]
    default: return nil
    }
    return Int(code) < reasons.count ? reasons[Int(code)] : "Code \(code)"
  }
}
