import Wire

/// The IPv4 identifications that were captured last, whoever sent them: a host may number all its packets in one row.
struct RecentIdentifications {
  private struct Entry {
    let frame: Int
    let source: UInt32
    let identification: UInt16
  }

  /// In order of their frames.
  private var entries: [Entry] = []

  /// Packets that count as recent.
  private static var limit: Int { 2_048 }
  /// Entries kept, those of frames included that are not looked at yet.
  private static var room: Int { 65_536 }

  mutating func add(_ identification: UInt16, of source: IPAddress, in frame: Int) {
    if entries.count == Self.room { entries.removeFirst(Self.room / 2) }
    entries.append(
      Entry(frame: frame, source: UInt32(truncatingIfNeeded: source.rawValue), identification: identification))
  }

  /// Whether `source` has sent a packet with this number, of those that were captured last before `frame`.
  func contains(_ identification: UInt16, of source: IPAddress, before frame: Int) -> Bool {
    let source = UInt32(truncatingIfNeeded: source.rawValue)
    var (start, end) = (0, entries.count)
    while start < end {
      let middle = (start + end) / 2
      if entries[middle].frame < frame { start = middle + 1 } else { end = middle }
    }
    return entries[max(0, start - Self.limit)..<start].contains {
      $0.identification == identification && $0.source == source
    }
  }
}
