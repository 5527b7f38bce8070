import Analyzer
import Conversations
import PacketBuilding
import SessionLog
import Testing
import Wire

/// Logs that no program has written. A join of them ends soon, and holds little.
@Suite(.timeLimit(.minutes(5)))
struct HostileLogTests {
  private static let limit = RecordedSession.eventLimit

  private func event(
    _ kind: SessionEvent.Kind, at time: Int64, socket: Int = 1, bytes: Int? = nil, offset: Int? = nil,
    of party: Party = client
  ) -> SessionEvent {
    var event = SessionEvent(kind, socket: socket, calledAt: time)
    event.returnedAt = time
    (event.local, event.remote) = (party.endpoint, party.peer)
    (event.bytes, event.offset) = (bytes, offset)
    return event
  }

  private func join(
    _ packets: [Sighting], _ transport: SessionHeader.Transport = .tcp, count: Int = Self.limit,
    _ event: (Int) -> SessionEvent
  ) -> Summary {
    var session = RecordedSession(
      path: nil, header: SessionHeader(program: "x", role: .client, protocol: transport, process: 1))
    for place in 0..<count { session.add(event(place)) }
    var summary = analyse(packets).summary
    summary.join([session])
    return summary
  }

  private static let stream: [Sighting] =
    .handshake() + (0..<1_000).map { client.segment(.ack, seq: 1 + UInt32($0), ack: 1, "x") }
    + (0..<1_000).map { client.segment(.ack, seq: 1 + UInt32($0), ack: 1, "x") }

  /// That it comes to an end is what shows that no work multiplies: what is quadratic takes longer than the suite may.
  private func check(_ summary: Summary, _ at: SourceLocation = #_sourceLocation) {
    for timeline in summary.socketTimelines {
      #expect(timeline.steps.count <= SocketTimeline.stepLimit, sourceLocation: at)
    }
  }

  @Test func `a hundred thousand connects of one socket`() {
    let result = join(Self.stream) { event(.connectStarted, at: Int64($0)) }
    check(result)
    #expect(result.socketTimelines.first?.stepsTotal == Self.limit)
  }

  @Test func `each of a hundred thousand sends claims the whole stream`() {
    let result = join(Self.stream) { _ in event(.send, at: 5, bytes: 1_000, offset: 0) }
    check(result)
    // The first may have sent them; a stream has each byte once.
    let effects = result.socketTimelines.first?.steps.map(\.effect) ?? []
    #expect(effects.count { if case .sent = $0 { true } else { false } } == 1)
    #expect(effects.count { $0 == .notSeen } == SocketTimeline.stepLimit - 1)
  }

  @Test(arguments: [Int.max / 4, 1])
  func `offsets that nobody reaches`(bytes: Int) {
    check(join(Self.stream) { event($0 % 2 == 0 ? .send : .recv, at: .max / 4, bytes: bytes, offset: .max / 4) })
    // Without offsets they add up.
    check(join(Self.stream) { event($0 % 2 == 0 ? .send : .recv, at: 0, bytes: bytes) })
  }

  @Test func `datagrams that no frame is like`() {
    let datagrams = (0..<1_000).map { client.datagram("\($0)") }
    check(join(datagrams, .udp, count: 100_000) { event(.send, at: Int64($0 % 2) * (.max / 4), bytes: 4) })
    check(join(datagrams, .udp, count: 100_000) { _ in event(.recv, at: 0, bytes: 1) })
  }

  @Test func `a hundred thousand sockets with the same ends, and as many peers`() {
    let one = join(Self.stream) { event(.send, at: Int64($0), socket: $0, bytes: 1, offset: 0) }
    check(one)
    #expect(one.logs.first?.unmatchedTotal == Self.limit - 1)
    let many = join([client.datagram("halo")], .udp) { place in
      let peer = Endpoint(address: IPAddress(v4: UInt32(place)), port: 7)
      return event(.send, at: Int64(place), bytes: 1, of: Party(client.endpoint, to: peer))
    }
    check(many)
    #expect(many.logs.first?.unmatchedTotal == Self.limit)
  }

  @Test func `a hundred thousand sockets that listen, or close and close`() {
    let refused = [client.segment(.syn), server.segment([.rst, .ack], ack: 1)]
    var session = RecordedSession(path: nil)
    for place in 0..<Self.limit {
      var event = SessionEvent(.close, socket: place, calledAt: Int64(place))
      event.local = server.endpoint
      session.add(event)
    }
    var summary = analyse(refused).summary
    summary.join([session])
    check(summary)
    #expect(summary.socketTimelines.first?.programs.count ?? 0 <= 16)

    session = RecordedSession(path: nil)
    for _ in 0..<Self.limit - 1 { session.add(SessionEvent(.close, socket: 1, calledAt: 5)) }
    session.add(event(.close, at: 6, of: server))
    summary = analyse(refused).summary
    summary.join([session])
    check(summary)
    #expect(summary.socketTimelines.first?.stepsTotal == Self.limit)
  }

  @Test(arguments: [0, 1])
  func `thousands of connections on the same ends`(missing: Int) {
    let count = 3_000
    let packets = (0..<count).flatMap { place -> [Sighting] in
      let party = Party(client.endpoint, to: client.peer, isn: UInt32(place) * 1_000_000, peerISN: UInt32(place))
      return [party.segment(.syn), party.other.segment([.rst, .ack], ack: 1)]
    }
    var session = RecordedSession(path: nil)
    for place in 0..<count - missing {
      session.add(event(.connectFailed, at: LogBuilder.nanoseconds(Double(place) * 2), socket: place + 1))
    }
    var summary = analyse(packets).summary
    #expect(summary.conversations.count == count)
    summary.join([session])
    check(summary)
    #expect(summary.socketTimelines.count == count - missing)
    #expect(summary.socketTimelines.prefix(count - missing).enumerated().allSatisfy { $1.conversation == $0 })
  }

  @Test(arguments: [0, 1, Int64.max / 4] as [Int64], [.min, .min + 1, -1, 0, .max] as [Int64])
  func `clocks at the ends of time`(called: Int64, captured: Int64) {
    let record = CaptureRecord(path: "x", format: "pcapng", linkTypes: [.ethernet], timestampDigits: 9)
    var engine = Engine(record: record)
    for (place, sighting) in ([Sighting].handshake() + [client.segment(.ack, seq: 1, ack: 1, "x")]).enumerated() {
      sighting.bytes.withBytes { bytes in
        let time = place % 2 == 0 ? captured : ~captured
        engine.observe(
          Packet(
            timestamp: Timestamp(nanoseconds: time), originalLength: bytes.byteCount, linkType: .ethernet, bytes: bytes)
        )
      }
    }
    var summary = engine.summary()
    var session = RecordedSession(path: nil)
    session.add(event(.connectEstablished, at: called))
    session.add(event(.send, at: .max / 4 - called, bytes: 1, offset: 0))
    session.add(event(.close, at: called))
    summary.join([session])
    #expect(summary.socketTimelines.count == 1)
    #expect(summary.socketTimelines.first?.stepsTotal == 3)
  }
}
