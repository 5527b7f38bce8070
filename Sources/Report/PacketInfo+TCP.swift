import Conversations
import Wire

extension TCPSegment {
  /// `50892 → 12345 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 WS=256 SACK_PERM`, the options in the order of the header.
  func appendInfo(_ observation: Observation, to line: inout [UInt8]) {
    let place = observation.tcp
    let flags = flags
    if let analysis = place?.analysis { analysis.appendPrefixes(to: &line) }
    line.append(decimal: sourcePort)
    line.append(text: " → ")
    line.append(decimal: destinationPort)
    line.append(text: " [")
    line.append(text: flags.rawValue == 0 ? "<None>" : flags.names())
    line.append(text: "] Seq=")
    line.append(decimal: place?.sequence ?? sequenceNumber.rawValue)
    if flags.contains(.ack) {
      line.append(text: " Ack=")
      line.append(decimal: place?.acknowledgment ?? acknowledgmentNumber.rawValue)
    }
    line.append(text: " Win=")
    line.append(decimal: place?.window ?? Int(window))
    if flags.contains(.urg) {
      line.append(text: " Urg=")
      line.append(decimal: urgentPointer)
    }
    line.append(text: " Len=")
    line.append(decimal: payloadLength)
    guard headerLength > Self.minimumHeaderLength else { return }
    // Blocks count in the other direction's numbers, whose start the acknowledgment tells.
    let start = acknowledgmentNumber.rawValue &- (place?.acknowledgment ?? acknowledgmentNumber.rawValue)
    let areOptionsCut = areOptionsCut
    forEachOption { option in
      // The snapshot length cut it: nothing is wrong with it.
      if areOptionsCut, case .malformed = option { return }
      option.appendInfo(blocksFrom: start, to: &line)
    }
  }
}

extension SegmentAnalysis {
  /// `[TCP Retransmission] `: Wireshark puts each label before those it found earlier.
  fileprivate func appendPrefixes(to line: inout [UInt8]) {
    guard !labels.isEmpty else { return }
    for (label, text) in Self.prefixes where labels.contains(label) {
      line.append(text: text)
      guard label == .duplicateACK, let frame = duplicateACKFrame, let number = duplicateACKNumber else { continue }
      line.append(decimal: frame)
      line.append(text: "#")
      line.append(decimal: number)
      line.append(text: "] ")
    }
  }

  private static let prefixes: [(Labels, String)] = [
    (.zeroWindowProbeACK, "[TCP ZeroWindowProbeAck] "), (.zeroWindow, "[TCP ZeroWindow] "),
    (.zeroWindowProbe, "[TCP ZeroWindowProbe] "), (.duplicateACK, "[TCP Dup ACK "),
    (.keepAliveACK, "[TCP Keep-Alive ACK] "), (.keepAlive, "[TCP Keep-Alive] "),
    (.windowFull, "[TCP Window Full] "), (.windowUpdate, "[TCP Window Update] "),
    (.acknowledgedLostSegment, "[TCP ACKed unseen segment] "),
    (.lostSegment, "[TCP Previous segment not captured] "), (.reusedPorts, "[TCP Port numbers reused] "),
    (.outOfOrder, "[TCP Out-Of-Order] "), (.spuriousRetransmission, "[TCP Spurious Retransmission] "),
    (.fastRetransmission, "[TCP Fast Retransmission] "), (.retransmission, "[TCP Retransmission] "),
  ]
}

extension TCPOption {
  fileprivate func appendInfo(blocksFrom start: UInt32, to line: inout [UInt8]) {
    switch self {
    case .maximumSegmentSize(let size):
      line.append(text: " MSS=")
      line.append(decimal: size)
    case .windowScale(let shift):
      line.append(text: " WS=")
      line.append(decimal: 1 << UInt64(min(shift, 14)))  // RFC 7323, section 2.3
    case .sackPermitted: line.append(text: " SACK_PERM")
    case .sack(let blocks):
      for block in blocks {
        line.append(text: " SLE=")
        line.append(decimal: block.left.rawValue &- start)
        line.append(text: " SRE=")
        line.append(decimal: block.right.rawValue &- start)
      }
    case .timestamps(let value, let echo):
      line.append(text: " TSval=")
      line.append(decimal: value)
      line.append(text: " TSecr=")
      line.append(decimal: echo)
    case .fastOpen(let length): line.append(text: length == 0 ? " TFO=R" : " TFO=C")
    case .md5Signature: line.append(text: " MD5")
    case .authentication: line.append(text: " TCP AO")
    case .malformed(let kind):
      line.append(text: " [Malformed option ")
      line.append(decimal: kind)
      line.append(text: "]")
    case .endOfOptions, .noOperation, .multipath, .userTimeout, .other: break
    }
  }
}
