public import Conversations
public import Wire

/// The one pass over a capture: decodes each packet, puts fragments together, follows conversations, and tells whoever
/// listens what came of it.
///
/// All state is a value. A file and an interface feed it alike, a packet at a time.
public struct Engine: Sendable {
  var defragmenter: Defragmenter
  var table: ConversationTable
  var record: CaptureRecord
  var other: [OtherTraffic.Kind: OtherTraffic] = [:]
  let selection: Selection
  /// Frames with a timestamp before that of the frame in front of them.
  var backwards = Evidence()
  /// Frames of which the capture has no time.
  var untimed = Evidence()
  /// The first frames that the snapshot length cut.
  var firstCut: [Int] = []
  private var previousTime: Timestamp?
  /// The first frame of each link type that packets have.
  var firstOfLinkType: [LinkType: Int] = [:]
  private var latestLinkType: LinkType?
  var frame = 0
  /// Which conversations it follows.
  let share: ConversationShare
  private let followsConversations: Bool
  let capacity: Capacity
  /// Conversations that the summary keeps; nil for all.
  let conversationLimit: Int?
  var collector: RecordCollector
  /// Conversations are collected when they are over, and not in the end.
  let collectsFinished: Bool
  /// Packets that wait for the end of their block.
  var groups = PacketGroups()
  /// Conversations that are counted as long as nothing happens in them; nil where all are followed.
  var uneventful: Uneventful?

  /// Called with each packet: its bytes, its headers, the transport header that counts (of the whole datagram in the
  /// frame that completes one), and what following it added. Nothing lent may be kept.
  public typealias Listener = (_ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation) ->
    Void

  public init(
    record: CaptureRecord, selection: Selection = Selection(), capacity: Capacity = Capacity(),
    lifetime: ConversationLifetime = .capture, isFromSeveral: Bool = false, ignoresChecksums: Bool = false,
    share: ConversationShare = .whole, conversationLimit: Int? = nil, followsConversations: Bool = true
  ) {
    self.followsConversations = followsConversations
    self.capacity = capacity
    self.conversationLimit = conversationLimit
    collectsFinished = lifetime != .capture && conversationLimit != nil
    collector = RecordCollector(limit: conversationLimit, capacity: capacity, countsDropped: collectsFinished)
    self.share = share
    self.record = record
    self.selection = selection
    defragmenter = Defragmenter(capacity: capacity)
    table = ConversationTable(
      capacity: capacity, lifetime: lifetime, namesBackground: selection.isEmpty,
      areCopiesTheCaptures: isFromSeveral, ignoresChecksums: ignoresChecksums, share: share,
      followsConversations: followsConversations
    ) {
      selection.contains($0, stream: $1, $2, $3)
    }
    table.keepsRecords = collectsFinished
  }

  /// Takes in the next packet of the capture. One that is not `isAnalysed` (a filter dropped it) is only numbered.
  public mutating func observe(_ packet: Packet, isAnalysed: Bool = true, _ listener: Listener? = nil) {
    frame += 1
    let decoded = Frame(packet)
    if isAnalysed { count(packet) }
    var observation = Observation(frame: frame)
    observation.isSelected = isAnalysed && selection.isEmpty

    take(
      decoded, packet, Pieces(frames: [], bytes: packet.originalLength), isAnalysed: isAnalysed, &observation, listener)
    collectFinished()
  }

  /// What a packet came in.
  struct Pieces {
    /// The frames of its fragments; empty when it came in one.
    let frames: [Int]
    /// Original lengths of its frames together.
    let bytes: Int
    /// Payload of the datagram that was put together.
    var payloadLength = 0
    /// The first of several.
    var first: FrameMoment?

    var count: Int { max(frames.count, 1) }
  }

  /// Takes in a packet, or the packet in a tunnel whose datagram was put together: a fragment waits for the others, and
  /// with the last of them the whole is taken in.
  mutating func take(
    _ decoded: Frame, _ packet: Packet, _ pieces: Pieces, isAnalysed: Bool, _ observation: inout Observation,
    _ listener: Listener?
  ) {
    guard let network = decoded.network, let fragment = network.fragment, !decoded.isReassembled,
      Self.canReassemble(network), let source = network.source, let destination = network.destination,
      let next = network.protocol
    else {
      if let network = decoded.network, let transport = decoded.transport {
        follow(transport, in: network, pieces, decoded, packet, isAnalysed: isAnalysed, &observation)
      } else if isAnalysed {
        countOther(decoded, pieces, nil)
      }
      listener?(packet, decoded, decoded.transport, observation)
      return
    }
    guard
      let datagram = defragmenter.add(
        network.payload, fragment, from: source, to: destination, protocol: next, in: decoded.encapsulation,
        at: FrameMoment(frame: frame, time: packet.timestamp), frameLength: pieces.bytes, frames: pieces.frames)
    else {
      observation.isIncompleteFragment = true
      if isAnalysed, !selection.isEmpty {
        observation.isSelected = isSelected(decoded, fragment, from: source, to: destination, protocol: next)
      }
      listener?(packet, decoded, nil, observation)
      return
    }
    observation.reassembledFrom = datagram.frames
    datagram.bytes.withBytes { bytes in
      // Each turn enters one tunnel more, of which there is a limit.
      take(
        Frame(decoded, completedBy: bytes), packet,
        Pieces(
          frames: datagram.frames, bytes: datagram.frameBytes, payloadLength: datagram.bytes.count,
          first: datagram.first),
        isAnalysed: isAnalysed, &observation, listener)
    }
  }

