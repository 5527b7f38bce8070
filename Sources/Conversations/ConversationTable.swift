public import Wire

/// Finds the conversation of every packet and lets it observe the packet.
///
/// Streams are numbered as Wireshark numbers `tcp.stream` and `udp.stream`: by addresses and ports alone, headers quoted
/// in ICMP errors included, and a SYN with a new sequence number on the same ports opens the next one. What comes through
/// different tunnels or VLANs is one stream then, and several conversations.
///
/// A table for a whole capture keeps every conversation to its end. One with another `ConversationLifetime` gives each when
/// it is over and forgets it, so that it grows with those alone that are alive.
public struct ConversationTable: Sendable {
  /// The latest stream of each key: its place, or the number that one which is over had (`StreamPlace`).
  var streams: [ConversationKey: StreamPlace] = [:]
  /// Those of connections that were only counted: many, and hardly ever asked for.
  var countedStreams: CountedStreams
  /// What all that is followed may take.
  var room: FollowingRoom
  var tcpStreams = SlotArray<TCPStream>()
  var connections = SlotArray<TCPConnection>()
  var udpStreams = SlotArray<UDPStream>()
  var exchanges = SlotArray<UDPConversation>()
  private var identifications = RecentIdentifications()
  private var (nextTCPStream, nextUDPStream) = (0, 0)
  private(set) var nextIndex = 0
  /// Conversations that were opened so far.
  public var openedConversations: Int { nextIndex }
  /// When streams and conversations were opened, by their numbers.
  public private(set) var openings = Openings()
  /// Which conversations are followed.
  let share: ConversationShare
  /// False where streams are numbered and segments labelled, and nothing is kept of conversations.
  private let followsConversations: Bool
  /// Identifications are noted by `note(_:of:in:)`, before the packets come.
  public var isTold = false
  /// Connections are given by `retire` when they are closed, and not in the end.
  public var retires = false
  var closing: [Closing] = []
  /// What the packet at hand has opened, in bytes of the room.
  var opened = 0
  /// Of conversations that were let go.
  var retired = Copies()
  /// The records of conversations that are over are kept: what they took of the room for detail is free only when
  /// `giveBack` says so.
  public var keepsRecords = false
  /// Of each part of the share.
  var budgets: [DetailBudget]
  /// Frames of which `labelEvidence` keeps what their labels rest on.
  public var watchedFrames: Set<Int> = []
  public private(set) var labelEvidence: [Int: LabelEvidence] = [:]
  var expiry: StreamExpiry

