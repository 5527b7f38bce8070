import Wire

// Conversations that are let go because more live at a time than there is room to follow.
extension ConversationTable {
  /// Something that can be let go: a conversation, or a stream without one.
  private struct Quiet: Comparable {
    /// Of its latest packet.
    let frame: Int
    let `protocol`: TransportProtocol
    /// Where the conversation stands; nil of a stream.
    let conversation: Int?
    let stream: Int
    let key: ConversationKey
    let bytes: Int
    let kind: Kind

    static func < (left: Quiet, right: Quiet) -> Bool { (left.frame, left.stream) < (right.frame, right.stream) }
    static func == (left: Quiet, right: Quiet) -> Bool { (left.frame, left.stream) == (right.frame, right.stream) }
  }

  /// What is lost with it.
  private enum Kind {
    /// Nothing: it is closed, has only a number, or is of UDP and waits for no reply, which would be late by now.
    case over
    /// An attempt that nobody answered, such as those of which a flood is made.
    case attempt
    case conversation
  }

  /// Packets of one that may still be an attempt: a SYN, and the same again.
  private static var attemptPackets: Int { 3 }

  private func kind(_ protocol: TransportProtocol, _ head: borrowing ConversationHead) -> Kind {
    let (sent, returned) = (head.toResponder.packets, head.toOriginator.packets)
    // Of TCP the answer to a SYN alone is none: whoever floods does not complete a handshake.
    let isAnswered = returned > 0 && sent > (`protocol` == .tcp ? 1 : 0)
    return isAnswered || sent + returned > Self.attemptPackets ? .conversation : .attempt
  }

  private func isOver(exchange position: Int, at time: Timestamp) -> Bool {
    guard exchanges[position].isWaiting, let last = exchanges[position].head.last else { return true }
    return time.nanoseconds(since: last.time) >= UDPConversation.pairingWindow
  }

  /// The order in which they are let go: those that are over; attempts that are older than half of all, so that a flood pushes
  /// itself out and not what was answered, nor what has only just begun; then those that have been quiet for longest.
  private func inOrder(_ all: [Quiet]) -> [Quiet] {
    let all = all.sorted()
    guard !all.isEmpty else { return [] }
    let middle = all[all.count / 2].frame
    func isFirst(_ quiet: Quiet) -> Bool { quiet.kind == .over }
    func isSecond(_ quiet: Quiet) -> Bool { quiet.kind == .attempt && quiet.frame < middle }
    return all.filter(isFirst) + all.filter(isSecond) + all.filter { !isFirst($0) && !isSecond($0) }
  }

  /// What a stream takes: itself, and its key with its place.
  static func cost(of protocol: TransportProtocol) -> Int {
    let entry = 2 * (MemoryLayout<ConversationKey>.stride + MemoryLayout<StreamPlace>.stride)
    return entry + (`protocol` == .tcp ? MemoryLayout<TCPStream>.stride : MemoryLayout<UDPStream>.stride)
  }

  /// Lets go of what has been quiet for longest, if there is too much, after a packet of the conversation with this key.
  @inline(__always)
  mutating func makeRoom(after key: ConversationKey, _ packet: Arrival) {
    let part = share.place(of: key)
    defer { opened = 0 }
    if room.add(opened, in: part) { makeRoom(in: part, before: packet.moment) }
  }

  /// Conversations were let go, and nobody has taken their records yet. Where time ends conversations too, they are among
  /// those that are over.
  public var hasLetGo: Bool { !expiry.isOn && !expiry.finished.isEmpty }

  @inline(never)
  private mutating func makeRoom(in part: Int, before moment: FrameMoment) {
    let all = quietConversations(in: part, before: moment) + quietStreams(in: part)
    var excess = room.settle(all.reduce(0) { $0 + $1.bytes }, in: part)
    guard excess > 0 else { return }
    var positions: Set<Int> = []
    for each in inOrder(all) where excess > 0 && each.frame < moment.frame {
      excess -= each.bytes
      if let position = each.conversation {
        if each.protocol == .tcp {
          positions.insert(position)
          letGo(connection: position, of: each.key, isOver: each.kind == .over)
        } else {
          letGo(exchange: position, of: each.key, isOver: each.kind == .over)
        }
      }
      closeStream(each.protocol, each.stream, each.key)
    }
    closing.removeAll { positions.contains($0.position) }
  }

