import Wire

// Conversations that are over before the capture is.
extension ConversationTable {
  /// What is reported of conversations that were over by the latest packet, in the order in which they ended. Each is given
  /// once.
  public mutating func takeFinished() -> [ConversationRecord] {
    guard !expiry.finished.isEmpty else { return [] }
    defer { expiry.finished = [] }
    return expiry.finished
  }

  /// What is reported of all that is left when the capture ends, in order of their first packet.
  public mutating func takeRest() -> [ConversationRecord] {
    var rest = takeFinished()
    let start = rest.count
    for place in liveStreams(.tcp) { finish(.tcp, place) }
    for place in liveStreams(.udp) { finish(.udp, place) }
    rest += takeFinished()
    rest[start...].sort { $0.index < $1.index }
    return rest
  }

  private func liveStreams(_ protocol: TransportProtocol) -> [Int] {
    let count = `protocol` == .tcp ? tcpStreams.count : udpStreams.count
    return (0..<count).filter { !expiry[`protocol`, $0].isOver }
  }

  /// Ends what is over when a packet comes.
  mutating func expire(before packet: Arrival) {
    if packet.isTimed { expiry.advance(to: packet.moment.time) }
    while let (transport, place) = expiry.next() {
      let end = end(transport, place)
      if end > expiry.now { expiry.requeue(transport, place, at: end) } else { finish(transport, place) }
    }
  }

  /// A packet may have brought the end of its stream nearer.
  mutating func schedule(_ protocol: TransportProtocol, _ place: Int) {
    let end = end(`protocol`, place)
    expiry.schedule(`protocol`, place, at: end)
  }

  /// When the stream is over, if nothing more comes: the latest end of its conversations.
  private func end(_ protocol: TransportProtocol, _ place: Int) -> Timestamp {
    var latest: Timestamp?
    let isZeek = expiry.lifetime == .zeek
    if `protocol` == .tcp {
      tcpStreams[place].places.forEach { position in
        let end = isZeek ? connections[position].zeek.end : nil
        latest = max(latest ?? end ?? connections[position].idleEnd, end ?? connections[position].idleEnd)
      }
      return latest ?? tcpStreams[place].previous.advanced(by: ConversationLifetime.afterTCP)
    }
    udpStreams[place].places.forEach { position in
      let end = isZeek ? exchanges[position].zeek.end : nil
      let idle = exchanges[position].head.last?.time.advanced(by: ConversationLifetime.afterUDP)
      latest = [latest, end ?? idle].compactMap(\.self).max()
    }
    // One that holds no conversation is over with the time that it was given.
    return latest ?? expiry.now
  }

  /// Gives the records of the stream's conversations, and forgets it.
  private mutating func finish(_ protocol: TransportProtocol, _ place: Int) {
    let key = expiry[`protocol`, place].key
    let number: Int
    if `protocol` == .tcp {
      number = tcpStreams[place].number
      let completeness = tcpStreams[place].completeness
      tcpStreams[place].places.forEach { position in
        let head = connections[position].head
        if isWanted(.tcp, number, head.originator, head.responder),
          let record = connections[position].record(completeness: completeness, isCapturedTwice: false)
        {
          expiry.finished.append(record)
        }
        connections[position].release(&budget)
        connections.remove(at: position, leaving: TCPConnection(head: head))
      }
      tcpStreams.remove(
        at: place, leaving: TCPStream(number: number, time: tcpStreams[place].previous, reusesPorts: false))
    } else {
      number = udpStreams[place].number
      udpStreams[place].places.forEach { position in
        let head = exchanges[position].head
        if isWanted(.udp, number, head.originator, head.responder),
          let record = exchanges[position].record(namesBackground: true, isCapturedTwice: false)
        {
          expiry.finished.append(record)
        }
        exchanges[position].release(&budget)
        exchanges.remove(at: position, leaving: UDPConversation(head: head))
      }
      udpStreams.remove(at: place, leaving: UDPStream(number: number))
    }
    expiry.close(`protocol`, place)
    // A newer stream may have the key by now.
    guard case .live(place)? = streams[key] else { return }
    streams[key] = .over(number)
    if let forgotten = expiry.remember(key), case .over? = streams[forgotten] { streams[forgotten] = nil }
  }
}
