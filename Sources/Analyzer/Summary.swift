public import Conversations
public import Wire

/// Everything that an analysis found: plain values, free of language, for reports and programs.
public struct Summary: Hashable, Sendable, Codable {
  public var captures: [CaptureRecord] = []
  /// In order of their first frame.
  public var conversations: [ConversationRecord] = []
  public var findings: [Finding] = []
  /// What was counted and not followed, largest first.
  public var otherTraffic: [OtherTraffic] = []
  /// Session logs that were joined with the captures.
  public internal(set) var logs: [LogRecord] = []
  /// For each conversation that a log tells of, in order of `index`.
  public internal(set) var socketTimelines: [SocketTimeline] = []
  /// False when the budget for per-packet detail ran out: some conversations tell less than they have.
  public var hasAllDetails = true

  public init() {}
}

/// One capture: a file, a stream or an interface.
public struct CaptureRecord: Hashable, Sendable, Codable {
  /// The path as given, `-` for standard input, or the interface's name.
  public let path: String
  /// `pcap`, `pcapng`, or `live`.
  public let format: String
  public let linkTypes: [LinkType]
  /// Digits of a second that its timestamps have: 6 or 9.
  public let timestampDigits: Int
  public var packets = 0
  /// Original frame lengths.
  public var bytes = 0
  public var firstTime: Timestamp?
  public var lastTime: Timestamp?
  /// Why reading ended before the capture did; nil when it is whole.
  public var cut: String?
  /// Packets that the kernel dropped; nil when not captured live.
  public var droppedByKernel: Int?
  /// Packets that the interface dropped; nil when not captured live.
  public var droppedByInterface: Int?
  /// Frames of which the snapshot length cut off the end.
  public var framesCut = 0

  public init(path: String, format: String, linkTypes: [LinkType], timestampDigits: Int) {
    self.path = path
    self.format = format
    self.linkTypes = linkTypes
    self.timestampDigits = timestampDigits
  }

  public var durationNanoseconds: Int64? {
    guard let firstTime, let lastTime else { return nil }
    return lastTime.nanoseconds(since: firstTime)
  }
}

/// Packets of one kind that belong to no conversation.
public struct OtherTraffic: Hashable, Sendable, Codable {
  /// What they are.
  public enum Kind: Hashable, Sendable, Codable {
    case arp, icmp, icmpv6, igmp, llc
    /// Another EtherType.
    case etherType(UInt16)
    /// PPP with another protocol.
    case ppp(UInt16)
    /// IEEE 802.11 frames that are not for carrying data.
    case wlan(WLANHeader.Kind)
    /// IEEE 802.11 data frames whose data is not decoded.
    case wlanData(WLANHeader.Obstacle)
    /// Another IP protocol.
    case ipProtocol(UInt8)
    /// GRE with something that is not decoded: an EtherType.
    case gre(UInt16)
    /// A tunnel in more tunnels than are entered.
    case deepTunnel
    /// Fragments that never became a datagram.
    case fragments
    /// Frames of a link type that is not decoded.
    case linkType(LinkType)
    /// Frames in which decoding stopped at a malformed or cut header.
    case undecoded(Layer)
  }

  public let kind: Kind
  public var packets: Int
  public var bytes: Int
  public let firstFrame: Int
  public var capture: Int

  public init(kind: Kind, packets: Int, bytes: Int, firstFrame: Int, capture: Int) {
    self.kind = kind
    self.packets = packets
    self.bytes = bytes
    self.firstFrame = firstFrame
    self.capture = capture
  }
}
