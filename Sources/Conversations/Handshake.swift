public import Wire

/// The opening of a TCP connection (RFC 9293, section 3.5), as far as the capture shows it.
public struct Handshake: Hashable, Sendable, Codable {
  /// The first SYN.
  public var syn: SYN?
  /// SYNs sent again with the same sequence number: the first sixteen.
  public var synRetries: [FrameMoment] = []
  /// The responder's first SYN-ACK.
  public var synAck: SYN?
  /// SYN-ACKs sent again: the first sixteen.
  public var synAckRetries: [FrameMoment] = []
  /// The originator's first ACK of the SYN-ACK.
  public var ack: FrameMoment?
  /// Both sides sent a SYN before either saw the other's (RFC 9293, section 3.5, figure 7).
  public var isSimultaneous = false
  /// In a simultaneous open the responder's SYN, and the originator's SYN-ACK that answers it.
  public var crossingSYN: FrameMoment?
  public var crossingSYNACK: FrameMoment?

  public init() {}

  /// Both sides take explicit congestion notification (RFC 3168, section 6.1.1).
  public var isECNNegotiated: Bool {
    guard let syn, let synAck else { return false }
    return syn.flags.isSuperset(of: [.ece, .cwr]) && synAck.flags.contains(.ece) && !synAck.flags.contains(.cwr)
  }

  public var crossing: [FrameMoment] { [crossingSYN, crossingSYNACK].compactMap(\.self) }

  /// The SYN that was answered: the last one before the SYN-ACK. A retried SYN restarts the clock of the round trip.
  public var answeredSYN: FrameMoment? {
    guard let syn else { return nil }
    let retry = synRetries.last { $0.frame < synAck?.frame ?? .max }
    return retry ?? FrameMoment(frame: syn.frame, time: syn.time)
  }

  /// From the answered SYN to the ACK; nil when one of them is missing, or the clock ran backwards between them.
  public var nanoseconds: Int64? {
    guard let answeredSYN, let ack else { return nil }
    return ack.time.elapsed(since: answeredSYN.time)
  }

  public var synToSynAckNanoseconds: Int64? {
    guard let answeredSYN, let synAck else { return nil }
    return synAck.time.elapsed(since: answeredSYN.time)
  }

  public var synAckToAckNanoseconds: Int64? {
    guard let synAck, let ack else { return nil }
    return ack.time.elapsed(since: synAck.time)
  }

  /// A SYN or SYN-ACK and what it offers.
  public struct SYN: Hashable, Sendable, Codable {
    public let frame: Int
    public let time: Timestamp
    /// Raw, as on the wire; the relative number of every ISN is 0.
    public let initialSequenceNumber: SequenceNumber
    /// Raw window: never scaled in a SYN (RFC 7323, section 2.2).
    public let window: UInt16
    /// Nil when the option is absent, or `areOptionsCut`.
    public let maximumSegmentSize: UInt16?
    /// Nil when the option is absent, or `areOptionsCut`.
    public let windowScale: UInt8?
    /// Nil when it is not among the options captured and `areOptionsCut`.
    public let isSACKPermitted: Bool?
    /// Nil when they are not among the options captured and `areOptionsCut`.
    public let hasTimestamps: Bool?
    /// The snapshot length cut the options: what is not there may have been sent.
    public let areOptionsCut: Bool
    public let flags: TCPFlags
    /// Payload bytes carried by the SYN itself (TCP Fast Open).
    public let payloadLength: Int
    /// Length of its TCP Fast Open cookie, 0 where it asks for one (RFC 7413, section 4.1.1); nil without the option.
    public let fastOpenCookieLength: Int?

    public init(frame: Int, time: Timestamp, segment: borrowing TCPSegment) {
      let options = segment.options
      self.frame = frame
      self.time = time
      initialSequenceNumber = segment.sequenceNumber
      window = segment.window
      maximumSegmentSize = options.maximumSegmentSize
      windowScale = options.windowScale
      areOptionsCut = segment.areOptionsCut
      let absent: Bool? = areOptionsCut ? nil : false
      isSACKPermitted = options.isSACKPermitted ? true : absent
      // The option that breaks off was sent all the same.
      let isCutInside = areOptionsCut && options.malformedKind == 8
      hasTimestamps = options.timestampValue != nil || isCutInside ? true : absent
      flags = segment.flags
      payloadLength = segment.payloadLength
      fastOpenCookieLength = options.fastOpenCookieLength
    }
  }
}
