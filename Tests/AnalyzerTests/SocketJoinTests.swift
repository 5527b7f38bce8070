import Analyzer
import Conversations
import PacketBuilding
import SessionLog
import Testing
import Wire

/// Session logs laid beside the packets of their conversations.
struct SocketJoinTests {
  func join(_ packets: [Sighting]..., logs: [RecordedSession], capacity: Capacity = Capacity()) -> Summary {
    var summary = analyse(packets.flatMap(\.self), capacity: capacity).summary
    summary.join(logs)
    return summary
  }

  func clientLog(_ build: (inout LogBuilder) -> Void) -> RecordedSession {
    var log = LogBuilder(.client)
    build(&log)
    return log.session
  }

  func serverLog(_ build: (inout LogBuilder) -> Void) -> RecordedSession {
    var log = LogBuilder(.server)
    build(&log)
    return log.session
  }

  /// What the calls of one kind had to do with frames.
  func effects(
    _ kind: SessionEvent.Kind, _ summary: Summary, timeline: Int = 0
  ) -> [SocketTimeline.Effect] {
    guard summary.socketTimelines.indices.contains(timeline) else { return [] }
    return summary.socketTimelines[timeline].steps.filter { $0.call.event == kind }.map(\.effect)
  }

  /// 34 bytes there and back; the server closes first. Frames 1 to 11.
  private static let text = String(repeating: "h", count: 34)
  static var echo: [Sighting] {
    [Sighting].handshake() + [
      client.segment([.psh, .ack], seq: 1, ack: 1, text), server.segment(.ack, seq: 1, ack: 35),
      server.segment([.psh, .ack], seq: 1, ack: 35, text), client.segment(.ack, seq: 35, ack: 35),
    ] + .close(by: server, seq: 35, ack: 35)
  }

  func echoClient(ahead: Double = 0) -> RecordedSession {
    var log = LogBuilder(.client, ahead: ahead)
    log.connect()
    log.call(.send, 2.9, 2.95, bytes: 34, offset: 0)
    for (offset, bytes) in [(0, 16), (16, 16), (32, 2)] {
      log.call(.recv, 5.1 + Double(offset) / 100, 5.2 + Double(offset) / 100, bytes: bytes, offset: offset)
    }
    log.call(.recv, 6.5, 7.2, bytes: 0, offset: 34)
    log.call(.shutdown, 7.9, 7.95)
    log.call(.close, 9.5, 9.6)
    return log.session
  }

  func echoServer(ahead: Double = 0) -> RecordedSession {
    var log = LogBuilder(.server, ahead: ahead)
    log.accept()
    log.call(.recv, 2.5, 3.2, of: server, socket: 2, bytes: 34, offset: 0)
    log.call(.send, 4.9, 4.95, of: server, socket: 2, bytes: 34, offset: 0)
    log.call(.shutdown, 6.9, 6.95, of: server, socket: 2)
    log.call(.recv, 7.5, 8.2, of: server, socket: 2, bytes: 0, offset: 34)
    log.call(.close, 8.5, 8.6, of: server, socket: 2)
    log.call(.close, 20, 20.1, of: nil)
    return log.session
  }

