/// Something that a reader of the report should know, with its evidence. Report phrases it.
public struct Finding: Hashable, Sendable, Codable {
  /// What was found. Codes are never renamed.
  public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
    /// The capture ends in the middle of a packet.
    case captureCut = "capture.cut"
    /// The kernel or the interface dropped packets that the filter wanted.
    case captureDrops = "capture.drops"
    /// Frames run backwards in time.
    case captureTimeBackwards = "capture.time-backwards"
    /// Frames are cut by the snapshot length.
    case captureSnapshot = "capture.snapshot-length"
    /// Checksums hold only the pseudo-header's sum: offload, not damage.
    case checksumPartial = "checksum.partial"
    /// Checksums of a conversation are wrong.
    case checksumWrong = "checksum.wrong"
    /// A datagram of which a fragment is missing.
    case fragmentsIncomplete = "ip.fragments-incomplete"
    /// The SYN was answered by RST.
    case tcpRefused = "tcp.refused"
    /// SYNs without any answer.
    case tcpUnanswered = "tcp.unanswered"
    /// A RST ended the connection.
    case tcpReset = "tcp.reset"
    /// Data segments were sent again.
    case tcpRetransmission = "tcp.retransmission"
    /// A side had no room for more data, and the other had to wait (RFC 9293, section 3.8.6.1).
    case tcpZeroWindow = "tcp.zero-window"
    /// One side had closed, and the other still sent data, or kept its half open for a second or more (RFC 9293,
    /// section 3.6).
    case tcpHalfClosed = "tcp.half-closed"
    /// An ICMP error answers a datagram or a segment.
    case icmpUnreachable = "icmp.unreachable"
    /// Requests without a reply.
    case udpUnanswered = "udp.unanswered"
    /// Replies that came again.
    case udpDuplicateReply = "udp.duplicate-reply"
    /// Replies that came after the reply to a later request.
    case udpReorderedReply = "udp.reordered-reply"
    /// Replies that differ from their request; of TCP, where the returned stream stops being the one that was sent.
    case echoMismatch = "echo.mismatch"
    /// TCP: bytes that arrived and were never returned.
    case echoLost = "echo.lost"
    /// TCP: replies that took much longer than the way takes.
    case echoSlow = "echo.slow"
  }

  public enum Severity: String, Hashable, Sendable, Codable {
    case info, note, warning, error
  }

  public let code: Code
  public let severity: Severity
  /// Which capture of the summary.
  public var capture: Int
  /// The conversation's `index`; nil when it is about the capture.
  public var conversation: Int?
  /// The first frames that show it, at most sixteen.
  public let frames: [Int]
  /// How many there are in all (packets, datagrams, dropped packets): `frames` may show fewer.
  public let count: Int

  public init(
    _ code: Code, _ severity: Severity, capture: Int = 0, conversation: Int? = nil, frames: [Int], count: Int? = nil
  ) {
    self.code = code
    self.severity = severity
    self.capture = capture
    self.conversation = conversation
    self.frames = Array(frames.prefix(16))
    self.count = count ?? frames.count
  }
}
