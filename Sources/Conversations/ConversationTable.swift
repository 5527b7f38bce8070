public import Wire

/// Finds the conversation of every packet and lets it observe the packet.
///
/// Streams are numbered as Wireshark numbers `tcp.stream` and `udp.stream`: by addresses and ports alone, headers quoted
/// in ICMP errors included, and a SYN with a new sequence number on the same ports opens the next one. What comes through
/// different tunnels or VLANs is one stream then, and several conversations.
public struct ConversationTable {
  /// The latest stream of each key, by its number.
  private var streams: [ConversationKey: Int] = [:]
  private var tcpStreams = ChunkedArray<TCPStream>()
  private var connections = ChunkedArray<TCPConnection>()
  /// For each UDP stream, the conversations in it.
  private var udpPlaces: [StreamConversations] = []
  private var exchanges = ChunkedArray<UDPConversation>()
  private var identifications = RecentIdentifications()
  private var nextIndex = 0
  private var budget: DetailBudget

  /// Whether a conversation will be reported: only then is detail kept of it.
  public typealias Wish = @Sendable (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool

  private let isWanted: Wish
  private let ignoresChecksums: Bool

  /// `ignoresChecksums` makes the summaries for Zeek take packets whose checksum is wrong, as its option `-C` does. All
  /// else takes them anyway.
  public init(
    capacity: Capacity = Capacity(), ignoresChecksums: Bool = false,
    keepingDetailWhere isWanted: @escaping Wish = { _, _, _, _ in true }
  ) {
    budget = DetailBudget(capacity)
    self.ignoresChecksums = ignoresChecksums
    self.isWanted = isWanted
  }

  /// False when some conversation had more detail than there was room for.
  public var hasAllDetails: Bool { !budget.isExhausted }

  /// Takes in a segment and writes down in `observation` what following it added.
  public mutating func observe(_ segment: TCPSegment, _ arrival: Arrival, into observation: inout Observation) {
    let sender = Endpoint(address: arrival.source, port: segment.sourcePort)
    let receiver = Endpoint(address: arrival.destination, port: segment.destinationPort)
    let key = ConversationKey(.tcp, sender, receiver)
    let isFromLow = sender == key.low
    var stream: Int
    if let known = streams[key] {
      stream = known
      if tcpStreams[known].isReopened(by: segment, fromLow: isFromLow) {
        stream = openStream(key, at: arrival.moment.time, reusesPorts: true)
      }
    } else {
      stream = openStream(key, at: arrival.moment.time, reusesPorts: false)
    }
    observation.tcpStream = stream
    let place = tcpStreams[stream].observe(
      segment, fromLow: isFromLow, arrival.moment, isAnalysed: arrival.isAnalysed,
      isLengthKnown: segment.isLengthKnown && !arrival.isPiece)
    observation.tcp = place
    // Nothing behind such a header can be believed: it is in its stream, as Wireshark has it, and in no conversation.
    guard arrival.isAnalysed, !segment.isHeaderLengthWrong else { return }
    let position = connection(in: stream, from: sender, to: receiver, segment.flags, arrival)
    connections[position].observe(
      segment, place, from: sender, to: receiver, arrival, budget: &budget, into: &observation)
    if let missing = connections[position].missing {
      connections[position].settleMissing(
        isElsewhere: identifications.contains(missing.identification, of: arrival.source))
    }
    identifications.add(arrival)
  }

  /// Takes in a datagram and writes down in `observation` what following it added.
  public mutating func observe(_ datagram: UDPDatagram, _ arrival: Arrival, into observation: inout Observation) {
    let sender = Endpoint(address: arrival.source, port: datagram.sourcePort)
    let receiver = Endpoint(address: arrival.destination, port: datagram.destinationPort)
    let stream = udpStream(sender, receiver)
    observation.udpStream = stream
    guard arrival.isAnalysed else { return }
    let position = exchange(in: stream, from: sender, to: receiver, arrival.encapsulation)
    let side = exchanges[position].head.side(of: sender)
    observation.sender = side
    observation.conversation = exchanges[position].head.index
    exchanges[position].observe(datagram, from: side, arrival, budget: &budget)
    identifications.add(arrival)
  }

  /// Ties an ICMP error to the conversation whose packet it quotes. False when it quotes none that can be told.
  public mutating func observe(
    _ message: ICMPMessage, quoting quoted: QuotedPacket, _ arrival: Arrival, into observation: inout Observation
  ) -> Bool {
    guard let sender = quoted.sender, let receiver = quoted.receiver else { return false }
    let error = ICMPError(
      frame: arrival.moment.frame, time: arrival.moment.time, isVersion6: message.isVersion6, type: message.type,
      code: message.code, reporter: arrival.source)
    if quoted.protocol == .udp {
      let stream = udpStream(sender, receiver)
      observation.udpStream = stream
      guard arrival.isAnalysed, let position = udpPlaces[stream].nearest(to: arrival.encapsulation?.identity) else {
        return false
      }
      observation.conversation = exchanges[position].head.index
      exchanges[position].observe(error, quoting: quoted, budget: &budget)
      return true
    }
    let key = ConversationKey(.tcp, sender, receiver)
    let stream: Int
    if let known = streams[key] {
      stream = known
    } else {
      // Wireshark numbers a stream only when the quotation holds the header up to its flags.
      guard quoted.transportBytes >= TCPSegment.minimumHeaderLength else { return false }
      stream = openStream(key, at: arrival.moment.time, reusesPorts: false)
    }
    observation.tcpStream = stream
    let identity = arrival.encapsulation?.identity
    guard arrival.isAnalysed, let position = tcpStreams[stream].places.nearest(to: identity) else { return false }
    observation.conversation = connections[position].head.index
    connections[position].observe(error)
    return true
  }

  /// The stream of the latest conversation between two endpoints, if there is one yet.
  public func stream(_ protocol: TransportProtocol, _ first: Endpoint, _ second: Endpoint) -> Int? {
    streams[ConversationKey(`protocol`, first, second)]
  }

  private mutating func takeIndex() -> Int {
    defer { nextIndex += 1 }
    return nextIndex
  }

  private mutating func openStream(_ key: ConversationKey, at time: Timestamp, reusesPorts: Bool) -> Int {
    let number = tcpStreams.count
    tcpStreams.append(TCPStream(number: number, time: time, reusesPorts: reusesPorts))
    streams[key] = number
    return number
  }

  private mutating func udpStream(_ sender: Endpoint, _ receiver: Endpoint) -> Int {
    let key = ConversationKey(.udp, sender, receiver)
    if let known = streams[key] { return known }
    udpPlaces.append(StreamConversations())
    streams[key] = udpPlaces.count - 1
    return udpPlaces.count - 1
  }

  private mutating func connection(
    in stream: Int, from sender: Endpoint, to receiver: Endpoint, _ flags: TCPFlags, _ arrival: Arrival
  ) -> Int {
    let identity = arrival.encapsulation?.identity
    if let known = tcpStreams[stream].places.position(of: identity) { return known }
    var head = ConversationHead(
      stream: stream, originator: sender, responder: receiver, rolesInferred: false,
      encapsulation: arrival.encapsulation)
    head.assignRoles(from: sender, to: receiver, flags)
    head.keepsDetail = isWanted(.tcp, stream, sender, receiver)
    head.index = takeIndex()
    tcpStreams[stream].places.add(connections.count, for: identity)
    connections.append(TCPConnection(head: head, zeek: ZeekTCPConnection(ignoresChecksums: ignoresChecksums)))
    return connections.count - 1
  }

  private mutating func exchange(
    in stream: Int, from sender: Endpoint, to receiver: Endpoint, _ encapsulation: Encapsulation?
  ) -> Int {
    let identity = encapsulation?.identity
    if let known = udpPlaces[stream].position(of: identity) { return known }
    // The first sender began, unless it answers from a system port.
    let isAnswer = sender.port < 1_024 && receiver.port >= 1_024
    var head = ConversationHead(
      stream: stream, originator: isAnswer ? receiver : sender, responder: isAnswer ? sender : receiver,
      rolesInferred: isAnswer, encapsulation: encapsulation)
    head.keepsDetail = isWanted(.udp, stream, sender, receiver)
    head.index = takeIndex()
    udpPlaces[stream].add(exchanges.count, for: identity)
    exchanges.append(UDPConversation(head: head, zeek: ZeekUDPConnection(ignoresChecksums: ignoresChecksums)))
    return exchanges.count - 1
  }

  /// What is reported of every conversation that `isWanted`, in order of their first packet.
  ///
  /// `namesBackground` marks traffic that hosts make by themselves.
  public func records(
    namesBackground: Bool = true,
    where isWanted: (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool = { _, _, _, _ in true }
  ) -> [ConversationRecord] {
    var table = self
    return table.takeRecords(namesBackground: namesBackground, where: isWanted)
  }

  /// The same at the end of a capture: the table forgets each conversation as it gives its record, so that they need not
  /// have room twice.
  public mutating func takeRecords(
    namesBackground: Bool = true,
    where isWanted: (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool = { _, _, _, _ in true }
  ) -> [ConversationRecord] {
    var records: [ConversationRecord] = []
    records.reserveCapacity(nextIndex)
    let isCapturedTwice = isCapturedTwice
    func isReported(_ protocol: TransportProtocol, _ head: borrowing ConversationHead) -> Bool {
      isWanted(`protocol`, head.stream, head.originator, head.responder)
    }
    // Each of the two is in the order of `index` already.
    var (connection, exchange) = (0, 0)
    while connection < connections.count || exchange < exchanges.count {
      let isTCP =
        exchange == exchanges.count
        || (connection < connections.count
          && connections[connection].head.index ?? 0 < exchanges[exchange].head.index ?? 0)
      if isTCP {
        defer {
          connection += 1
          connections.release(before: connection)
        }
        guard isReported(.tcp, connections[connection].head) else { continue }
        let completeness = tcpStreams[connections[connection].head.stream].completeness
        let record = connections[connection].record(completeness: completeness, isCapturedTwice: isCapturedTwice)
        if let record { records.append(record) }
      } else {
        defer {
          exchange += 1
          exchanges.release(before: exchange)
        }
        guard isReported(.udp, exchanges[exchange].head) else { continue }
        let record = exchanges[exchange].record(namesBackground: namesBackground, isCapturedTwice: isCapturedTwice)
        if let record { records.append(record) }
      }
    }
    return records
  }

  /// Nearly every packet is there twice. A network doubles some of them, a capture at two places all.
  private var isCapturedTwice: Bool {
    var copies = 0, packets = 0
    func count(_ head: borrowing ConversationHead) {
      copies += head.copies.total
      packets += head.toResponder.packets + head.toOriginator.packets
    }
    for position in 0..<connections.count { count(connections[position].head) }
    for position in 0..<exchanges.count { count(exchanges[position].head) }
    return copies >= 3 && copies * 20 >= packets * 9
  }
}
