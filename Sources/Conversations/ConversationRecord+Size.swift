extension ConversationRecord {
  /// What it takes of memory, as estimated.
  public var heldBytes: Int {
    let own = MemoryLayout<ConversationRecord>.stride + 1_024
    let details = data.count * MemoryLayout<DataSegment>.stride + exchanges.count * MemoryLayout<Exchange>.stride
    let pairs = echo.pairs.count * MemoryLayout<EchoResult.Pair>.stride
    let times = turnaround.heldBytes + thinkTime.heldBytes + (echo.rtt?.heldBytes ?? 0)
    let segments = [toResponder, toOriginator].reduce(0) { $0 + ($1.segments?.heldBytes ?? 0) }
    let events = (self.events?.retransmissions.count ?? 0) * MemoryLayout<Retransmission>.stride
    return own + details + pairs + times + segments + events
  }
}

extension SegmentStatistics {
  /// What its lists take.
  var heldBytes: Int { roundTrips.heldBytes + retransmissionTimes.heldBytes }
}
