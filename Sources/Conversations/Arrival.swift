public import Wire

/// What is known of a packet before its transport header is looked at.
public struct Arrival {
  public let moment: FrameMoment
  /// False where the capture has no time for it: `moment` has the time of a packet before.
  public let isTimed: Bool
  public let source: IPAddress
  public let destination: IPAddress
  /// Its first fragment, where it came in several: `moment` is the completing one's.
  public let first: FrameMoment?
  /// The frames of its fragments, the completing one last; empty when it came in one piece.
  public let fragments: [Int]
  /// Original lengths of its frames together.
  public let frameBytes: Int
  /// Its IP header and payload; of one in fragments, with the header once.
  public let ipBytes: Int
  public let checksum: InternetChecksum.Status
  /// TTL, or hop limit.
  public let hopLimit: UInt8
  /// The IPv4 identification: an ICMP error quotes it.
  public let identification: UInt16?
  /// A router marked it instead of dropping it: congestion experienced (RFC 3168, section 5).
  public let isCongestionExperienced: Bool
  /// VLAN tags, labels and tunnels; nil without any.
  public let encapsulation: Encapsulation?
  /// It is the first piece of a datagram that never became whole: how long the datagram was is not known.
  public let isPiece: Bool
  /// False for packets that a filter dropped: they are numbered, and counted nowhere.
  public let isAnalysed: Bool

  public init(
    moment: FrameMoment, isTimed: Bool = true, source: IPAddress, destination: IPAddress, first: FrameMoment? = nil,
    fragments: [Int] = [], frameBytes: Int, ipBytes: Int = 0, checksum: InternetChecksum.Status,
    hopLimit: UInt8 = 0, identification: UInt16?, isCongestionExperienced: Bool = false,
    encapsulation: Encapsulation? = nil,
    isPiece: Bool = false, isAnalysed: Bool = true
  ) {
    self.moment = moment
    self.isTimed = isTimed
    self.source = source
    self.destination = destination
    self.first = first
    self.fragments = fragments
    self.frameBytes = frameBytes
    self.ipBytes = ipBytes
    self.checksum = checksum
    self.hopLimit = hopLimit
    self.identification = identification
    self.isCongestionExperienced = isCongestionExperienced
    self.encapsulation = encapsulation
    self.isPiece = isPiece
    self.isAnalysed = isAnalysed
  }

  /// Frames that it took: more than one when it came in fragments.
  public var frames: Int { max(fragments.count, 1) }

  var hasWrongChecksum: Bool { if case .wrong = checksum { true } else { false } }
}
