public import Wire

/// Conversations of which it is enough, so far, to count them: nothing has happened in them that a report tells of by
/// itself. Of each it is known where its packets are, so that all of them can be shown to a `ConversationTable` as soon as
/// something does happen.
///
/// That takes a small part of the time and the room that following a conversation takes, and most conversations of a large
/// capture are such.
public struct UneventfulConversations: Sendable {
  fileprivate struct Conversation {
    /// Of the endpoint that sent the first packet, and of the other one. As bare numbers: looked at for every packet, there
    /// is to be little of it.
    private let sender: UInt128
    private let receiver: UInt128
    private let senderPort: UInt16
    private let receiverPort: UInt16
    private let isIPv6: Bool
    let isTCP: Bool
    private(set) var bytes: UInt32
    let firstFrame: Int
    private(set) var lastFrame: Int
    var packets = SeenPackets.List.empty
    /// One of both; none where something has happened, so that the table follows it.
    var connection: UneventfulConnection?
    var exchanges: UneventfulExchanges?

    init(_ packet: borrowing Wire.Packet, _ ends: PacketEnds, frame: Int) {
      (sender, receiver) = (ends.sourceAddress.rawValue, ends.destinationAddress.rawValue)
      (senderPort, receiverPort) = (ends.source.port, ends.destination.port)
      isIPv6 = ends.sourceAddress.isIPv6
      isTCP = ends.isTCP
      bytes = UInt32(truncatingIfNeeded: packet.originalLength)
      (firstFrame, lastFrame) = (frame, frame)
    }

    private func endpoint(_ address: UInt128, _ port: UInt16) -> Endpoint {
      Endpoint(
        address: isIPv6 ? IPAddress(v6: address) : IPAddress(v4: UInt32(truncatingIfNeeded: address)), port: port)
    }

    var key: ConversationKey {
      ConversationKey(isTCP ? .tcp : .udp, endpoint(sender, senderPort), endpoint(receiver, receiverPort))
    }
    var isUneventful: Bool { connection != nil || exchanges != nil }

    /// What there is to count.
    var total: Total {
      Total(
        key: key, firstFrame: firstFrame, packets: Int(packets.count), bytes: Int(bytes),
        replies: connection?.replies ?? exchanges.map { Int($0.replies) } ?? 0,
        isSettled: connection?.isSettled ?? exchanges?.isSettled ?? false,
        initialSequenceNumber: connection?.initialSequenceNumber, list: packets)
    }

    mutating func forget() {
      if connection != nil { connection = nil }
      if exchanges != nil { exchanges = nil }
    }

    /// What a packet is to a conversation.
    enum Answer {
      /// It is of another.
      case other
      /// The next, and the connection is over with it or not.
      case next(SeenPackets.Entry, isOver: Bool)
      /// Something happens.
      case event
      /// Something has happened before.
      case eventful
    }

    /// Takes in a packet.
    // In one call: each look at it from outside takes its time.
    mutating func take(
      _ packet: Wire.Packet, _ ends: PacketEnds, frame: Int, at offset: Int, _ linkType: LinkType
    ) -> Answer {
      guard isTCP == ends.isTCP, isIPv6 == ends.sourceAddress.isIPv6 else { return .other }
      let (source, destination) = (ends.sourceAddress.rawValue, ends.destinationAddress.rawValue)
      let (sourcePort, destinationPort) = (ends.sourcePort, ends.destinationPort)
      let side: Side
      if sender == source, senderPort == sourcePort {
        guard receiver == destination, receiverPort == destinationPort else { return .other }
        side = .originator
      } else {
        guard sender == destination, senderPort == destinationPort, receiver == source, receiverPort == sourcePort
        else { return .other }
        side = .responder
      }
      guard isUneventful else { return .eventful }
      guard packet.isTimed, packet.linkType == linkType, packets.count < UneventfulConversations.packetLimit,
        let entry = SeenPackets.Entry(packet, at: offset, frame: frame, since: firstFrame),
        let transport = ends.soundTransport(of: packet)
      else { return .event }
      let glance = PacketGlance(time: packet.timestamp, identification: ends.identification ?? 0)
      switch transport {
      case .tcp(let segment):
        guard connection?.take(segment, glance, from: side) == true else { return .event }
      case .udp(let datagram):
        guard exchanges?.take(datagram, glance, from: side) == true else { return .event }
      case .icmp, .other: return .event
      }
      lastFrame = frame
      self.bytes += UInt32(truncatingIfNeeded: packet.originalLength)
      return .next(entry, isOver: connection?.isOver == true)
    }
  }

