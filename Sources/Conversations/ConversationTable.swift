public import Wire

/// Finds the conversation of every packet and lets it observe the packet.
///
/// Streams are numbered as Wireshark numbers `tcp.stream` and `udp.stream`: by addresses and ports alone, headers quoted
/// in ICMP errors included, and a SYN with a new sequence number on the same ports opens the next one.
public struct ConversationTable {
  private enum Place {
    case tcp(Int)
    case udp(Int)
  }

  /// The latest conversation of each key.
  private var places: [ConversationKey: Place] = [:]
  private var connections: [TCPConnection] = []
  private var exchanges: [UDPConversation] = []
  private var nextIndex = 0
  private var budget: DetailBudget

  /// Whether a conversation will be reported: only then is detail kept of it.
  public typealias Wish = @Sendable (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool

  private let isWanted: Wish

  public init(capacity: Capacity = Capacity(), keepingDetailWhere isWanted: @escaping Wish = { _, _, _, _ in true }) {
    budget = DetailBudget(capacity)
    self.isWanted = isWanted
  }

  /// False when some conversation had more detail than there was room for.
  public var hasAllDetails: Bool { !budget.isExhausted }

  /// Takes in a segment and writes down in `observation` what following it added.
  public mutating func observe(_ segment: TCPSegment, _ arrival: Arrival, into observation: inout Observation) {
    let sender = Endpoint(address: arrival.source, port: segment.sourcePort)
    let receiver = Endpoint(address: arrival.destination, port: segment.destinationPort)
    let key = ConversationKey(.tcp, sender, receiver)
    var position: Int
    if case .tcp(let known)? = places[key] {
      position = known
      if connections[known].isReopened(by: segment, from: connections[known].head.side(of: sender)) {
        position = open(key, from: sender, to: receiver, segment.flags, arrival)
      } else if connections[known].isUnseen {
        // Opened by a quotation in an ICMP error, which left only the ports to guess by.
        connections[known].head.assignRoles(from: sender, to: receiver, segment.flags)
      }
    } else {
      position = open(key, from: sender, to: receiver, segment.flags, arrival)
    }
    let side = connections[position].head.side(of: sender)
    observation.sender = side
    observation.tcpStream = connections[position].head.stream
    observation.tcp = connections[position].number(segment, from: side, time: arrival.moment.time)
    guard arrival.isAnalysed else { return }
    if connections[position].head.index == nil { connections[position].head.index = takeIndex() }
    observation.conversation = connections[position].head.index
    connections[position].observe(segment, from: side, arrival, budget: &budget)
  }

  /// Takes in a datagram and writes down in `observation` what following it added.
  public mutating func observe(_ datagram: UDPDatagram, _ arrival: Arrival, into observation: inout Observation) {
    let sender = Endpoint(address: arrival.source, port: datagram.sourcePort)
    let receiver = Endpoint(address: arrival.destination, port: datagram.destinationPort)
    let position = exchange(from: sender, to: receiver, arrival.encapsulation)
    let side = exchanges[position].head.side(of: sender)
    observation.sender = side
    observation.udpStream = exchanges[position].head.stream
    guard arrival.isAnalysed else { return }
    if exchanges[position].head.index == nil { exchanges[position].head.index = takeIndex() }
    observation.conversation = exchanges[position].head.index
    exchanges[position].observe(datagram, from: side, arrival, budget: &budget)
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
      let position = exchange(from: sender, to: receiver, arrival.encapsulation)
      observation.udpStream = exchanges[position].head.stream
      guard arrival.isAnalysed, let index = exchanges[position].head.index else { return false }
      observation.conversation = index
      exchanges[position].observe(error, quoting: quoted)
      return true
    }
    let key = ConversationKey(.tcp, sender, receiver)
    let position: Int
    if case .tcp(let known)? = places[key] {
      position = known
    } else {
      // Wireshark numbers a stream only when the quotation holds the header up to its flags.
      guard quoted.transportBytes >= TCPSegment.minimumHeaderLength else { return false }
      position = open(key, from: sender, to: receiver, .ack, arrival)
    }
    observation.tcpStream = connections[position].head.stream
    guard arrival.isAnalysed, let index = connections[position].head.index else { return false }
    observation.conversation = index
    connections[position].head.note(error)
    return true
  }

  /// The stream of the latest conversation between two endpoints, if there is one yet.
  public func stream(_ protocol: TransportProtocol, _ first: Endpoint, _ second: Endpoint) -> Int? {
    switch places[ConversationKey(`protocol`, first, second)] {
    case .tcp(let position)?: connections[position].head.stream
    case .udp(let position)?: exchanges[position].head.stream
    case nil: nil
    }
  }

  private mutating func takeIndex() -> Int {
    defer { nextIndex += 1 }
    return nextIndex
  }

  private mutating func open(
    _ key: ConversationKey, from sender: Endpoint, to receiver: Endpoint, _ flags: TCPFlags, _ arrival: Arrival
  ) -> Int {
    var head = ConversationHead(
      stream: connections.count, originator: sender, responder: receiver, rolesInferred: false,
      encapsulation: arrival.encapsulation)
    head.assignRoles(from: sender, to: receiver, flags)
    head.keepsDetail = isWanted(.tcp, head.stream, sender, receiver)
    connections.append(TCPConnection(head: head, time: arrival.moment.time))
    places[key] = .tcp(connections.count - 1)
    return connections.count - 1
  }

  private mutating func exchange(from sender: Endpoint, to receiver: Endpoint, _ encapsulation: Encapsulation?) -> Int {
    let key = ConversationKey(.udp, sender, receiver)
    if case .udp(let known)? = places[key] { return known }
    // The first sender began, unless it answers from a system port.
    let isAnswer = sender.port < 1_024 && receiver.port >= 1_024
    var head = ConversationHead(
      stream: exchanges.count, originator: isAnswer ? receiver : sender, responder: isAnswer ? sender : receiver,
      rolesInferred: isAnswer, encapsulation: encapsulation)
    head.keepsDetail = isWanted(.udp, head.stream, sender, receiver)
    exchanges.append(UDPConversation(head: head))
    places[key] = .udp(exchanges.count - 1)
    return exchanges.count - 1
  }

  /// What is reported of every conversation that `isWanted`, in order of their first packet.
  ///
  /// `namesBackground` marks traffic that hosts make by themselves.
  public func records(
    namesBackground: Bool = true,
    where isWanted: (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool = { _, _, _, _ in true }
  ) -> [ConversationRecord] {
    var records: [ConversationRecord] = []
    for connection in connections
    where isWanted(.tcp, connection.head.stream, connection.head.originator, connection.head.responder) {
      if let record = connection.record() { records.append(record) }
    }
    for exchange in exchanges
    where isWanted(.udp, exchange.head.stream, exchange.head.originator, exchange.head.responder) {
      if let record = exchange.record(namesBackground: namesBackground) { records.append(record) }
    }
    records.sort { $0.index < $1.index }
    return records
  }
}
