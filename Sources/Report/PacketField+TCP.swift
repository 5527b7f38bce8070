import Conversations
import Wire

extension PacketField {
  /// The TCP header, and its place in the connection.
  enum TCP: String, CaseIterable {
    case sourcePort = "tcp.srcport"
    case destinationPort = "tcp.dstport"
    /// The first occurrence, as of a filter on either port.
    case port = "tcp.port"
    case stream = "tcp.stream"
    case payloadLength = "tcp.len"
    case sequence = "tcp.seq"
    case rawSequence = "tcp.seq_raw"
    case nextSequence = "tcp.nxtseq"
    case acknowledgment = "tcp.ack"
    case rawAcknowledgment = "tcp.ack_raw"
    case headerLength = "tcp.hdr_len"
    case flags = "tcp.flags"
    case cwr = "tcp.flags.cwr"
    case ece = "tcp.flags.ece"
    case urg = "tcp.flags.urg"
    case ack = "tcp.flags.ack"
    case psh = "tcp.flags.push"
    case rst = "tcp.flags.reset"
    case syn = "tcp.flags.syn"
    case fin = "tcp.flags.fin"
    case rawWindow = "tcp.window_size_value"
    case window = "tcp.window_size"
    case checksum = "tcp.checksum"
    case urgentPointer = "tcp.urgent_pointer"
    case maximumSegmentSize = "tcp.options.mss_val"
    case windowScale = "tcp.options.wscale.shift"
    case sackPermitted = "tcp.options.sack_perm"
    case timestampValue = "tcp.options.timestamp.tsval"
    case timestampEcho = "tcp.options.timestamp.tsecr"
    case sackLeft = "tcp.options.sack_le"
    case sackRight = "tcp.options.sack_re"
    case timeRelative = "tcp.time_relative"
    case timeDelta = "tcp.time_delta"
    case payload = "tcp.payload"

    var isNumber: Bool {
      switch self {
      case .flags, .checksum, .sackPermitted, .timeRelative, .timeDelta, .payload: false
      default: true
      }
    }

    /// Whether Wireshark reads the field before it looks at the data offset.
    private var isBeforeDataOffset: Bool {
      switch self {
      case .sourcePort, .destinationPort, .port, .stream, .sequence, .rawSequence, .payloadLength, .headerLength: true
      default: false
      }
    }

    func append(_ segment: TCPSegment, _ observation: Observation, to line: inout [UInt8]) {
      if segment.isHeaderLengthWrong, !isBeforeDataOffset { return }
      switch self {
      case .sourcePort, .port: line.append(decimal: segment.sourcePort)
      case .destinationPort: line.append(decimal: segment.destinationPort)
      case .stream:
        if let stream = observation.tcpStream { line.append(decimal: stream) }
      case .payloadLength:
        if segment.isLengthKnown { line.append(decimal: segment.payloadLength) }
      case .sequence:
        if !segment.isLengthKnown {
          line.append(decimal: segment.sequenceNumber.rawValue)
        } else if let place = observation.tcp {
          line.append(decimal: place.sequence)
        }
      case .rawSequence: line.append(decimal: segment.sequenceNumber.rawValue)
      case .nextSequence:
        if segment.isLengthKnown, let place = observation.tcp {
          line.append(decimal: place.sequence &+ UInt32(truncatingIfNeeded: segment.sequenceLength))
        }
      case .acknowledgment:
        if !segment.isLengthKnown {
          line.append(decimal: segment.acknowledgmentNumber.rawValue)
        } else if let place = observation.tcp {
          line.append(decimal: place.acknowledgment)
        }
      case .rawAcknowledgment: line.append(decimal: segment.acknowledgmentNumber.rawValue)
      case .headerLength: line.append(decimal: segment.headerLength)
      case .flags: line.append(number16: segment.flags.rawValue)
      case .cwr: append(.cwr, of: segment, to: &line)
      case .ece: append(.ece, of: segment, to: &line)
      case .urg: append(.urg, of: segment, to: &line)
      case .ack: append(.ack, of: segment, to: &line)
      case .psh: append(.psh, of: segment, to: &line)
      case .rst: append(.rst, of: segment, to: &line)
      case .syn: append(.syn, of: segment, to: &line)
      case .fin: append(.fin, of: segment, to: &line)
      case .rawWindow: line.append(decimal: segment.window)
      case .window:
        if let place = observation.tcp {
          line.append(decimal: segment.isLengthKnown ? place.window : Int(segment.window))
        }
      case .checksum: line.append(number16: segment.checksum)
      case .urgentPointer: line.append(decimal: segment.urgentPointer)
      case .maximumSegmentSize, .windowScale, .sackPermitted, .timestampValue, .timestampEcho, .sackLeft, .sackRight:
        appendOption(segment, observation, to: &line)
      case .timeRelative:
        if let place = observation.tcp { line.append(seconds: place.sinceFirst, digits: 9) }
      case .timeDelta:
        if let place = observation.tcp { line.append(seconds: place.sincePrevious, digits: 9) }
      case .payload: line.append(bytes: segment.payload)
      }
    }

