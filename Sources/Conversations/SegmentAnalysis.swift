/// What Wireshark 4.0 says of a segment in its `tcp.analysis` fields: the same conditions, in the same order.
///
/// The labels are heuristics of a single pass. Where they are known to mislead, they stay as they are here, and a
/// ``Finding`` of the conversation says what is right.
public struct SegmentAnalysis: Hashable, Sendable {
  /// The labels of one segment.
  public struct Labels: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// It does not advance the stream, and nothing below explains it better (`tcp.analysis.retransmission`).
    public static var retransmission: Labels { Labels(rawValue: 1 << 0) }
    /// The segment that two or more duplicate ACKs asked for, within 20 ms of the last of them.
    public static var fastRetransmission: Labels { Labels(rawValue: 1 << 1) }
    /// All of it had been acknowledged.
    public static var spuriousRetransmission: Labels { Labels(rawValue: 1 << 2) }
    /// It does not advance the stream, but comes within a round trip of the segment that did.
    public static var outOfOrder: Labels { Labels(rawValue: 1 << 3) }
    /// Bytes before it have not been seen.
    public static var lostSegment: Labels { Labels(rawValue: 1 << 4) }
    /// It acknowledges bytes that have not been seen.
    public static var acknowledgedLostSegment: Labels { Labels(rawValue: 1 << 5) }
    public static var duplicateACK: Labels { Labels(rawValue: 1 << 6) }
    /// It repeats the sequence number before the next one, with at most one byte.
    public static var keepAlive: Labels { Labels(rawValue: 1 << 7) }
    public static var keepAliveACK: Labels { Labels(rawValue: 1 << 8) }
    public static var zeroWindow: Labels { Labels(rawValue: 1 << 9) }
    /// One new byte, sent into a window of zero.
    public static var zeroWindowProbe: Labels { Labels(rawValue: 1 << 10) }
    public static var zeroWindowProbeACK: Labels { Labels(rawValue: 1 << 11) }
    /// It ends exactly where the window that the other side offered ends.
    public static var windowFull: Labels { Labels(rawValue: 1 << 12) }
    public static var windowUpdate: Labels { Labels(rawValue: 1 << 13) }
    /// A SYN with a new sequence number on ports that were in use before.
    public static var reusedPorts: Labels { Labels(rawValue: 1 << 14) }

    /// Any of the three that `tcp.analysis.retransmission` stands for.
    public static var anyRetransmission: Labels { [.retransmission, .fastRetransmission, .spuriousRetransmission] }
  }

  public internal(set) var labels: Labels = []
  // Zero stands for "nothing": so small a value is copied for every packet.
  var duplicateCount: UInt32 = 0
  var inFlight: UInt32 = 0
  var pushed: UInt32 = 0
  var acknowledged = 0
  var acknowledgedAfter: Int64 = 0
  var initialRoundTrip: Int64 = 0
  var timeout: Int64 = 0
  /// Of the ACK that is repeated, or of the oldest segment in flight when one was sent again.
  var earlierFrame = 0

  /// Which duplicate it is of the ACK in `duplicateACKFrame`, counted from 1.
  public var duplicateACKNumber: Int? { labels.contains(.duplicateACK) ? Int(duplicateCount) : nil }
  public var duplicateACKFrame: Int? { labels.contains(.duplicateACK) ? earlierFrame : nil }
  /// The frame of the segment that it acknowledges to the last byte.
  public var acknowledgedFrame: Int? { acknowledged == 0 ? nil : acknowledged }
  /// Nanoseconds since that segment: its first copy, where it was sent more than once. Nil where there was no time
  /// between them.
  public var acknowledgmentTime: Int64? { acknowledgedAfter == 0 ? nil : acknowledgedAfter }
  /// Nanoseconds from the latest SYN to the first ACK; known from that ACK on. Only where there is anything else to say.
  public var initialRoundTripTime: Int64? { initialRoundTrip == 0 ? nil : initialRoundTrip }
  /// Payload bytes sent and not acknowledged when this segment had been sent, its own included.
  public var bytesInFlight: Int? { inFlight == 0 ? nil : Int(inFlight) }
  /// Payload bytes since the last segment with PSH, its own included.
  public var pushBytesSent: Int? { pushed == 0 ? nil : Int(pushed) }
  /// Nanoseconds since the oldest segment that was not acknowledged. Of a plain retransmission only.
  public var retransmissionTimeout: Int64? { timeout == 0 ? nil : timeout }
  public var retransmissionTimeoutFrame: Int? { timeout == 0 ? nil : earlierFrame }

  public init() {}

  /// Wireshark shows an analysis of it with nothing but the initial round trip time: it acknowledges unseen bytes once
  /// more, or SACK blocks cover more than what is in flight.
  var isShown = false

  /// Nothing to say: Wireshark shows no analysis of such a segment, not even the initial round trip time.
  var isEmpty: Bool { labels.isEmpty && acknowledged == 0 && inFlight == 0 && !isShown }
}
