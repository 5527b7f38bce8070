public import Wire

/// One packet of a conversation, as a diagram or a plot shows it.
public struct PacketRow: Hashable, Sendable, Codable {
  public let frame: Int
  public let time: Timestamp
  /// Who sent it; nil of an ICMP error.
  public let from: Side?
  /// Original frame length.
  public let frameLength: Int
  public let content: Content
  /// The first payload bytes, at most `DataSegment.previewLength`, as they came: hostile until escaped.
  public let preview: [UInt8]

  public enum Content: Hashable, Sendable, Codable {
    case segment(Segment)
    /// A UDP datagram with so many bytes of payload; nil where its header lies about them.
    case datagram(payloadLength: Int?)
    /// A fragment whose datagram is not complete with it.
    case fragment
    /// An ICMP error that quotes a packet of the conversation.
    case icmp(isVersion6: Bool, type: UInt8, code: UInt8)
  }

  /// A TCP segment.
  public struct Segment: Hashable, Sendable, Codable {
    public let flags: TCPFlags
    /// Relative to the sender's ISN, modulo 2³².
    public let sequence: UInt32
    public let rawSequence: SequenceNumber
    /// Relative to the other side's ISN; nil without the ACK bit.
    public let acknowledgment: UInt32?
    public let rawAcknowledgment: SequenceNumber
    /// In bytes: scaled where both SYNs offered a scale. Nil where no SYN was seen, so that its unit is not known.
    public let window: Int?
    /// As it stands in the header.
    public let rawWindow: UInt16
    public let headerLength: Int
    public let payloadLength: Int
    /// What Wireshark says of it.
    public let labels: SegmentAnalysis.Labels
    /// Bytes that arrived out of order, relative as the acknowledgment is: `[left, right)`.
    public let sackBlocks: [Block]

    public struct Block: Hashable, Sendable, Codable {
      public let left: UInt32
      public let right: UInt32
    }

    /// The sequence number behind it: SYN and FIN count one each (RFC 9293, section 3.4).
    public var nextSequence: UInt32 {
      sequence &+ UInt32(truncatingIfNeeded: payloadLength) &+ (flags.contains(.syn) ? 1 : 0)
        &+ (flags.contains(.fin) ? 1 : 0)
    }
  }

  public var segment: Segment? { if case .segment(let segment) = content { segment } else { nil } }

  /// Bytes of payload; nil where it has none of its own, or nobody knows how many.
  public var payloadLength: Int? {
    switch content {
    case .segment(let segment): segment.payloadLength
    case .datagram(let length): length
    case .fragment, .icmp: nil
    }
  }

  /// The row of a packet that was taken in; nil of one that belongs to no conversation.
  public init?(_ packet: Packet, _ transport: Transport?, _ observation: Observation) {
    guard observation.conversation != nil else { return nil }
    frame = observation.frame
    time = packet.timestamp
    frameLength = packet.originalLength
    switch transport {
    case .tcp(let header)?:
      guard let place = observation.tcp, let side = observation.sender else { return nil }
      from = side
      content = .segment(Segment(header, place))
      preview = [UInt8](header.payload, limit: DataSegment.previewLength)
    case .udp(let header)?:
      guard let side = observation.sender else { return nil }
      from = side
      content = .datagram(payloadLength: header.isLengthBelowHeader ? nil : header.payloadLength)
      preview = [UInt8](header.payload, limit: DataSegment.previewLength)
    case .icmp(let message)?:
      from = nil
      content = .icmp(isVersion6: message.isVersion6, type: message.type, code: message.code)
      preview = []
    case .other?, nil: return nil
    }
  }
}

extension PacketRow.Segment {
  fileprivate init(_ header: TCPSegment, _ place: Observation.Segment) {
    let hasACK = header.flags.contains(.ack)
    flags = header.flags
    sequence = place.sequence
    rawSequence = header.sequenceNumber
    acknowledgment = hasACK ? place.acknowledgment : nil
    rawAcknowledgment = header.acknowledgmentNumber
    window = place.isWindowScaleUnknown ? nil : place.window
    rawWindow = header.window
    headerLength = header.headerLength
    payloadLength = header.payloadLength
    labels = place.analysis.labels
    // Blocks count in the other direction's numbers, whose start the acknowledgment tells.
    let start = header.acknowledgmentNumber.rawValue &- place.acknowledgment
    var blocks: [Block] = []
    header.forEachOption { option in
      guard case .sack(let found) = option else { return }
      blocks += found.map { Block(left: $0.left.rawValue &- start, right: $0.right.rawValue &- start) }
    }
    sackBlocks = blocks
  }
}

extension SegmentAnalysis.Labels: Codable {}
