/// What the kernel knows of a TCP connection (Linux: TCP_INFO, tcp(7)).
public struct TCPInfo: Hashable, Sendable, Codable {
  /// Smoothed round-trip time (RFC 6298), in microseconds.
  public let rttMicroseconds: Int
  /// Its mean deviation, in microseconds.
  public let rttVariationMicroseconds: Int
  /// Segments sent again since the connection began.
  public let retransmissions: Int
  /// Segments that may be on the way at once.
  public let congestionWindow: Int
  /// The largest payload that it sends in a segment, in bytes.
  public let sendMSS: Int

  public init(
    rttMicroseconds: Int, rttVariationMicroseconds: Int, retransmissions: Int, congestionWindow: Int, sendMSS: Int
  ) {
    self.rttMicroseconds = rttMicroseconds
    self.rttVariationMicroseconds = rttVariationMicroseconds
    self.retransmissions = retransmissions
    self.congestionWindow = congestionWindow
    self.sendMSS = sendMSS
  }
}
