/// What following the conversations added to one packet: for packet lists and field output.
public struct Observation: Sendable {
  /// The frame's number in the file, counted from 1.
  public let frame: Int
  /// The `index` of its conversation; nil when it belongs to none, or a filter dropped it.
  public var conversation: Int?
  /// Who sent it.
  public var sender: Side?
  /// `tcp.stream`: also of the segment that an ICMP error quotes.
  public var tcpStream: Int?
  /// `udp.stream`: also of the datagram that an ICMP error quotes.
  public var udpStream: Int?
  public var tcp: Segment?
  /// The frames of the datagram that this frame completes, itself included; empty when it came in one piece.
  public var reassembledFrom: [Int] = []
  /// The packet is a fragment whose datagram is not complete yet (or never will be).
  public var isIncompleteFragment = false

  /// It belongs to what the user selected, or nothing was selected.
  public var isSelected = true

  public init(frame: Int) { self.frame = frame }

  /// A segment seen in its connection.
  public struct Segment: Sendable {
    /// `tcp.seq`, modulo 2³².
    public let sequence: UInt32
    /// `tcp.ack`, modulo 2³²; as it stands where the ACK bit is not set.
    public let acknowledgment: UInt32
    /// `tcp.window_size`: scaled where both SYNs offered a scale; unscaled in SYNs and where no SYN was seen.
    public let window: Int
    /// The connection's SYN was not seen, so the scale of `window` is unknown.
    public let isWindowScaleUnknown: Bool
    /// Since the first packet of the stream (`tcp.time_relative`), in nanoseconds.
    public let sinceFirst: Int64
    /// Since the previous packet of the stream (`tcp.time_delta`), in nanoseconds.
    public let sincePrevious: Int64
    /// What the stream had shown before this packet (`tcp.completeness`, as one pass prints it).
    public let completeness: TCPCompleteness
    /// What Wireshark says of it.
    public let analysis: SegmentAnalysis

    public init(
      sequence: UInt32, acknowledgment: UInt32, window: Int, isWindowScaleUnknown: Bool, sinceFirst: Int64,
      sincePrevious: Int64, completeness: TCPCompleteness = [], analysis: SegmentAnalysis = SegmentAnalysis()
    ) {
      self.sequence = sequence
      self.acknowledgment = acknowledgment
      self.window = window
      self.isWindowScaleUnknown = isWindowScaleUnknown
      self.sinceFirst = sinceFirst
      self.sincePrevious = sincePrevious
      self.completeness = completeness
      self.analysis = analysis
    }
  }
}