  /// A piece can be used only when all that its header claims was captured.
  private static func canReassemble(_ network: Network) -> Bool {
    let claimed =
      switch network {
      case .ipv4(let header): header.totalLength - header.headerLength
      case .ipv6(let header): IPv6Header.minimumHeaderLength + header.claimedPayloadLength - header.headerLength
      case .arp: 0
      }
    return network.payload.byteCount >= claimed
  }

  private func isSelected(
    _ frame: Frame, _ fragment: Fragment, from source: IPAddress, to destination: IPAddress, protocol next: IPProtocol
  ) -> Bool {
    guard next == .tcp || next == .udp,
      let ports = defragmenter.ports(
        of: fragment, from: source, to: destination, protocol: next, in: frame.encapsulation)
    else { return false }
    let transport: TransportProtocol = next == .tcp ? .tcp : .udp
    let first = Endpoint(address: source, port: ports.source)
    let second = Endpoint(address: destination, port: ports.destination)
    return selection.contains(transport, stream: table.stream(transport, first, second), first, second)
  }

  mutating func count(_ packet: Packet) {
    record.packets += 1
    record.outages.note(frame)
    record.bytes += packet.originalLength
    if packet.bytes.byteCount < packet.originalLength {
      record.framesCut += 1
      if firstCut.count < 16 { firstCut.append(frame) }
    }
    if !packet.comment.isEmpty { packet.forEachComment { comment in record.add(comment: comment, of: frame) } }
    if packet.linkType != latestLinkType, packet.linkType != .noPacket {
      latestLinkType = packet.linkType
      if firstOfLinkType[packet.linkType] == nil { firstOfLinkType[packet.linkType] = frame }
    }
    guard packet.isTimed else { return untimed.add(frame) }
    // An interface with finer times may come later.
    if record.timestampDigits < 9, packet.timestamp.nanoseconds % 1_000 != 0 { record.timestampDigits = 9 }
    if record.firstTime == nil { record.firstTime = packet.timestamp }
    record.lastTime = max(record.lastTime ?? packet.timestamp, packet.timestamp)
    if let previousTime, packet.timestamp < previousTime {
      backwards.add(frame)
    }
    previousTime = packet.timestamp
  }

  private mutating func follow(
    _ transport: Transport, in network: Network, _ pieces: Pieces, _ decoded: Frame, _ packet: Packet,
    isAnalysed: Bool, _ observation: inout Observation
  ) {
    guard let source = network.source, let destination = network.destination else { return }
    let carrier = decoded.carriers.depth > 0 ? numberCarrier(of: decoded, packet) : nil
    let identification: UInt16? = if case .ipv4(let header) = network { header.identification } else { nil }
    let isWhole = network.fragment == nil || decoded.isReassembled
    let arrival = Arrival(
      moment: FrameMoment(frame: frame, time: packet.timestamp), isTimed: packet.isTimed, source: source,
      destination: destination, first: pieces.first, fragments: pieces.frames, frameBytes: pieces.bytes,
      ipBytes: Self.ipBytes(of: network, isReassembled: network.fragment != nil && decoded.isReassembled, pieces),
      // Which costs as much as decoding, and is of conversations.
      checksum: isWhole && followsConversations ? network.checksumStatus(of: transport) : .notCheckable,
      hopLimit: network.hopLimit, identification: identification,
      isCongestionExperienced: network.isCongestionExperienced, encapsulation: decoded.encapsulation,
      isPiece: !isWhole, isAnalysed: isAnalysed)
    var key: (TransportProtocol, Int?, Endpoint, Endpoint)?
    // Where the capture is shared out, a packet counts where its conversation is.
    func conversation(_ protocol: TransportProtocol, _ first: UInt16, _ second: UInt16) -> ConversationKey {
      ConversationKey(
        `protocol`, Endpoint(address: source, port: first), Endpoint(address: destination, port: second))
    }
    switch transport {
    case .tcp(let segment):
      follow(conversation(.tcp, segment.sourcePort, segment.destinationPort))
      table.observe(segment, arrival, into: &observation)
      key = (
        .tcp, observation.tcpStream, Endpoint(address: source, port: segment.sourcePort),
        Endpoint(address: destination, port: segment.destinationPort)
      )
      if isAnalysed, segment.isHeaderLengthWrong {
        countOther(decoded, pieces, conversation(.tcp, segment.sourcePort, segment.destinationPort))
      }
    case .udp(let datagram):
      if datagram.isLengthBelowHeader {
        if isAnalysed {
          countOther(decoded, pieces, conversation(.udp, datagram.sourcePort, datagram.destinationPort))
        }
        break
      }
      follow(conversation(.udp, datagram.sourcePort, datagram.destinationPort))
      table.observe(datagram, arrival, into: &observation)
      key = (
        .udp, observation.udpStream, Endpoint(address: source, port: datagram.sourcePort),
        Endpoint(address: destination, port: datagram.destinationPort)
      )
    case .icmp(let message):
      var isTied = false
      var about: ConversationKey?
      if let quoted = message.quotedPacket {
        if let sender = quoted.sender, let receiver = quoted.receiver {
          follow(ConversationKey(quoted.protocol == .udp ? .udp : .tcp, sender, receiver))
        }
        isTied = table.observe(message, quoting: quoted, arrival, into: &observation)
        if let sender = quoted.sender, let receiver = quoted.receiver {
          let isTCP = quoted.protocol == .tcp
          about = ConversationKey(isTCP ? .tcp : .udp, sender, receiver)
          key = (isTCP ? .tcp : .udp, isTCP ? observation.tcpStream : observation.udpStream, sender, receiver)
        }
      }
      if isAnalysed, !isTied { countOther(decoded, pieces, about) }
    case .other:
      if isAnalysed { countOther(decoded, pieces, nil) }
    }
    if isAnalysed, !selection.isEmpty, let key {
      observation.isSelected = selection.contains(key.0, stream: key.1, key.2, key.3)
    }
    // The field shows the first of several streams.
    if let carrier { observation.udpStream = carrier }
  }

