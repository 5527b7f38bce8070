public import Wire

/// What Wireshark's labels of one segment rest on: the segment, and what was remembered of both directions before it.
///
/// A number of zero stands for "nothing yet", as in Wireshark.
public struct LabelEvidence: Hashable, Sendable {
  public let segment: Segment
  /// Of the direction that the segment belongs to.
  public let own: Direction
  public let other: Direction
  /// From the latest SYN to the first ACK, in nanoseconds; nil where no handshake was seen.
  public let initialRoundTripTime: Int64?
  /// The number with which an earlier SYN, or SYN-ACK, on the same ports began; nil where it is the first, or the same.
  public let reused: SequenceNumber?
  /// It opens ports anew that were in use before.
  public let isReuse: Bool

  /// The segment itself.
  public struct Segment: Hashable, Sendable {
    public let start: SequenceNumber
    /// As it stands in the header, ACK bit or not.
    public let acknowledgment: SequenceNumber
    public let flags: TCPFlags
    /// Bytes of payload.
    public let length: Int
    /// Not scaled.
    public let window: UInt16
    public let moment: FrameMoment

    init(_ segment: TCPSegment, _ moment: FrameMoment) {
      start = segment.sequenceNumber
      acknowledgment = segment.acknowledgmentNumber
      flags = segment.flags
      length = segment.payloadLength
      window = segment.window
      self.moment = moment
    }

    /// One past the last number that it takes: SYN and FIN take one (RFC 9293, section 3.4).
    public var end: SequenceNumber { start.advanced(by: length + (flags.isDisjoint(with: [.syn, .fin]) ? 0 : 1)) }
  }

  /// What one end had sent.
  public struct Direction: Hashable, Sendable {
    /// How far the window field is to be shifted (RFC 7323, section 2.2).
    public enum WindowScale: Hashable, Sendable {
      /// No SYN was seen.
      case unknown
      /// One of the SYNs did not offer it.
      case unused
      case shift(UInt8)

      /// Windows are not scaled before a direction's first segment without SYN.
      func shift(isOpening: Bool) -> Int { if case .shift(let scale) = self, !isOpening { Int(scale) } else { 0 } }
    }

    /// Where relative numbers count from.
    public let base: SequenceNumber?
    public let windowScale: WindowScale
    /// Between a SYN and the first segment without.
    public let isOpening: Bool
    /// One past the highest number seen, and the segment that it rests on.
    public let next: SequenceNumber
    public let nextMoment: FrameMoment?
    /// One past the highest number up to which nothing is missing.
    public let contiguousEnd: SequenceNumber
    public let lastAcknowledgment: SequenceNumber
    /// The frame in which that last changed; 0 for none.
    public let acknowledgmentFrame: Int
    /// ACKs in a row that repeated it; below zero after an ACK of bytes that were not seen.
    public let duplicateACKs: Int
    /// Not scaled.
    public let lastWindow: UInt16?
    /// The previous segment, whatever it was, and its labels.
    public let latest: FrameMoment?
    public let lastLabels: SegmentAnalysis.Labels
    /// The segment that waits longest for its ACK.
    public let oldestInFlight: FrameMoment?

    public func relative(_ number: SequenceNumber) -> UInt32 { number.rawValue &- (base?.rawValue ?? 0) }

    /// How many bytes one of the window field stands for, as a shift.
    public var shift: Int { windowScale.shift(isOpening: isOpening) }

    /// One past the last byte that the last window allows the other end to send.
    public var offeredEnd: SequenceNumber? {
      lastWindow.map { lastAcknowledgment.advanced(by: Int($0) << shift) }
    }
  }
}
