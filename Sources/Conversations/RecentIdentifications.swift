import Wire

/// The IPv4 identifications that were captured last, whoever sent them: a host may number all its packets in one row.
struct RecentIdentifications {
  private struct Entry {
    let source: UInt32
    let identification: UInt16
  }

  private var entries: [Entry] = []
  private var next = 0

  private static var limit: Int { 2_048 }

  mutating func add(_ packet: Arrival) {
    guard let identification = packet.identification else { return }
    let entry = Entry(source: UInt32(truncatingIfNeeded: packet.source.rawValue), identification: identification)
    if entries.count < Self.limit {
      entries.append(entry)
    } else {
      entries[next] = entry
      next = (next + 1) % Self.limit
    }
  }

  /// Whether `source` has sent a packet with this number.
  func contains(_ identification: UInt16, of source: IPAddress) -> Bool {
    let source = UInt32(truncatingIfNeeded: source.rawValue)
    return entries.contains { $0.identification == identification && $0.source == source }
  }
}