  /// Header and payload of an IP packet; of one that was put together, what it had been before it was taken apart.
  private static func ipBytes(of network: Network, isReassembled: Bool, _ pieces: Pieces) -> Int {
    guard isReassembled else { return network.headerLength + network.payloadLength }
    let isIPv6 = if case .ipv6 = network { true } else { false }
    return max(network.headerLength - (isIPv6 ? IPv6Header.fragmentHeaderLength : 0), 0) + pieces.payloadLength
  }

  /// The stream number that the datagram of a VXLAN tunnel takes, before what it carries: it opens no conversation.
  private mutating func numberCarrier(of decoded: Frame, _ packet: Packet) -> Int? {
    guard let datagram = decoded.carriers.datagram, let ends = decoded.carriers.datagramEnds else { return nil }
    var observation = Observation(frame: frame)
    follow(
      ConversationKey(
        .udp, Endpoint(address: ends.source, port: datagram.sourcePort),
        Endpoint(address: ends.destination, port: datagram.destinationPort)))
    table.observe(
      datagram,
      Arrival(
        moment: FrameMoment(frame: frame, time: packet.timestamp), source: ends.source,
        destination: ends.destination, frameBytes: packet.originalLength, checksum: .notCheckable,
        identification: nil, isAnalysed: false),
      into: &observation)
    return observation.udpStream
  }

  /// Counts what belongs to no conversation. `key` is that of a conversation in whose share it is all the same.
  private mutating func countOther(_ decoded: Frame, _ pieces: Pieces, _ key: ConversationKey?) {
    guard share.isWhole || table.isTold || key.map(share.contains) ?? share.isFirst else { return }
    let kind = Self.kind(of: decoded)
    var traffic = other[kind] ?? OtherTraffic(kind: kind, packets: 0, bytes: 0, firstFrame: frame, capture: 0)
    traffic.packets += pieces.count
    traffic.bytes += pieces.bytes
    // A hostile capture may name every number there is; they are few enough to keep.
    other[kind] = traffic
  }

  /// Notes how the capture ended, and what is known of it only then.
  public mutating func finish(
    cut: String?, droppedByKernel: Int? = nil, droppedByInterface: Int? = nil, linkTypes: [LinkType]? = nil,
    timestampDigits: Int? = nil, composition: CaptureComposition? = nil
  ) {
    record.composition = composition
    record.cut = cut
    record.droppedByKernel = droppedByKernel
    record.droppedByInterface = droppedByInterface
    if let linkTypes { record.linkTypes = linkTypes }
    if let timestampDigits { record.timestampDigits = timestampDigits }
  }

  /// The capture so far.
  public var capture: CaptureRecord { record }

  /// The conversations that are over, each once, in the order in which they ended.
  public mutating func takeFinished() -> [ConversationRecord] { table.takeFinished() }

  /// Those that are left when the capture ends, in order of their first frame.
  public mutating func takeRest(_ body: (ConversationRecord) -> Void) { table.takeRest(body) }
}
