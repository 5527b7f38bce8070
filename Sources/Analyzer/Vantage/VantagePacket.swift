import Conversations
public import Wire

/// What is kept of one packet to find it again in another capture, and to see what was changed on its way.
public struct VantagePacket: Hashable, Sendable {
  /// In its capture, counted from 1: of a datagram in fragments the frame that completes it.
  public let frame: Int
  public let time: Timestamp
  /// False where the capture tells no time for it.
  public let isTimed: Bool
  /// It was sent by the conversation's originator, as its capture has it.
  public let isFromOriginator: Bool
  /// Payload bytes of the transport layer that were sent.
  public let payloadLength: Int
  /// TTL or hop limit.
  public let hopLimit: UInt8
  /// DSCP and ECN (RFC 2474, RFC 3168).
  public let trafficClass: UInt8
  /// Nil over IPv6, where routers never fragment.
  public let isFragmentingForbidden: Bool?
  /// Nil where it tells nothing: zero, or IPv6 without fragments.
  public let identification: UInt16?
  /// Frames that it came in.
  public let pieces: Int
  public let checksum: UInt16
  public let checksumState: ChecksumState
  /// Of the first bytes of the payload, at most `headLength`.
  let headDigest: UInt64
  /// Nil where the snapshot length cut the payload.
  let payloadDigest: UInt64?
  /// TCP only.
  public let segment: Segment?

  /// What a checksum is worth as an observation.
  public enum ChecksumState: Int, Hashable, Sendable {
    case correct, partial, wrong, absent, unchecked
  }

  /// What TCP adds.
  public struct Segment: Hashable, Sendable {
    public let sequence: UInt32
    public let acknowledgment: UInt32
    public let flags: TCPFlags
    /// As it stands in the header.
    public let window: UInt16
    /// A bit for each kind of option below 64, padding left out.
    public let optionKinds: UInt64
    public let areOptionsCut: Bool
    public let maximumSegmentSize: UInt16?
    public let windowScale: UInt8?
    public let timestampValue: UInt32?

    init(_ header: TCPSegment) {
      sequence = header.sequenceNumber.rawValue
      acknowledgment = header.flags.contains(.ack) ? header.acknowledgmentNumber.rawValue : 0
      flags = header.flags
      window = header.window
      areOptionsCut = header.areOptionsCut
      var kinds: UInt64 = 0
      header.forEachOptionBytes { kind, _, _ in if kind > 1, kind < 64 { kinds |= 1 << UInt64(kind) } }
      optionKinds = kinds
      let isOpening = header.flags.contains(.syn)
      let options = isOpening ? header.options : TCPOptions()
      maximumSegmentSize = options.maximumSegmentSize
      windowScale = options.windowScale
      timestampValue = header.timestamps?.value
    }
  }

  /// Bytes of a payload that are compared where the snapshot length cuts one of two copies.
  static var headLength: Int { 48 }

  /// Nobody can aim at one value without knowing it.
  private static let seed = UInt64.random(in: .min ... .max)

  /// Nil of what is no TCP segment or UDP datagram with ports, or has no place in its stream.
  init?(
    _ packet: Packet, _ network: Network, _ transport: Transport, frame: Int, pieces: Int, isFromOriginator: Bool
  ) {
    self.frame = frame
    time = packet.timestamp
    isTimed = packet.isTimed
    self.isFromOriginator = isFromOriginator
    hopLimit = network.hopLimit
    self.pieces = max(pieces, 1)
    var number: UInt32 = network.fragment?.identification ?? 0
    switch network {
    case .ipv4(let header):
      trafficClass = header.typeOfService
      isFragmentingForbidden = header.dontFragment
      number = UInt32(header.identification)
    case .ipv6(let header):
      trafficClass = header.trafficClass
      isFragmentingForbidden = nil
    case .arp: return nil
    }
    let folded = UInt16(truncatingIfNeeded: number ^ number >> 16)
    identification = folded == 0 ? nil : folded
    let isCut: Bool
    switch transport {
    case .tcp(let header):
      guard header.isLengthKnown, !header.isHeaderLengthWrong else { return nil }
      segment = Segment(header)
      payloadLength = header.payloadLength
      checksum = header.checksum
      isCut = header.isPayloadCut
      (headDigest, payloadDigest) = Self.digests(of: header.payload, isCut: isCut)
    case .udp(let header):
      guard !header.isLengthBelowHeader else { return nil }
      segment = nil
      payloadLength = header.payloadLength
      checksum = header.checksum
      isCut = header.isPayloadCut
      (headDigest, payloadDigest) = Self.digests(of: header.payload, isCut: isCut)
    case .icmp, .other: return nil
    }
    switch network.checksumStatus(of: transport) {
    case .correct: checksumState = .correct
    case .partial: checksumState = .partial
    case .wrong: checksumState = .wrong
    case .absent: checksumState = .absent
    case .notCheckable: checksumState = .unchecked
    }
  }

  private static func digests(of payload: RawSpan, isCut: Bool) -> (head: UInt64, whole: UInt64?) {
    let length = min(payload.byteCount, headLength)
    let head = payload.extracting(0..<length).digest(seed: seed)
    return (head, isCut ? nil : payload.digest(seed: seed))
  }
}