  /// Whether a conversation will be reported: only then is detail kept of it.
  public typealias Wish = @Sendable (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool

  let isWanted: Wish
  private let ignoresChecksums: Bool
  /// Packets that are there twice were taken twice, and not doubled by the network.
  let areCopiesTheCaptures: Bool

  /// - Parameters:
  ///   - lifetime: When a conversation is over, so that it is given by `takeFinished` and forgotten.
  ///   - namesBackground: Marks among those the traffic that hosts make by themselves.
  ///   - areCopiesTheCaptures: Packets that are there twice were taken twice, for several captures were put together.
  ///   - ignoresChecksums: The summaries for Zeek take packets whose checksum is wrong, as its option `-C` does. All else
  ///     takes them anyway.
  ///   - share: Of other conversations nothing is followed.
  ///   - followsConversations: False where streams are to be numbered and segments labelled, and nothing else.
  ///   - isWanted: Conversations that will be told; of others no detail is kept.
  public init(
    capacity: Capacity = Capacity(), lifetime: ConversationLifetime = .capture, namesBackground: Bool = true,
    areCopiesTheCaptures: Bool = false, ignoresChecksums: Bool = false, share: ConversationShare = .whole,
    followsConversations: Bool = true,
    keepingDetailWhere isWanted: @escaping Wish = { _, _, _, _ in true }
  ) {
    self.share = share
    self.followsConversations = followsConversations
    let part = share.isWhole ? capacity : capacity.divided(by: ConversationShare.parts)
    budgets = Array(repeating: DetailBudget(part), count: share.range.count)
    room = FollowingRoom(parts: share.range.count, limit: part.followedBytes)
    countedStreams = CountedStreams(parts: share.range.count, limit: part.knownStreams)
    expiry = StreamExpiry(lifetime, namesBackground: namesBackground)
    self.ignoresChecksums = ignoresChecksums
    self.areCopiesTheCaptures = areCopiesTheCaptures
    self.isWanted = isWanted
  }

  /// False when some conversation had more detail than there was room for.
  public var hasAllDetails: Bool { !budgets.contains(where: \.isExhausted) }

  /// Notes the identification of a packet that `observe` is shown later, after others that were captured later.
  public mutating func note(_ identification: UInt16, of source: IPAddress, in frame: Int) {
    identifications.add(identification, of: source, in: frame)
  }

  private mutating func note(_ arrival: Arrival) {
    guard !isTold, arrival.isAnalysed, let identification = arrival.identification else { return }
    identifications.add(identification, of: arrival.source, in: arrival.moment.frame)
  }

  /// Takes in a segment and writes down in `observation` what following it added.
  public mutating func observe(_ segment: TCPSegment, _ arrival: Arrival, into observation: inout Observation) {
    let sender = Endpoint(address: arrival.source, port: segment.sourcePort)
    let receiver = Endpoint(address: arrival.destination, port: segment.destinationPort)
    let key = ConversationKey(.tcp, sender, receiver)
    let isFromLow = sender == key.low
    guard share.contains(key) else {
      if !segment.isHeaderLengthWrong { note(arrival) }
      return
    }
    if expiry.isOn { expire(before: arrival) }
    let stream: Int
    var previous: SequenceNumber?
    switch streams[key] {
    case .live(let place)?:
      if !watchedFrames.isEmpty { previous = tcpStreams[place].base(ofLow: isFromLow) }
      stream =
        tcpStreams[place].isReopened(by: segment, fromLow: isFromLow)
        ? openStream(key, arrival, reusesPorts: true) : place
    case .over(let number, _)?:
      // A SYN opens another one on the same ports.
      let isOpening = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
      stream = openStream(key, arrival, reusesPorts: isOpening, resuming: isOpening ? nil : number)
    case nil:
      guard let counted = countedStreams[key] else {
        stream = openStream(key, arrival, reusesPorts: false)
        break
      }
      // As that of one which is let go: the same SYN goes on with it.
      let isOpening =
        segment.flags.contains(.syn) && !segment.flags.contains(.ack)
        && !counted.isOpened(by: segment.sequenceNumber)
      stream = openStream(key, arrival, reusesPorts: isOpening, resuming: isOpening ? nil : counted.number)
      if !isOpening { tcpStreams[stream].goesOn(after: counted.completeness) }
    }
    observation.tcpStream = tcpStreams[stream].number
    if !watchedFrames.isEmpty, watchedFrames.contains(arrival.moment.frame) {
      labelEvidence[arrival.moment.frame] = tcpStreams[stream].evidence(
        for: segment, fromLow: isFromLow, arrival.moment, isAnalysed: arrival.isAnalysed,
        isLengthKnown: segment.isLengthKnown && !arrival.isPiece, reusing: previous)
    }
    let place = tcpStreams[stream].observe(
      segment, fromLow: isFromLow, arrival.moment, isAnalysed: arrival.isAnalysed,
      isLengthKnown: segment.isLengthKnown && !arrival.isPiece)
    observation.tcp = place
    // Nothing behind such a header can be believed: it is in its stream, as Wireshark has it, and in no conversation.
    guard arrival.isAnalysed, !segment.isHeaderLengthWrong, followsConversations else {
      return makeRoom(after: key, arrival)
    }
    let position = connection(in: stream, from: sender, to: receiver, segment.flags, arrival)
    connections[position].observe(
      segment, from: sender, to: receiver, arrival, budget: &budgets[share.place(of: key)], into: &observation)
    if let missing = connections[position].missing {
      connections[position].settleMissing(
        isElsewhere: identifications.contains(
          missing.identification, of: arrival.source, before: arrival.moment.frame))
    }
    note(arrival)
    if retires, !segment.flags.isDisjoint(with: [.fin, .rst]) { noteClosing(position, in: stream) }
    if expiry.isOn { schedule(.tcp, stream) }
    makeRoom(after: key, arrival)
  }

  /// Takes in a datagram and writes down in `observation` what following it added.
  public mutating func observe(_ datagram: UDPDatagram, _ arrival: Arrival, into observation: inout Observation) {
    let sender = Endpoint(address: arrival.source, port: datagram.sourcePort)
    let receiver = Endpoint(address: arrival.destination, port: datagram.destinationPort)
    let key = ConversationKey(.udp, sender, receiver)
    guard share.contains(key) else { return note(arrival) }
    if expiry.isOn { expire(before: arrival) }
    let stream = udpStream(key, arrival)
    observation.udpStream = udpStreams[stream].number
    guard arrival.isAnalysed, followsConversations else { return makeRoom(after: key, arrival) }
    let position = exchange(in: stream, from: sender, to: receiver, arrival)
    let side = exchanges[position].head.side(of: sender)
    observation.sender = side
    observation.conversation = exchanges[position].head.index
    exchanges[position].observe(datagram, from: side, arrival, budget: &budgets[share.place(of: key)])
    note(arrival)
    if expiry.isOn { schedule(.udp, stream) }
    makeRoom(after: key, arrival)
  }

  /// Ties an ICMP error to the conversation whose packet it quotes. False when it quotes none that can be told.
  public mutating func observe(
    _ message: ICMPMessage, quoting quoted: QuotedPacket, _ arrival: Arrival, into observation: inout Observation
  ) -> Bool {
    guard let sender = quoted.sender, let receiver = quoted.receiver else { return false }
    let key = ConversationKey(quoted.protocol == .udp ? .udp : .tcp, sender, receiver)
    guard share.contains(key) else { return false }
    if expiry.isOn { expire(before: arrival) }
    defer { makeRoom(after: key, arrival) }
    let error = ICMPError(
      frame: arrival.moment.frame, time: arrival.moment.time, isVersion6: message.isVersion6, type: message.type,
      code: message.code, reporter: arrival.source)
    if quoted.protocol == .udp {
      let stream = udpStream(key, arrival)
      observation.udpStream = udpStreams[stream].number
      guard arrival.isAnalysed, let position = udpStreams[stream].places.nearest(to: arrival.encapsulation?.identity)
      else {
        return false
      }
      observation.conversation = exchanges[position].head.index
      exchanges[position].observe(error, quoting: quoted, budget: &budgets[share.place(of: key)])
      return true
    }
    let stream: Int
    switch streams[key] {
    case .live(let place)?: stream = place
    case .over(let number, _)?:
      observation.tcpStream = number
      return false
    case nil:
      if let counted = countedStreams[key] {
        observation.tcpStream = counted.number
        return false
      }
      // Wireshark numbers a stream only when the quotation holds the header up to its flags.
      guard quoted.transportBytes >= TCPSegment.minimumHeaderLength else { return false }
      stream = openStream(key, arrival, reusesPorts: false)
    }
    observation.tcpStream = tcpStreams[stream].number
    let identity = arrival.encapsulation?.identity
    guard arrival.isAnalysed, let position = tcpStreams[stream].places.nearest(to: identity) else { return false }
    observation.conversation = connections[position].head.index
    connections[position].observe(error)
    return true
  }

  /// The stream of the latest conversation between two endpoints, if there is one yet.
  public func stream(_ protocol: TransportProtocol, _ first: Endpoint, _ second: Endpoint) -> Int? {
    let key = ConversationKey(`protocol`, first, second)
    return switch streams[key] {
    case .live(let place)?: `protocol` == .tcp ? tcpStreams[place].number : udpStreams[place].number
    case .over(let number, _)?: number
    case nil: countedStreams[key]?.number
    }
  }

  /// Whether a packet with this key, a SYN with this number if it is of TCP, opens a stream.
  public func isNew(_ key: ConversationKey, _ opening: SequenceNumber?) -> Bool {
    guard streams[key] == nil else { return false }
    guard let counted = countedStreams[key] else { return true }
    return opening.map { !counted.isOpened(by: $0) } ?? false
  }

  /// Numbers a conversation of which it has seen no packet, and its stream.
  public mutating func count(_ total: UneventfulConversations.Total) -> (index: Int, stream: Int) {
    retired.packets += total.packets
    let index = takeIndex(total.firstFrame)
    guard let opening = total.initialSequenceNumber else {
      return (index, takeNumber(.udp, total.firstFrame, isCarrier: false))
    }
    let number = takeNumber(.tcp, total.firstFrame, isCarrier: false)
    var completeness: TCPCompleteness = [.syn, .synACK, .ack, .fin]
    if total.replies > 0 { completeness.insert(.data) }
    countedStreams.add(
      CountedStream(number: number, bases: (opening, nil), completeness: completeness), total.key,
      part: share.place(of: total.key))
    return (index, number)
  }

  /// The number of a conversation that begins with `frame`. Where the capture is shared out it is the frame, from which
  /// `Openings` tell its number among all.
  private mutating func takeIndex(_ frame: Int) -> Int {
    defer { nextIndex += 1 }
    guard !share.isWhole else { return nextIndex }
    openings.noteConversation(frame)
    return frame
  }

  /// The number of a stream that begins with `frame`, in the same way.
  private mutating func takeNumber(_ protocol: TransportProtocol, _ frame: Int, isCarrier: Bool) -> Int {
    guard share.isWhole else { return openings.noteStream(`protocol`, frame, isCarrier: isCarrier) }
    if `protocol` == .tcp {
      defer { nextTCPStream += 1 }
      return nextTCPStream
    }
    defer { nextUDPStream += 1 }
    return nextUDPStream
  }

  /// Opens a stream, and gives its place. `resuming` is the number of the stream that it goes on with.
  private mutating func openStream(
    _ key: ConversationKey, _ arrival: Arrival, reusesPorts: Bool, resuming number: Int? = nil
  ) -> Int {
    let place = tcpStreams.insert(
      TCPStream(
        number: number ?? takeNumber(.tcp, arrival.moment.frame, isCarrier: false), time: arrival.moment.time,
        reusesPorts: reusesPorts))
    opened += Self.cost(of: .tcp)
    let former = streams.updateValue(.live(place), forKey: key)
    // Nobody will ask for it again.
    if !expiry.isOn, case .live(let former)? = former { closeStream(.tcp, former, key) }
    if expiry.isOn { expiry.open(.tcp, place, key, isResumed: number != nil) }
    return place
  }

  private mutating func udpStream(_ key: ConversationKey, _ arrival: Arrival) -> Int {
    var number: Int?
    switch streams[key] {
    case .live(let place)?:
      udpStreams[place].latestFrame = arrival.moment.frame
      return place
    case .over(let known, _)?: number = known
    case nil: number = countedStreams[key]?.number
    }
    // What carries a tunnel comes before what is in it.
    let place = udpStreams.insert(
      UDPStream(
        number: number ?? takeNumber(.udp, arrival.moment.frame, isCarrier: !arrival.isAnalysed),
        isResumed: number != nil, latestFrame: arrival.moment.frame))
    opened += Self.cost(of: .udp)
    streams[key] = .live(place)
    if expiry.isOn { expiry.open(.udp, place, key, isResumed: number != nil) }
    return place
  }

  private mutating func connection(
    in stream: Int, from sender: Endpoint, to receiver: Endpoint, _ flags: TCPFlags, _ arrival: Arrival
  ) -> Int {
    if arrival.encapsulation == nil, let known = tcpStreams[stream].places.position(of: nil) { return known }
    return openConnection(in: stream, from: sender, to: receiver, flags, arrival)
  }

  /// The connection of a packet with tags or tunnels around it, or one that begins.
  @inline(never)
  private mutating func openConnection(
    in stream: Int, from sender: Endpoint, to receiver: Endpoint, _ flags: TCPFlags, _ arrival: Arrival
  ) -> Int {
    let identity = arrival.encapsulation?.identity
    if let known = tcpStreams[stream].places.position(of: identity) { return known }
    let number = tcpStreams[stream].number
    var head = ConversationHead(
      stream: number, originator: sender, responder: receiver, rolesInferred: false,
      encapsulation: arrival.encapsulation)
    head.streamPlace = stream
    head.assignRoles(from: sender, to: receiver, flags)
    head.keepsDetail = isWanted(.tcp, number, sender, receiver)
    head.index = takeIndex(arrival.moment.frame)
    head.isResumed = expiry.isResumed(.tcp, stream) || tcpStreams[stream].hasRetired
    let position = connections.insert(
      TCPConnection(head: head, zeek: ZeekTCPConnection(ignoresChecksums: ignoresChecksums)))
    opened += TCPConnection.leastBytes
    tcpStreams[stream].places.add(position, for: identity)
    return position
  }

  private mutating func exchange(
    in stream: Int, from sender: Endpoint, to receiver: Endpoint, _ arrival: Arrival
  ) -> Int {
    let encapsulation = arrival.encapsulation
    let identity = encapsulation?.identity
    if let known = udpStreams[stream].places.position(of: identity) { return known }
    // The first sender began, unless it answers from a system port.
    let isAnswer = sender.port < 1_024 && receiver.port >= 1_024
    let number = udpStreams[stream].number
    var head = ConversationHead(
      stream: number, originator: isAnswer ? receiver : sender, responder: isAnswer ? sender : receiver,
      rolesInferred: isAnswer, encapsulation: encapsulation)
    head.streamPlace = stream
    head.keepsDetail = isWanted(.udp, number, sender, receiver)
    head.index = takeIndex(arrival.moment.frame)
    head.isResumed = udpStreams[stream].isResumed
    let position = exchanges.insert(
      UDPConversation(head: head, zeek: ZeekUDPConnection(ignoresChecksums: ignoresChecksums)))
    opened += UDPConversation.leastBytes
    udpStreams[stream].places.add(position, for: identity)
    return position
  }
}
