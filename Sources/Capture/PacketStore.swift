import Wire

/// Packets held in memory, to be lent in order of their times.
struct PacketStore {
  /// Where a packet is, and what is known of it beside its bytes.
  private struct Entry {
    let nanoseconds: Int64
    /// Counted as they came.
    let number: UInt32
    let chunk: UInt32
    let offset: UInt32
    let captured: UInt32
    let comment: UInt32
    let originalLength: UInt32
    let linkType: Int32
    let interface: UInt32
    let part: UInt32
    let isTimed: Bool
  }

  /// The bytes of many packets: one buffer would be copied as a whole whenever it grows.
  private static let chunkLength = 4_194_304
  private var chunks: [[UInt8]] = []
  private var entries: [Entry] = []
  /// Bytes that may be held, and those that are.
  let limit: Int
  private var size = 0
  private var lastTime: Int64?
  /// Packets with a time before that of the packet in front of them.
  private(set) var outOfOrder = 0

  init(limit: Int) { self.limit = limit }

  var count: Int { entries.count }

  /// Adds a copy of `packet`; false where there is no room for it. `part` is its file's place.
  mutating func add(_ packet: Packet, of part: Int) -> Bool {
    let needed = packet.bytes.byteCount + packet.comment.byteCount
    // The list of entries may take as much again while it grows.
    size += needed + 2 * MemoryLayout<Entry>.stride
    guard size <= limit else { return false }
    if chunks.isEmpty || chunks[chunks.count - 1].count + needed > Self.chunkLength {
      var chunk: [UInt8] = []
      chunk.reserveCapacity(max(needed, min(Self.chunkLength, limit)))
      chunks.append(chunk)
    }
    let last = chunks.count - 1
    var nanoseconds = packet.timestamp.nanoseconds
    if !packet.isTimed {
      nanoseconds = lastTime ?? nanoseconds
    } else {
      if let lastTime, nanoseconds < lastTime { outOfOrder += 1 }
      lastTime = nanoseconds
    }
    entries.append(
      Entry(
        nanoseconds: nanoseconds, number: UInt32(entries.count), chunk: UInt32(last),
        offset: UInt32(chunks[last].count), captured: UInt32(packet.bytes.byteCount),
        comment: UInt32(packet.comment.byteCount),
        originalLength: UInt32(clamping: packet.originalLength), linkType: packet.linkType.rawValue,
        interface: UInt32(clamping: packet.interface), part: UInt32(part), isTimed: packet.isTimed))
    chunks[last].append(packet.bytes)
    chunks[last].append(packet.comment)
    return true
  }

  /// Puts the packets in order of their times. Those of one time stay as they came.
  mutating func sort() {
    guard outOfOrder > 0 else { return }
    entries.sort { ($0.nanoseconds, $0.number) < ($1.nanoseconds, $1.number) }
  }

  /// The place of the file that the packet at `position` is of, and its time, if it has one.
  func origin(of position: Int) -> (part: Int, time: Timestamp?) {
    let entry = entries[position]
    return (Int(entry.part), entry.isTimed ? Timestamp(nanoseconds: entry.nanoseconds) : nil)
  }

  func lend(_ position: Int, _ body: (Packet) -> Bool) -> Bool {
    let entry = entries[position]
    return chunks[Int(entry.chunk)].withBytes { chunk in
      let start = Int(entry.offset)
      let end = start + Int(entry.captured)
      return body(
        Packet(
          timestamp: Timestamp(nanoseconds: entry.nanoseconds), originalLength: Int(entry.originalLength),
          linkType: LinkType(rawValue: entry.linkType), bytes: chunk.extracting(start..<end),
          interface: Int(entry.interface), isTimed: entry.isTimed,
          comment: chunk.extracting(end..<end + Int(entry.comment))))
    }
  }
}
