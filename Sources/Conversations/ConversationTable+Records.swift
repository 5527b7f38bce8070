public import Wire

// What is told of conversations when the capture is over.
extension ConversationTable {
  /// What is reported of every conversation that `isWanted`, in order of their first packet.
  ///
  /// `namesBackground` marks traffic that hosts make by themselves.
  public func records(
    namesBackground: Bool = true,
    where isWanted: (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool = { _, _, _, _ in true }
  ) -> [ConversationRecord] {
    var table = self
    var records: [ConversationRecord] = []
    table.takeRecords(namesBackground: namesBackground, isCapturedTwice: copies.areAll, where: isWanted) {
      records.append($0)
    }
    return records
  }

  /// The same at the end of a capture, each passed to `body`: the table forgets each conversation as it gives its record, so
  /// that they need not have room twice.
  ///
  /// `isCapturedTwice` tells that all packets of the capture are there twice.
  public mutating func takeRecords(
    namesBackground: Bool = true, isCapturedTwice: Bool,
    where isWanted: (TransportProtocol, _ stream: Int, Endpoint, Endpoint) -> Bool = { _, _, _, _ in true },
    _ body: (ConversationRecord) -> Void
  ) {
    func isTwice(_ head: borrowing ConversationHead) -> Bool {
      isCapturedTwice || (areCopiesTheCaptures && !head.copies.isEmpty)
    }
    func isReported(_ protocol: TransportProtocol, _ head: borrowing ConversationHead) -> Bool {
      isWanted(`protocol`, head.stream, head.originator, head.responder)
    }
    // Where none was given before, each of the two is in the order of `index` already.
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
        let completeness = tcpStreams[connections[connection].head.streamPlace].completeness
        let record = connections[connection].record(
          completeness: completeness, isCapturedTwice: isTwice(connections[connection].head))
        if let record { body(record) }
      } else {
        defer {
          exchange += 1
          exchanges.release(before: exchange)
        }
        guard isReported(.udp, exchanges[exchange].head) else { continue }
        let record = exchanges[exchange].record(
          namesBackground: namesBackground, isCapturedTwice: isTwice(exchanges[exchange].head))
        if let record { body(record) }
      }
    }
  }

  /// Packets, and those of them that are there once more.
  public struct Copies: Sendable {
    public var copies = 0
    public var packets = 0

    public init(copies: Int = 0, packets: Int = 0) {
      self.copies = copies
      self.packets = packets
    }

    /// Nearly every packet is there twice. A network doubles some of them, a capture at two places all.
    public var areAll: Bool { copies >= 3 && copies * 20 >= packets * 9 }

    public static func + (left: Copies, right: Copies) -> Copies {
      Copies(copies: left.copies + right.copies, packets: left.packets + right.packets)
    }
  }

  public var copies: Copies {
    var all = Copies(copies: retiredCopies, packets: retiredPackets)
    func count(_ head: borrowing ConversationHead) {
      all.copies += head.copies.total
      all.packets += head.toResponder.packets + head.toOriginator.packets
    }
    for position in 0..<connections.count { count(connections[position].head) }
    for position in 0..<exchanges.count { count(exchanges[position].head) }
    return all
  }
}
