import Wire

/// In which order streams are given up where there is no room for more: those that are closed; where half of all have only
/// just begun, of these the oldest that nobody answers, so that a flood of SYNs pushes itself out and not the others; then
/// those that had no packet for longest, nearly.
struct GivingUpOrder {
  struct Entry {
    let `protocol`: TransportProtocol
    let place: Int
    /// Tells the stream from others that had this place.
    let generation: Int
    /// The time of its latest packet when it was entered.
    var seen: Timestamp
  }

  /// In the order in which they were opened: nobody has looked whether they were answered.
  var unsettled = Row()
  /// Those that were answered, by the time of a packet that they had.
  var settled = Row()
  /// Those that are closed, and once more among the others.
  var closed = Row()

  var count: Int { unsettled.count + settled.count + closed.count }

  /// Lets go of those whose streams are over.
  mutating func keep(where isAlive: (Entry) -> Bool) {
    unsettled.keep(where: isAlive)
    settled.keep(where: isAlive)
    closed.keep(where: isAlive)
  }

  /// First in, first out.
  struct Row {
    private var entries: [Entry] = []
    private var first = 0

    var count: Int { entries.count - first }

    mutating func append(_ entry: Entry) { entries.append(entry) }

    mutating func takeFirst() -> Entry? {
      guard first < entries.count else { return nil }
      let entry = entries[first]
      first += 1
      if first > 1_024, first * 2 > entries.count {
        entries.removeFirst(first)
        first = 0
      }
      return entry
    }

    mutating func keep(where isAlive: (Entry) -> Bool) {
      entries = entries[first...].filter(isAlive)
      first = 0
    }
  }
}
