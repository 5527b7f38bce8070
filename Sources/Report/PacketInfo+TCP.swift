import Conversations
import Wire

extension TCPSegment {
  /// `50892 → 12345 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 WS=256 SACK_PERM`, the options in the order of the header.
  func appendInfo(_ observation: Observation, to line: inout [UInt8]) {
    let place = observation.tcp
    let flags = flags
    if let analysis = place?.analysis { analysis.appendPrefixes(to: &line) }
    line.append(decimal: sourcePort)
    line.append(" → ")
    line.append(decimal: destinationPort)
    line.append(" [")
    flags.appendNames(to: &line)
    line.append("] Seq=")
    line.append(decimal: place?.sequence ?? sequenceNumber.rawValue)
    if flags.contains(.ack) {
      line.append(" Ack=")
      line.append(decimal: place?.acknowledgment ?? acknowledgmentNumber.rawValue)
    }
    line.append(" Win=")
    line.append(decimal: place?.window ?? Int(window))
    if flags.contains(.urg) {
      line.append(" Urg=")
      line.append(decimal: urgentPointer)
    }
    line.append(" Len=")
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

extension TCPFlags {
  /// As `names`, or what Wireshark says where there are none.
  fileprivate func appendNames(to line: inout [UInt8]) {
    switch self {
    case .ack: return line.append("ACK")
    case [.psh, .ack]: return line.append("PSH, ACK")
    case .syn: return line.append("SYN")
    case [.syn, .ack]: return line.append("SYN, ACK")
    case [.fin, .ack]: return line.append("FIN, ACK")
    case .rst: return line.append("RST")
    case [.rst, .ack]: return line.append("RST, ACK")
    case []: return line.append("<None>")
    default: line.append(text: names())
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
      line.append("#")
      line.append(decimal: number)
      line.append("] ")
    }
  }

  /// That of a duplicate ACK is closed behind its numbers.
  private static let prefixes: [(Labels, String)] = [
    SegmentLabel.zeroWindowProbeACK, .zeroWindow, .zeroWindowProbe, .duplicateACK, .keepAliveACK, .keepAlive,
    .windowFull,
    .windowUpdate, .acknowledgedLostSegment, .lostSegment, .reusedPorts, .outOfOrder, .spuriousRetransmission,
    .fastRetransmission, .retransmission,
  ].map { ($0.labels, "[\($0.name)" + ($0 == .duplicateACK ? " " : "] ")) }
}

extension TCPOption {
  fileprivate func appendInfo(blocksFrom start: UInt32, to line: inout [UInt8]) {
    switch self {
    case .maximumSegmentSize(let size):
      line.append(" MSS=")
      line.append(decimal: size)
    case .windowScale(let shift):
      line.append(" WS=")
      line.append(decimal: 1 << UInt64(min(shift, 14)))  // RFC 7323, section 2.3
    case .sackPermitted: line.append(" SACK_PERM")
    case .sack(let blocks):
      for block in blocks {
        line.append(" SLE=")
        line.append(decimal: block.left.rawValue &- start)
        line.append(" SRE=")
        line.append(decimal: block.right.rawValue &- start)
      }
    case .timestamps(let value, let echo):
      line.append(" TSval=")
      line.append(decimal: value)
      line.append(" TSecr=")
      line.append(decimal: echo)
    case .fastOpen(let length): line.append(text: length == 0 ? " TFO=R" : " TFO=C")
    case .md5Signature: line.append(" MD5")
    case .authentication: line.append(" TCP AO")
    case .malformed(let kind):
      line.append(" [Malformed option ")
      line.append(decimal: kind)
      line.append("]")
    case .endOfOptions, .noOperation, .multipath, .userTimeout, .other: break
    }
  }
}
