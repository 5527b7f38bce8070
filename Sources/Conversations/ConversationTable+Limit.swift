import Wire

// Conversations that are given up because there are too many at once.
extension ConversationTable {
  /// Makes room for one more stream, before the packet of `frame` opens it.
  mutating func makeRoom(in frame: Int) {
    guard expiry.live >= openLimit, let (transport, place) = nextToGiveUp() else { return }
    if !isAsGoodAsOver(transport, place) { givenUp.add(frame) }
    finish(transport, place, .givenUp)
  }

  private mutating func nextToGiveUp() -> (protocol: TransportProtocol, place: Int)? {
    while let entry = expiry.order.closed.takeFirst() {
      if expiry.isAlive(entry), isClosed(entry.place) { return (entry.protocol, entry.place) }
    }
    if let unanswered = nextUnanswered(leaving: openLimit / 2) { return unanswered }
    if let quiet = nextQuiet() { return quiet }
    return nextUnanswered(leaving: 0) ?? nextQuiet()
  }

  /// The oldest that nobody answers, but none of the `count` that were opened last.
  private mutating func nextUnanswered(leaving count: Int) -> (protocol: TransportProtocol, place: Int)? {
    while expiry.order.unsettled.count > count, let entry = expiry.order.unsettled.takeFirst() {
      guard expiry.isAlive(entry) else { continue }
      if !isAnswered(entry.protocol, entry.place) { return (entry.protocol, entry.place) }
      expiry.order.settled.append(expiry.entry(entry.protocol, entry.place))
    }
    return nil
  }

  private mutating func nextQuiet() -> (protocol: TransportProtocol, place: Int)? {
    while let entry = expiry.order.settled.takeFirst() {
      guard expiry.isAlive(entry) else { continue }
      let now = expiry.entry(entry.protocol, entry.place)
      if now.seen == entry.seen { return (entry.protocol, entry.place) }
      // It has another turn for the packets that came since.
      expiry.order.settled.append(now)
    }
    return nil
  }

  /// Nothing of it is lost: it is closed, or of UDP nothing has come for as long as a reply may take; or it is none, but a
  /// stream that has only a number.
  private func isAsGoodAsOver(_ protocol: TransportProtocol, _ place: Int) -> Bool {
    guard `protocol` == .udp else { return isClosed(place) }
    return udpStreams[place].places.count == 0
      || expiry.now.nanoseconds(since: expiry[.udp, place].seen) >= UDPConversation.pairingWindow
  }

  /// Packets of one that may still be an attempt: a SYN, and the same again.
  private static var fewPackets: Int { 3 }

  /// Both sides take part in it, of TCP with more than a SYN and its answer; or one side sends very much.
  private func isAnswered(_ protocol: TransportProtocol, _ place: Int) -> Bool {
    var isAnswered = false
    func look(_ head: borrowing ConversationHead) {
      let (sent, returned) = (head.toResponder.packets, head.toOriginator.packets)
      let isBothSided = returned > 0 && sent > (`protocol` == .tcp ? 1 : 0)
      if isBothSided || sent + returned > Self.fewPackets { isAnswered = true }
    }
    if `protocol` == .tcp {
      tcpStreams[place].places.forEach { look(connections[$0].head) }
    } else {
      udpStreams[place].places.forEach { look(exchanges[$0].head) }
    }
    return isAnswered
  }

  /// Of TCP: all that is in the stream is closed.
  private func isClosed(_ place: Int) -> Bool {
    var isClosed = true
    tcpStreams[place].places.forEach { if !connections[$0].isClosed { isClosed = false } }
    return isClosed
  }
}
