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
  /// The packets of each conversation, where they were asked for (`AnalysisOptions.keepsPackets`).
  public var packets = PacketRows()
  /// False when the budget for per-packet detail ran out: some conversations tell less than they have.
  public var hasAllDetails = true
  /// Conversations were selected by port, host or stream: others may have been left out.
  public internal(set) var isSelected = false

  public init() {}
}

/// One capture: a file, a stream or an interface.
public struct CaptureRecord: Hashable, Sendable, Codable {
  /// The path as given, `-` for standard input, or the interface's name. Of several files the first.
  public let path: String
  /// `pcap`, `pcapng`, `snoop`, or `live`. Of several files all, each once.
  public let format: String
  /// Of all its interfaces, in the order they came.
  public internal(set) var linkTypes: [LinkType]
  /// Digits of a second that its timestamps have: 6 or 9.
  public internal(set) var timestampDigits: Int
  public var packets = 0
  /// Original frame lengths.
  public var bytes = 0
  public var firstTime: Timestamp?
  public var lastTime: Timestamp?
  /// Why reading ended before the capture did; nil when it is whole.
  public var cut: String?
  /// The files, where there are several or the packets were put in order; nil of a file as it stands.
  public internal(set) var composition: CaptureComposition?
  /// Conversations that the summary has no record of (`AnalysisOptions.conversationLimit`); nil where it has all.
  public internal(set) var leftOut: LeftOut?
  /// Steps of the clock that were seen while capturing: it was set forward.
  public internal(set) var clockSteps: [ClockStep] = []
  /// When the interface of a live capture was down.
  public internal(set) var outages = Outages()
  /// Packets that the kernel dropped; nil where nobody counted them.
  public var droppedByKernel: Int?
  /// Packets that the interface dropped; nil where nobody counted them.
  public var droppedByInterface: Int?
  /// Frames of which the snapshot length cut off the end.
  public var framesCut = 0
  /// What was written about packets into the capture: the first of it.
  public private(set) var comments: [PacketComment] = []
  /// Comments of all analysed packets.
  public private(set) var commentsTotal = 0

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

extension CaptureRecord {
  /// Comments that are kept of one capture.
  public static var commentLimit: Int { 64 }

  mutating func add(comment: RawSpan, of frame: Int) {
    commentsTotal += 1
    if comments.count < Self.commentLimit { comments.append(PacketComment(comment, frame: frame)) }
  }
}

/// What somebody wrote about a frame into the capture.
public struct PacketComment: Hashable, Sendable, Codable {
  /// Bytes that are kept of one.
  public static var lengthLimit: Int { 1_024 }

  public let frame: Int
  /// UTF-8, should it be what it says; at most `lengthLimit` bytes.
  public let bytes: [UInt8]
  /// How long it is in the capture.
  public let length: Int

  init(_ bytes: RawSpan, frame: Int) {
    self.frame = frame
    self.bytes = [UInt8](bytes, limit: Self.lengthLimit)
    length = bytes.byteCount
  }
}

/// Packets of one kind that belong to no conversation.
public struct OtherTraffic: Hashable, Sendable, Codable {
  /// What they are.
  public enum Kind: Hashable, Sendable, Codable {
    case arp, icmp, icmpv6, igmp, llc
    /// ICMPv6 that takes the place of ARP (RFC 4861): types 133 to 137.
    case neighborDiscovery
    /// ICMPv6 that takes the place of IGMP (RFC 2710, RFC 9777): types 130 to 132, and 143.
    case multicastListenerDiscovery
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

  /// What two engines counted of one kind.
  func merged(with other: OtherTraffic) -> OtherTraffic {
    OtherTraffic(
      kind: kind, packets: packets + other.packets, bytes: bytes + other.bytes,
      firstFrame: min(firstFrame, other.firstFrame), capture: capture)
  }
}