  /// What there is to count of one in which nothing has happened.
  public struct Total: Sendable {
    let key: ConversationKey
    public let firstFrame: Int
    public let packets: Int
    public let bytes: Int
    /// Requests that came back.
    public let replies: Int
    /// Nothing is missing that should have happened.
    public let isSettled: Bool
    /// Of a connection.
    let initialSequenceNumber: SequenceNumber?
    fileprivate let list: SeenPackets.List

    public var isTCP: Bool { initialSequenceNumber != nil }
    /// All segments of such a connection have the ACK bit but the first.
    public var acknowledgments: Int { isTCP ? packets - 1 : 0 }
  }

  /// A packet that has to be looked at again: where its bytes are, and what else makes it up.
  public struct Packet: Sendable {
    public let frame: Int
    public let time: Timestamp
    public let offset: Int
    public let count: Int
    public let originalLength: Int
  }

  private var conversations = SlotArray<Conversation>()
  private var index = FingerprintIndex()
  private var seen = SeenPackets()
  /// Places of connections that are over.
  private var over: [Int] = []
  /// Places of those in which something has happened, and whose packets nobody has looked at yet.
  private var turned: [Int] = []
  /// Packets of those that are here.
  public private(set) var packetCount = 0

  /// Packets of one conversation that are remembered: when it has more, the table follows it.
  fileprivate static var packetLimit: UInt8 { 128 }

  /// What the packets begin with of which all this is known: another is an event.
  public let linkType: LinkType

  /// How many there are in each part of the share, those included that are only marked as eventful, and may be.
  private var counts: [Int]
  private let limit: Int
  private let share: ConversationShare

  /// Of `share`, where `capacity` says how many there may be.
  public init(_ linkType: LinkType, share: ConversationShare = .whole, capacity: Capacity = Capacity()) {
    self.linkType = linkType
    self.share = share
    limit = (share.isWhole ? capacity : capacity.divided(by: ConversationShare.parts)).uneventful
    counts = Array(repeating: 0, count: share.range.count)
  }

  /// Takes in a packet whose bytes are at `offset` in the file, and `key` that of its conversation. False where that is no
  /// uneventful one: then the table is to see it, after the packets that `takeTurned` gives.
  ///
  /// `isNew` tells of a key whether no stream of it lives, and the packet opens one.
  public mutating func take(
    _ packet: Wire.Packet, _ ends: PacketEnds, _ key: ConversationKey, frame: Int, at offset: Int,
    isNew: (SequenceNumber?) -> Bool
  ) -> Bool {
    let fingerprint = key.fingerprint.value
    var bucket = index.start(fingerprint)
    while let place = index.next(fingerprint, from: &bucket) {
      switch conversations[place].take(packet, ends, frame: frame, at: offset, linkType) {
      case .other: continue
      case .next(let entry, let isOver):
        seen.add(entry, to: &conversations[place].packets)
        packetCount += 1
        if isOver { over.append(place) }
        return true
      case .event:
        turn(place)
        return false
      case .eventful: return false
      }
    }
    let part = share.place(of: key)
    // Whoever sends very many first packets has something happen in all of them.
    if counts[part] >= limit { turnAll(of: part) }
    counts[part] += 1
    return begin(packet, ends, fingerprint, frame: frame, at: offset, isNew)
  }

  /// Leaves all of one part to the table, and forgets which of them were eventful before: it shows again.
  private mutating func turnAll(of part: Int) {
    var uneventful: [Int] = []
    for place in 0..<conversations.count where conversations.isUsed(place) {
      let key = conversations[place].key
      guard share.place(of: key) == part else { continue }
      if conversations[place].isUneventful {
        uneventful.append(place)
      } else if conversations[place].packets.count == 0 {
        remove(place, key)
      }
    }
    // Places are those of all parts: the order is to be that of this one.
    for place in uneventful.sorted(by: { conversations[$0].firstFrame < conversations[$1].firstFrame }) { turn(place) }
  }

