public import Wire

/// What Zeek's conn.log would say of a conversation, which is one connection here however long it was quiet.
///
/// Roles are Zeek's: who sent the first packet is the originator, unless ports or a SYN-ACK tell otherwise. Where Zeek's
/// analyzers of protocols above TCP and UDP exchange roles (DNS, NTP and others), this does not.
public struct ZeekSummary: Hashable, Sendable, Codable {
  /// How far the connection got: `conn_state`.
  public enum State: String, Hashable, Sendable, Codable {
    /// An attempt that nobody answered; in UDP, nothing came back.
    case s0 = "S0"
    /// Established, not ended.
    case s1 = "S1"
    /// Established and ended; in UDP, datagrams went both ways.
    case sf = "SF"
    /// The attempt was rejected.
    case rej = "REJ"
    /// Established, and only the originator has closed.
    case s2 = "S2"
    /// Established, and only the responder has closed.
    case s3 = "S3"
    /// Established, and the originator sent a RST.
    case rsto = "RSTO"
    /// The responder sent a RST.
    case rstr = "RSTR"
    /// The originator sent a SYN and a RST, and no SYN-ACK was seen.
    case rstos0 = "RSTOS0"
    /// The responder sent a RST, and no SYN of the originator was seen.
    case rstrh = "RSTRH"
    /// The originator sent a SYN and a FIN, and no SYN-ACK was seen.
    case sh = "SH"
    /// The responder closed, and no SYN of the originator was seen; in UDP, only the responder sent.
    case shr = "SHR"
    /// Anything else: joined midway, and not closed.
    case oth = "OTH"
  }

  public var state: State
  public var history: String
  /// Which side of the conversation is Zeek's originator.
  public var originator: Side
  /// When the first packet came, one with a wrong checksum included; of one in fragments, the last of them.
  public var start: Timestamp
  /// To the last packet, without those after both sides have closed; nil unless it is more than 0.
  public var durationNanoseconds: Int64?
  /// Payload: in TCP by sequence numbers, so that what the capture does not have counts too; nil with the duration.
  public var originatorBytes: Int?
  public var responderBytes: Int?
  /// Bytes in gaps: acknowledged, and not in the capture.
  public var missedBytes = 0
  /// Packets, those ignored for their checksum apart; a packet in fragments is one.
  public var originatorPackets = 0
  public var responderPackets = 0
  /// Their IP headers and payloads.
  public var originatorIPBytes = 0
  public var responderIPBytes = 0
}
