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

  /// Passes what is reported of all that is left when the capture ends to `body`, in order of their first packet, and
  /// forgets each.
  public mutating func takeRest(_ body: (ConversationRecord) -> Void) {
    guard expiry.isOn else {
      return takeRecords(
        namesBackground: expiry.namesBackground, isCapturedTwice: copies.areAll, where: isWanted, body)
    }
    for record in takeFinished() { body(record) }
    var left: [(index: Int, protocol: TransportProtocol, place: Int)] = []
    for place in 0..<tcpStreams.count where !expiry[.tcp, place].isOver {
      tcpStreams[place].places.first.map { left.append((connections[$0].head.index ?? .max, .tcp, place)) }
    }
    for place in 0..<udpStreams.count where !expiry[.udp, place].isOver {
      udpStreams[place].places.first.map { left.append((exchanges[$0].head.index ?? .max, .udp, place)) }
    }
    left.sort { $0.index < $1.index }
    for stream in left {
      finish(stream.protocol, stream.place, .withCapture)
      for record in takeFinished().sorted(by: { $0.index < $1.index }) { body(record) }
    }
  }

  /// Ends what is over when a packet comes.
  mutating func expire(before packet: Arrival) {
    if packet.isTimed { expiry.advance(to: packet.moment.time) }
    while let (transport, place) = expiry.next() {
      let end = end(transport, place)
      if end > expiry.now {
        expiry.requeue(transport, place, at: end)
      } else {
        finish(transport, place, .bySilence)
      }
    }
  }

  /// Conversations of one stream that are looked at for each of its packets.
  private static var fewPlaces: Int { 8 }

  /// A packet of the stream has come, and may have brought its end nearer.
  mutating func schedule(_ protocol: TransportProtocol, _ place: Int) {
    expiry.see(`protocol`, place)
    let count = `protocol` == .tcp ? tcpStreams[place].places.count : udpStreams[place].places.count
    // Through very many tunnels or VLANs it ends no sooner than it would be looked at anyway.
    guard count <= Self.fewPlaces else { return }
    expiry.schedule(`protocol`, place, at: end(`protocol`, place))
  }

  /// When the stream is over, if nothing more comes: with the last of its conversations.
  private func end(_ protocol: TransportProtocol, _ place: Int) -> Timestamp {
    var rest: Int64 = 0
    let isZeek = expiry.lifetime == .zeek
    if `protocol` == .tcp {
      tcpStreams[place].places.forEach { position in
        let zeek = isZeek ? connections[position].zeek.rest : nil
        rest = max(rest, zeek ?? connections[position].rest)
      }
    } else {
      udpStreams[place].places.forEach { position in
        let zeek = isZeek ? exchanges[position].zeek.rest : nil
        rest = max(rest, zeek ?? ConversationLifetime.afterUDP)
      }
    }
    return expiry[`protocol`, place].seen.advanced(by: rest)
  }

  /// Why a stream ends.
  enum End { case bySilence, withCapture }

  /// Gives the records of the stream's conversations, and forgets it.
  mutating func finish(_ protocol: TransportProtocol, _ place: Int, _ end: End) {
    let (key, generation) = (expiry[`protocol`, place].key, expiry[`protocol`, place].generation)
    let number: Int
    if `protocol` == .tcp {
      number = tcpStreams[place].number
      let (completeness, places) = (tcpStreams[place].completeness, tcpStreams[place].places)
      places.forEach { position in
        var head = connections[position].head
        retired = retired + Copies(head)
        if isWanted(.tcp, number, head.originator, head.responder),
          let record = connections[position].record(
            completeness: completeness, isCapturedTwice: isCapturedTwice(head))
        {
          give(record, end)
          if keepsRecords {
            connections[position].releaseBytes(&budgets[share.place(of: key)])
          } else {
            connections[position].release(&budgets[share.place(of: key)])
          }
        } else {
          connections[position].release(&budgets[share.place(of: key)])
        }
        head.forget()
        connections.remove(at: position, leaving: TCPConnection(head: head))
      }
      tcpStreams.remove(
        at: place, leaving: TCPStream(number: number, time: tcpStreams[place].previous, reusesPorts: false))
    } else {
      number = udpStreams[place].number
      let places = udpStreams[place].places
      places.forEach { position in
        var head = exchanges[position].head
        retired = retired + Copies(head)
        if isWanted(.udp, number, head.originator, head.responder),
          let record = exchanges[position].record(
            namesBackground: expiry.namesBackground, isCapturedTwice: isCapturedTwice(head))
        {
          give(record, end)
          if keepsRecords {
            exchanges[position].releaseBytes(&budgets[share.place(of: key)])
          } else {
            exchanges[position].release(&budgets[share.place(of: key)])
          }
        } else {
          exchanges[position].release(&budgets[share.place(of: key)])
        }
        head.forget()
        exchanges.remove(at: position, leaving: UDPConversation(head: head))
      }
      udpStreams.remove(at: place, leaving: UDPStream(number: number))
    }
    expiry.close(`protocol`, place)
    // A newer stream may have the key by now.
    guard case .live(place)? = streams[key] else { return }
    streams[key] = .over(number, generation: generation)
    if let oldest = expiry.remember(key, generation), case .over(_, oldest.generation)? = streams[oldest.key] {
      streams[oldest.key] = nil
    }
  }

  private mutating func give(_ record: ConversationRecord, _ end: End) {
    var record = record
    record.isEndedBySilence = end == .bySilence && record.outcome == .open
    expiry.finished.append(record)
  }

  /// Packets of it are there twice because the capture doubles all of them, as far as that can be told by now.
  func isCapturedTwice(_ head: borrowing ConversationHead) -> Bool {
    guard !head.copies.isEmpty else { return false }
    return areCopiesTheCaptures
      || (keepsRecords && retired.areAll)
  }

  /// Of records that were kept, so much detail is kept no longer.
  public mutating func giveBack(details: Int, pairs: Int, to key: ConversationKey) {
    budgets[share.place(of: key)].details += details
    budgets[share.place(of: key)].pairs += pairs
  }

  /// The capture's clock was set by so many nanoseconds: no time has passed for conversations.
  public mutating func clockWasSet(by nanoseconds: Int64) { expiry.clockWasSet(by: nanoseconds) }

  /// Whether `takeFinished` has something to give.
  public var hasFinished: Bool { !expiry.finished.isEmpty }
}