  private mutating func remove(_ place: Int, _ key: ConversationKey) {
    index.remove(key.fingerprint.value, place)
    conversations.free(place)
    counts[share.place(of: key)] -= 1
  }

  private mutating func turn(_ place: Int) {
    conversations[place].forget()
    packetCount -= Int(conversations[place].packets.count)
    turned.append(place)
  }

  /// True when it begins a conversation that is uneventful so far.
  private mutating func begin(
    _ packet: Wire.Packet, _ ends: PacketEnds, _ fingerprint: UInt64, frame: Int, at offset: Int,
    _ isNew: (SequenceNumber?) -> Bool
  ) -> Bool {
    var conversation = Conversation(packet, ends, frame: frame)
    defer { index.insert(fingerprint, conversations.insert(conversation)) }
    guard ends.source != ends.destination, packet.isTimed, packet.linkType == linkType,
      let entry = SeenPackets.Entry(packet, at: offset, frame: frame, since: frame),
      let transport = ends.soundTransport(of: packet)
    else { return false }
    let glance = PacketGlance(time: packet.timestamp, identification: ends.identification ?? 0)
    switch transport {
    case .tcp(let segment): conversation.connection = UneventfulConnection(segment, glance)
    case .udp(let datagram):
      conversation.exchanges = UneventfulExchanges(datagram, from: ends.source, to: ends.destination, glance)
    case .icmp, .other: break
    }
    guard conversation.isUneventful, isNew(conversation.connection?.initialSequenceNumber) else {
      conversation.forget()
      return false
    }
    conversation.packets = seen.begin(with: entry)
    packetCount += 1
    return true
  }
}

extension UneventfulConversations {
  /// Something else tells of a conversation: from now on it is the table's.
  public mutating func turn(_ key: ConversationKey) {
    if let place = place(of: key), conversations[place].isUneventful { turn(place) }
  }

  private func place(of key: ConversationKey) -> Int? {
    let fingerprint = key.fingerprint.value
    var bucket = index.start(fingerprint)
    while let place = index.next(fingerprint, from: &bucket) {
      if conversations[place].key == key { return place }
    }
    return nil
  }

  /// Some of the packets of conversations in which something has happened wait to be looked at.
  public var hasTurned: Bool { !turned.isEmpty }

  /// Passes the packets of conversations in which something has happened, one conversation after the other, to `body`, and
  /// forgets them.
  public mutating func takeTurned(_ body: (Packet) -> Void) {
    for place in turned {
      take(conversations[place].packets, conversations[place].firstFrame, body)
      conversations[place].packets = .empty
    }
    turned.removeAll(keepingCapacity: true)
  }

  /// Passes the packets of one that was given to `settle` to `body`, and forgets them.
  public mutating func take(_ total: Total, _ body: (Packet) -> Void) { take(total.list, total.firstFrame, body) }

  private mutating func take(_ list: SeenPackets.List, _ first: Int, _ body: (Packet) -> Void) {
    seen.take(list) { entry in
      body(
        Packet(
          frame: entry.frame(since: first), time: entry.time, offset: entry.offset, count: entry.count,
          originalLength: entry.originalLength))
    }
  }

  /// Forgets the packets of one that was given to `settle`.
  public mutating func forget(_ total: Total) { seen.forget(total.list) }

  /// Gives connections that are over and had no packet since `frame`, each once. Their packets are kept until they are taken
  /// or forgotten.
  public mutating func settle(quietSince frame: Int, _ body: (Total) -> Void) {
    var kept = 0
    for number in over.indices {
      let place = over[number]
      guard conversations[place].connection?.isOver == true else { continue }
      if conversations[place].lastFrame >= frame {
        over[kept] = place
        kept += 1
      } else {
        settle(place, body)
      }
    }
    over.removeLast(over.count - kept)
  }

  /// The same of all that are left, when the capture has ended.
  public mutating func settleAll(_ body: (Total) -> Void) {
    for place in 0..<conversations.count where conversations[place].isUneventful { settle(place, body) }
    over = []
  }

  private mutating func settle(_ place: Int, _ body: (Total) -> Void) {
    let total = conversations[place].total
    packetCount -= total.packets
    conversations[place].forget()
    remove(place, total.key)
    body(total)
  }
}