  private mutating func quietConversations(in part: Int, before moment: FrameMoment) -> [Quiet] {
    var all: [Quiet] = []
    for position in 0..<connections.count where connections.isUsed(position) {
      let key = ConversationKey(
        .tcp, connections[position].head.originator, connections[position].head.responder)
      guard share.place(of: key) == part else { continue }
      let stream = connections[position].head.streamPlace
      all.append(
        Quiet(
          frame: connections[position].head.last?.frame ?? 0, protocol: .tcp, conversation: position, stream: stream,
          key: key, bytes: connections[position].heldBytes + Self.cost(of: .tcp) + tcpStreams[stream].heldBytes,
          kind: connections[position].isOver(since: moment.frame) ? .over : kind(.tcp, connections[position].head)))
    }
    for position in 0..<exchanges.count where exchanges.isUsed(position) {
      let key = ConversationKey(
        .udp, exchanges[position].head.originator, exchanges[position].head.responder)
      guard share.place(of: key) == part else { continue }
      all.append(
        Quiet(
          frame: exchanges[position].head.last?.frame ?? 0, protocol: .udp, conversation: position,
          stream: exchanges[position].head.streamPlace, key: key,
          bytes: exchanges[position].heldBytes + Self.cost(of: .udp),
          kind: isOver(exchange: position, at: moment.time) ? .over : kind(.udp, exchanges[position].head)))
    }
    return all
  }

  private func quietStreams(in part: Int) -> [Quiet] {
    var all: [Quiet] = []
    for (key, place) in streams {
      guard case .live(let stream) = place, share.place(of: key) == part else { continue }
      if key.protocol == .tcp {
        guard tcpStreams[stream].places.isEmpty else { continue }
        all.append(
          Quiet(
            frame: tcpStreams[stream].latestFrame, protocol: .tcp, conversation: nil, stream: stream, key: key,
            bytes: Self.cost(of: .tcp) + tcpStreams[stream].heldBytes, kind: .over))
      } else if udpStreams[stream].places.isEmpty {
        all.append(
          Quiet(
            frame: udpStreams[stream].latestFrame, protocol: .udp, conversation: nil, stream: stream, key: key,
            bytes: Self.cost(of: .udp), kind: .over))
      }
    }
    return all
  }

  private mutating func letGo(connection position: Int, of key: ConversationKey, isOver: Bool) {
    let head = connections[position].head
    let completeness = tcpStreams[head.streamPlace].completeness
    if isWanted(.tcp, head.stream, head.originator, head.responder),
      var record = connections[position].record(
        completeness: completeness, isCapturedTwice: isCapturedTwice(head))
    {
      record.isLetGo = !isOver
      expiry.finished.append(record)
    }
    retired = retired + Copies(head)
    let part = share.place(of: key)
    if expiry.isOn, !keepsRecords {
      connections[position].release(&budgets[part])
    } else {
      connections[position].releaseBytes(&budgets[part])
    }
    tcpStreams[head.streamPlace].places.remove(position, of: head.encapsulation?.identity)
    var empty = head
    empty.forget()
    connections.remove(at: position, leaving: TCPConnection(head: empty))
  }

  private mutating func letGo(exchange position: Int, of key: ConversationKey, isOver: Bool) {
    let head = exchanges[position].head
    if isWanted(.udp, head.stream, head.originator, head.responder),
      var record = exchanges[position].record(
        namesBackground: expiry.namesBackground, isCapturedTwice: isCapturedTwice(head))
    {
      record.isLetGo = !isOver
      expiry.finished.append(record)
    }
    retired = retired + Copies(head)
    let part = share.place(of: key)
    if expiry.isOn, !keepsRecords {
      exchanges[position].release(&budgets[part])
    } else {
      exchanges[position].releaseBytes(&budgets[part])
    }
    udpStreams[head.streamPlace].places.remove(position, of: head.encapsulation?.identity)
    var empty = head
    empty.forget()
    exchanges.remove(at: position, leaving: UDPConversation(head: empty))
  }

  /// Forgets the stream at `place`, all but its number, where no conversation of it is left.
  mutating func closeStream(_ protocol: TransportProtocol, _ place: Int, _ key: ConversationKey) {
    if `protocol` == .tcp {
      guard tcpStreams.isUsed(place), tcpStreams[place].places.isEmpty else { return }
    } else {
      guard udpStreams.isUsed(place), udpStreams[place].places.isEmpty else { return }
    }
    let number = `protocol` == .tcp ? tcpStreams[place].number : udpStreams[place].number
    // A newer stream may have the key by now.
    if case .live(place)? = streams[key] {
      streams[key] = nil
      let bases =
        `protocol` == .tcp ? (tcpStreams[place].base(ofLow: true), tcpStreams[place].base(ofLow: false)) : (nil, nil)
      countedStreams.add(
        CountedStream(
          number: number, bases: bases, completeness: `protocol` == .tcp ? tcpStreams[place].completeness : []), key,
        part: share.place(of: key))
    }
    if expiry.isOn { expiry.close(`protocol`, place) }
    if `protocol` == .tcp {
      tcpStreams.remove(
        at: place, leaving: TCPStream(number: number, time: tcpStreams[place].previous, reusesPorts: false))
    } else {
      udpStreams.remove(at: place, leaving: UDPStream(number: number))
    }
  }
}
