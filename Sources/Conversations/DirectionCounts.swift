/// What one side sent. Counts of TCP behaviour are nil in UDP, where there is no such thing.
public struct DirectionCounts: Hashable, Sendable, Codable {
  public var packets = 0
  /// Original frame lengths.
  public var bytes = 0
  /// Transport payload, retransmissions included, copies left out.
  public var payloadBytes = 0
  /// Transport payload, each byte of the stream once.
  public var uniquePayloadBytes = 0
  /// Segments with payload that were sent again, whether or not the capture has the copy before. Copies of one packet,
  /// keep-alives and probes are none.
  public var retransmissions: Int?
  /// Segments that others had overtaken.
  public var outOfOrder: Int?
  /// Packets that are in the capture more than once, or that the network doubled: each copy after the first.
  public var copies = 0
  /// Pure ACKs that repeat the last acknowledgment while data is outstanding (RFC 5681, section 2).
  public var duplicateAcks: Int?
  /// Segments that advertise a window of zero, SYN, FIN and RST apart.
  public var zeroWindows: Int?
  /// The first of those frames, at most eight.
  public var zeroWindowFrames: [Int] = []
  /// Checksums that are wrong, not explained by offload.
  public var wrongChecksums = 0
  /// Checksums that hold only the pseudo-header's sum: the card was to finish them (offload).
  public var partialChecksums = 0
  /// The first frames with a wrong checksum, at most eight.
  public var wrongChecksumFrames: [Int] = []
  /// The first frames with a partial checksum, at most eight.
  public var partialChecksumFrames: [Int] = []
  /// UDP datagrams whose checksum is zero: their sender did not use it (RFC 768).
  public var absentChecksums = Evidence()
  /// Packets of which too little was captured to check their checksum.
  public var uncheckedChecksums = 0

  /// TCP only: what is counted of its segments.
  public var segments: SegmentStatistics? {
    get { boxed.first }
    set { boxed = newValue.map { [$0] } ?? [] }
  }
  /// None or one: it is large, UDP has none, and a connection gets it only in the end.
  private var boxed: [SegmentStatistics] = []

  public init() {}

  /// TCP: bytes of the stream, from SYN to FIN, that the capture does not have; nil without both, or where there were bytes
  /// behind the FIN.
  public var missedBytes: Int? {
    guard let length = segments?.streamLength, length >= uniquePayloadBytes else { return nil }
    return length - uniquePayloadBytes
  }
}