    private func append(_ flag: TCPFlags, of segment: TCPSegment, to line: inout [UInt8]) {
      line.append(decimal: segment.flags.contains(flag) ? 1 : 0)
    }

    private func appendOption(_ segment: TCPSegment, _ observation: Observation, to line: inout [UInt8]) {
      guard segment.headerLength > TCPSegment.minimumHeaderLength else { return }
      switch self {
      case .sackPermitted, .timestampValue, .sackLeft, .sackRight:
        appendOptionBytes(segment, observation, to: &line)
        return
      default: break
      }
      let options = segment.options
      switch self {
      case .maximumSegmentSize:
        if let size = options.maximumSegmentSize { line.append(decimal: size) }
      case .windowScale:
        if let shift = options.windowScale { line.append(decimal: shift) }
      case .timestampEcho:
        if let echo = options.timestampEcho { line.append(decimal: echo) }
      default: break
      }
    }

    /// Writes what Wireshark also reads of an option that is cut, or whose length is not that of its kind.
    private func appendOptionBytes(_ segment: TCPSegment, _ observation: Observation, to line: inout [UInt8]) {
      let (kind, offset): (UInt8, Int) =
        switch self {
        case .sackPermitted: (4, 0)
        case .timestampValue: (8, 2)
        case .sackLeft: (5, 2)
        default: (5, 6)
        }
      let start = line.count
      segment.forEachOptionBytes { found, length, bytes in
        guard found == kind, line.count == start else { return }
        if self == .sackPermitted {
          // The option's bytes, two of them where it is right (RFC 2018, section 2).
          if bytes.byteCount == length { line.append(bytes: bytes) }
          return
        }
        guard let value = bytes.number(at: offset, byteCount: 4) else { return }
        if self == .timestampValue {
          if length == 10 { line.append(decimal: value) }
        } else if let place = observation.tcp {
          // Blocks count in the other direction's numbers, whose start the acknowledgment tells.
          let start = segment.acknowledgmentNumber.rawValue &- place.acknowledgment
          line.append(decimal: UInt32(truncatingIfNeeded: value) &- start)
        }
      }
    }

    /// Writes what an ICMP error quotes of a segment.
    func append(_ quoted: QuotedPacket, _ observation: Observation, to line: inout [UInt8]) {
      switch self {
      case .sourcePort, .port:
        if let ports = quoted.ports { line.append(decimal: ports.source) }
      case .destinationPort:
        if let ports = quoted.ports { line.append(decimal: ports.destination) }
      case .stream:
        if let stream = observation.tcpStream { line.append(decimal: stream) }
      case .rawSequence:
        if let number = quoted.sequenceNumber { line.append(decimal: number.rawValue) }
      default: break
      }
    }
  }
}