  @Test func `an echo session, told by both sides`() throws {
    let summary = join(Self.echo, logs: [echoServer(), echoClient()])
    let timeline = try #require(summary.socketTimelines.first)
    #expect(summary.socketTimelines.count == 1)
    #expect(timeline.conversation == 0)
    #expect(timeline.programs.map(\.side) == [.responder, .originator])
    #expect(timeline.programs.map(\.log) == [0, 1])
    #expect(timeline.programs.map(\.clock.kind) == [.same, .same])
    #expect(timeline.stepsTotal == timeline.steps.count)
    #expect(timeline.steps.map(\.moment) == timeline.steps.map(\.moment).sorted())
    #expect(summary.logs.map(\.unmatchedTotal) == [0, 0])

    #expect(effects(.connectStarted, summary) == [])
    #expect(effects(.connectEstablished, summary) == [.handshake(syns: [1], synAcks: [2], ack: 3)])
    #expect(effects(.accept, summary) == [.dequeued(3)])
    #expect(
      effects(.send, summary) == [
        .sent([4], again: [], acknowledgedBy: 5, afterNanoseconds: 1_000_000),
        .sent([6], again: [], acknowledgedBy: 7, afterNanoseconds: 1_000_000),
      ])
    #expect(effects(.recv, summary) == [.received([4]), .received([6]), .end(8), .end(9)])
    #expect(
      effects(.shutdown, summary) == [.closed(fin: 8, resets: []), .closed(fin: 9, resets: [])])
    #expect(
      effects(.close, summary) == [.closed(fin: nil, resets: []), .closed(fin: nil, resets: []), .none])
    let grouped = try #require(timeline.steps.first { $0.effect == .received([6]) })
    #expect(grouped.call.bytes == 16)
    #expect(grouped.further == [16, 2])
  }

  @Test func `one send over several segments, and one recv of them`() {
    let piece = String(repeating: "x", count: 100)
    let summary = join(
      .handshake(),
      (0..<3).map { client.segment(.ack, seq: 1 + 100 * UInt32($0), ack: 1, piece) },
      [server.segment(.ack, seq: 1, ack: 301)],
      logs: [
        clientLog {
          $0.connect()
          $0.call(.send, 2.9, 2.95, bytes: 300, offset: 0)
        },
        serverLog {
          $0.accept()
          $0.call(.recv, 2.5, 3.5, of: server, socket: 2, bytes: 50, offset: 0)
          $0.call(.recv, 3.6, 5.5, of: server, socket: 2, bytes: 250, offset: 50)
        },
      ])
    #expect(
      effects(.send, summary) == [.sent([4, 5, 6], again: [], acknowledgedBy: 7, afterNanoseconds: 1_000_000)])
    #expect(effects(.recv, summary) == [.received([4]), .received([4, 5, 6])])
  }

  @Test func `several sends in one segment share it`() {
    let summary = join(
      .handshake(),
      [
        client.segment(.ack, seq: 1, ack: 1, Self.text),
        server.segment(.ack, seq: 1, ack: 35),
      ],
      logs: [
        clientLog {
          $0.connect()
          $0.call(.send, 2.5, 2.6, bytes: 10, offset: 0)
          // A log of another program may leave offsets out: streams go on where they were.
          $0.call(.send, 2.7, 2.8, bytes: 24)
          $0.call(.send, 4.5, 4.6, bytes: 1)
        }
      ])
    let sent = SocketTimeline.Effect.sent([4], again: [], acknowledgedBy: 5, afterNanoseconds: 1_000_000)
    #expect(effects(.send, summary) == [sent, sent, .notSeen])
  }

  @Test func `what was sent again is told beside the first time`() {
    let segment = client.segment([.psh, .ack], seq: 1, ack: 1, Self.text)
    let summary = join(
      .handshake(), [segment, segment.at(203), segment.at(603), server.segment(.ack, seq: 1, ack: 35)],
      logs: [
        clientLog {
          $0.connect()
          $0.call(.send, 2.9, 2.95, bytes: 34, offset: 0)
        }
      ])
    #expect(
      effects(.send, summary) == [
        .sent([4], again: [5, 6], acknowledgedBy: 7, afterNanoseconds: 601_000_000)
      ])
  }

  @Test func `a segment that fills a hole and goes on is found by all of its bytes`() {
    let summary = join(
      .handshake(),
      [
        client.segment(.ack, seq: 11, ack: 1, "xx"),
        client.segment(.ack, seq: 1, ack: 1, String(repeating: "y", count: 30)),
        server.segment(.ack, seq: 1, ack: 31),
      ],
      logs: [
        clientLog {
          $0.connect()
          $0.call(.send, 2.5, 2.6, bytes: 20, offset: 0)
          $0.call(.send, 2.7, 2.8, bytes: 10, offset: 20)
        }
      ])
    #expect(
      effects(.send, summary) == [
        .sent([5, 4], again: [], acknowledgedBy: 6, afterNanoseconds: 1_000_000),
        .sent([5], again: [], acknowledgedBy: 6, afterNanoseconds: 1_000_000),
      ])
  }

  @Test func `a close without shutdown says FIN`() {
    let summary = join(
      .handshake(), .close(),
      logs: [
        clientLog {
          $0.connect()
          $0.call(.close, 2.9, 2.95)
        }
      ])
    #expect(effects(.close, summary) == [.closed(fin: 4, resets: [])])
  }

  @Test func `a close that resets, and who it happens to`() {
    let summary = join(
      .handshake(), [client.segment([.rst, .ack], seq: 1, ack: 1)],
      logs: [
        clientLog {
          $0.connect()
          $0.call(.close, 2.9, 2.95) { $0.isReset = true }
        },
        serverLog {
          $0.accept()
          $0.call(.recv, 2.5, 3.2, of: server, socket: 2) { $0.errno = 104 }
          $0.call(.send, 3.5, 3.6, of: server, socket: 2) { $0.errno = 32 }
          $0.call(.close, 3.7, 3.8, of: server, socket: 2)
        },
      ])
    #expect(effects(.close, summary) == [.closed(fin: nil, resets: [4]), .none])
    #expect(effects(.recv, summary) == [.failed([4])])
    #expect(effects(.send, summary) == [.failed([4])])
  }

  @Test func `a reset by the server`() {
    let summary = join(
      .handshake(),
      [
        client.segment([.psh, .ack], seq: 1, ack: 1, Self.text),
        server.segment([.rst, .ack], seq: 1, ack: 35),
      ],
      logs: [
        clientLog {
          $0.connect()
          $0.call(.send, 2.9, 2.95, bytes: 34, offset: 0)
          $0.call(.recv, 3, 4.2) { $0.errno = 104 }
          $0.call(.close, 4.5, 4.6)
        },
        serverLog {
          $0.accept()
          $0.call(.close, 3.9, 3.95, of: server, socket: 2)
        },
      ])
    // The RST acknowledges them: they had come.
    #expect(
      effects(.send, summary) == [.sent([4], again: [], acknowledgedBy: 5, afterNanoseconds: 1_000_000)])
    #expect(effects(.recv, summary) == [.failed([5])])
    #expect(effects(.close, summary) == [.closed(fin: nil, resets: [5]), .none])
  }

  private func failedConnect(at end: Double) -> RecordedSession {
    clientLog {
      $0.call(.socket, -0.3, -0.2, of: nil)
      $0.call(.connectStarted, -0.1)
      $0.call(.connectFailed, -0.1, end) { $0.errno = 111 }
      $0.call(.close, end + 0.1, end + 0.2)
    }
  }

  @Test func `a refused connect has its answer, and nothing to close`() {
    let (syn, rst) = (client.segment(.syn), server.segment([.rst, .ack], ack: 1))
    let summary = join([syn, rst], logs: [failedConnect(at: 1.2)])
    #expect(effects(.connectFailed, summary) == [.refused([1], answer: 2)])
    #expect(effects(.close, summary) == [.none])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.same])
    let byICMP = join([syn, server.icmpError(quoting: syn)], logs: [failedConnect(at: 1.2)])
    #expect(effects(.connectFailed, byICMP) == [.refused([1], answer: 2)])
  }

  @Test func `a connect that nobody answers has its SYNs, and nothing to close`() {
    let syn = client.segment(.syn)
    let summary = join([syn, syn.at(1_000), syn.at(3_000)], logs: [failedConnect(at: 4_000)])
    #expect(effects(.connectFailed, summary) == [.refused([1, 2, 3], answer: nil)])
    #expect(effects(.close, summary) == [.none])
  }

  @Test func `a handshake with a SYN sent again has all its frames`() {
    let syn = client.segment(.syn)
    let summary = join(
      [syn, syn.at(1_000), server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1)],
      logs: [
        clientLog {
          $0.call(.connectStarted, -0.1)
          $0.call(.connectEstablished, -0.1, 1_001.2)
        }
      ])
    #expect(effects(.connectEstablished, summary) == [.handshake(syns: [1, 2], synAcks: [3], ack: 4)])
  }

  @Test func `a program that was ended while it connected`() {
    let summary = join([client.segment(.syn)], logs: [clientLog { $0.call(.connectStarted, -0.1) }])
    #expect(effects(.connectStarted, summary) == [.handshake(syns: [1], synAcks: [], ack: nil)])
  }

  @Test func `SYNs that nobody answered are no handshake, and their socket has nothing to end`() {
    let syn = client.segment(.syn)
    let summary = join(
      [syn, syn.at(1_000), syn.at(3_000)],
      logs: [
        clientLog {
          $0.call(.connectStarted, -0.1)
          $0.call(.close, 4_000, 4_000.1)
        }
      ])
    #expect(effects(.connectStarted, summary) == [.handshake(syns: [1, 2, 3], synAcks: [], ack: nil)])
    #expect(effects(.close, summary) == [.none])
  }

  @Test func `a capture that began late shows no offsets, and the log is not believed`() {
    let summary = join(Array(Self.echo.dropFirst(3)), logs: [echoClient()])
    #expect(effects(.connectEstablished, summary) == [.notPlaced])
    #expect(effects(.send, summary) == [.notPlaced])
    #expect(effects(.recv, summary).last == .end(5))
    #expect(effects(.shutdown, summary) == [.closed(fin: 6, resets: [])])
  }

  @Test func `past the detail that is kept it says so`() {
    var capacity = Capacity()
    capacity.detailsPerConversation = 2
    let pieces = (0..<4).map { client.segment(.ack, seq: 1 + 10 * UInt32($0), ack: 1, "0123456789") }
    let log = clientLog {
      $0.connect()
      for place in 0..<3 { $0.call(.send, 2.5, 2.6, bytes: place == 1 ? 20 : 10, offset: [0, 10, 30][place]) }
    }
    let summary = join(.handshake(), pieces, logs: [log], capacity: capacity)
    #expect(
      effects(.send, summary) == [
        .sent([4], again: [], acknowledgedBy: nil, afterNanoseconds: nil), .notKept, .notKept,
      ])
  }
}
