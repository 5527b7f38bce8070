extension EnglishAnswerPhrases {
  func text(_ fact: UDPFact) -> String {
    switch fact {
    case .fields(let frame):
      "Four: Source Port, Destination Port, Length and Checksum (frame \(frame))."
    case .notFiveFields: "not five: the payload (Data) is behind the header, and no field of it."
    case .firstDatagram(let frame, let payload):
      "The first datagram of this conversation is in frame \(frame), with \(base.count(payload, "byte")) of payload."
    case .protocolByPort(let name): "By its ports, or by how it begins, the payload is \(name)."
    case .noKnownProtocol:
      "No well-known protocol is recognised in it: it is what the programs themselves send. UDP has no field that tells."
    case .fieldLengths: "Each field has 2 bytes (16 bits), so that the header has 4 · 2 = 8 bytes."
    case .offsets(let frame, let start, let before):
      "In frame \(frame) the header begins at byte \(start), counted from 0"
        + (before.isEmpty
          ? "." : ", behind " + before.map { "\($0.name) (\($0.length))" }.joined(separator: " and ") + ".")
    case .lengthIsSum(let frame, let length, let payload):
      "It is the length of header and payload together, in bytes. Frame \(frame): \(length) = 8 + \(payload): right."
    case .lengthDiffers(let frame, let length, let sent):
      "It is the length of header and payload together, but in frame \(frame) it is \(length), and \(sent) bytes were sent."
    case .notHeaderAlone: "it is not the length of the header alone, which is always 8, nor that of the payload alone."
    case .maximumPayload:
      "Length has 16 bits and counts the header as well, so that 65535 − 8 = 65527 bytes of payload are the most."
    case .maximumPayloadIPv4:
      "In an IPv4 packet, whose own length has 16 bits too, 65535 − 20 − 8 = 65507 are left."
    case .largestSeen(let payload, let frame):
      "The largest payload in this conversation has \(base.count(payload, "byte")) (frame \(frame))."
    case .maximumPort: "65535, for a port has 16 bits: 2^16 − 1. Port 0 is reserved."
    case .portsSeen(let first, let second, let frame): "Here the ports are \(first) and \(second) (frame \(frame))."
    case .protocolNumber(let version, let frame, let offset):
      "17, hexadecimal 0x11: it stands in the field \(version == 4 ? "Protocol of the IPv4 header" : "Next Header of IPv6"), "
        + "byte \(offset) of frame \(frame)."
    case .pair(let request, let reply): "Frame \(request) is the request, frame \(reply) its reply."
    case .portsSwap:
      "The source port of the one is the destination port of the other, and so are the addresses: a reply goes back to "
        + "where the request came from."
    case .noConnection: "the two are no connection: the programs match them, UDP does not."
    }
  }
}
