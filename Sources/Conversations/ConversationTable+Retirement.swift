import Wire

// Connections that are let go when they are closed, while the capture goes on.
extension ConversationTable {
  /// A connection in which a FIN or a RST was sent.
  struct Closing {
    let position: Int
    let stream: Int
  }

  /// Notes a connection that a FIN or a RST may close.
  mutating func noteClosing(_ position: Int, in stream: Int) {
    guard connections[position].noteClosing() else { return }
    closing.append(Closing(position: position, stream: stream))
  }

  /// Gives the records of connections that are closed and had no packet since the one numbered `frame`, and forgets all of
  /// them but their streams' numbers.
  public mutating func retire(quietSince frame: Int, _ body: (ConversationRecord) -> Void) {
    var kept = 0
    for place in closing.indices {
      let (position, stream) = (closing[place].position, closing[place].stream)
      guard connections[position].isOver(since: frame) else {
        closing[kept] = closing[place]
        kept += 1
        continue
      }
      let key = ConversationKey(
        .tcp, connections[position].head.originator, connections[position].head.responder)
      let identity = connections[position].head.encapsulation?.identity
      let end = connections[position].retire(tcpStreams[stream].completeness, &budgets, share)
      retired.packets += end.packets
      if let record = end.record, isWanted(.tcp, record.stream, record.originator, record.responder) { body(record) }
      // What is left in its place is no conversation, until another takes it.
      connections.free(position)
      tcpStreams[stream].retire(position, identity)
      // On the same ports there is another by now.
      if case .live(stream)? = streams[key] {} else { closeStream(.tcp, stream, key) }
    }
    closing.removeLast(closing.count - kept)
  }
}

extension TCPConnection {
  /// True once, when it is noted as one that may be let go.
  mutating func noteClosing() -> Bool {
    defer { isNotedClosing = true }
    return !isNotedClosing
  }

  /// What is reported of it, and how many packets it had. Nothing is, afterwards.
  mutating func retire(
    _ completeness: TCPCompleteness, _ budgets: inout [DetailBudget], _ share: ConversationShare
  ) -> (record: ConversationRecord?, packets: Int) {
    let packets = head.toResponder.packets + head.toOriginator.packets
    let record = record(completeness: completeness, isCapturedTwice: false)
    releaseBytes(&budgets[share.place(of: ConversationKey(.tcp, head.originator, head.responder))])
    head.forget()
    return (record, packets)
  }
}
