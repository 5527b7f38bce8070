import Conversations
import Wire

// Packets that are taken in a block at a time.
extension Engine {
  /// How many of its packets are there twice.
  var copies: ConversationTable.Copies {
    table.copies + ConversationTable.Copies(packets: uneventful?.conversations.packetCount ?? 0)
  }
  /// When its streams and conversations were opened.
  var openings: Openings { table.openings }

  /// Takes in the next packet of the capture, now or when `finishBlock` is called: what it is to its conversation does not
  /// depend on packets of others. Its bytes are at `place` in `block`, which begins at `offset` in its file.
  mutating func observe(_ packet: Packet, at place: Range<Int>, in block: RawSpan, from offset: Int?) {
    frame += 1
    if share.isFirst { count(packet) }
    guard let ends = PacketEnds(packet) else {
      // It may be a piece of any, or tell of any.
      finishBlock(block)
      take(packet)
      return collectFinished()
    }
    if let identification = ends.identification {
      table.note(identification, of: ends.sourceAddress, in: frame)
    }
    guard share.contains(ends) else { return }
    let key = ConversationKey(ends.isTCP ? .tcp : .udp, ends.source, ends.destination)
    if let offset, takeUneventful(packet, ends, key, at: offset + place.lowerBound) { return }
    groups.add(packet, key, at: place, frame: frame)
  }

  /// Takes in the packets that wait.
  mutating func finishBlock(_ block: RawSpan) {
    takeTurned()
    guard !groups.isEmpty else { return }
    var waiting = groups
    groups = PacketGroups()
    takeLater { waiting.take(from: block, $0) }
    groups = waiting
  }

  /// Takes in the packets that `lend` gives, all of which came before.
  mutating func takeLater(_ lend: (_ body: (_ packet: Packet, _ frame: Int) -> Void) -> Void) {
    let (latest, wasTold) = (frame, table.isTold)
    // What is told of them beside their conversations was told when they came.
    table.isTold = true
    lend { packet, frame in
      self.frame = frame
      if !takePlain(packet) { take(packet) }
      collectFinished()
    }
    table.isTold = wasTold
    frame = latest
  }

  /// Lets go of connections that are closed and had no packet since `frame`.
  mutating func retire(quietSince frame: Int) {
    var collector = collector
    self.collector = RecordCollector(limit: conversationLimit, capacity: capacity)
    table.retire(quietSince: frame) { collector.add($0) }
    self.collector = collector
  }

  /// Takes in the packet whose number `frame` is, one with nothing around it. False when there is more to see.
  private mutating func takePlain(_ packet: Packet) -> Bool {
    guard let headers = PlainHeaders(packet) else { return false }
    let network = headers.network
    let source: IPAddress, destination: IPAddress
    var identification: UInt16?
    switch network {
    case .ipv4(let header):
      (source, destination, identification) = (header.source, header.destination, header.identification)
    case .ipv6(let header): (source, destination) = (header.source, header.destination)
    case .arp: return false
    }
    let arrival = Arrival(
      moment: FrameMoment(frame: frame, time: packet.timestamp), isTimed: packet.isTimed, source: source,
      destination: destination, frameBytes: packet.originalLength,
      ipBytes: network.headerLength + network.payloadLength, checksum: network.checksumStatus(of: headers.transport),
      hopLimit: network.hopLimit, identification: identification,
      isCongestionExperienced: network.isCongestionExperienced)
    var observation = Observation(frame: frame)
    switch headers.transport {
    case .tcp(let segment): table.observe(segment, arrival, into: &observation)
    case .udp(let datagram): table.observe(datagram, arrival, into: &observation)
    case .icmp, .other: return false
    }
    return true
  }

  /// Takes in the packet whose number `frame` is.
  private mutating func take(_ packet: Packet) {
    var observation = Observation(frame: frame)
    take(
      Frame(packet), packet, Pieces(frames: [], bytes: packet.originalLength), isAnalysed: true, &observation, nil)
  }
}
