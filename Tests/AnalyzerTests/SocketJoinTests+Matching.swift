import Analyzer
import Conversations
import PacketBuilding
import SessionLog
import Testing
import Wire

// Which conversation a socket belongs to.
extension SocketJoinTests {
  private func again(_ isn: UInt32, at start: Double) -> [Sighting] {
    let party = Party(client.endpoint, to: client.peer, isn: isn, peerISN: isn + 7)
    return [Sighting].handshake(party).enumerated().map { $1.at(start + Double($0)) } + .close(by: party)
  }

  private func connections(_ times: [Double]) -> RecordedSession {
    clientLog {
      for (place, time) in times.enumerated() {
        $0.connect(at: time - 0.1, socket: place + 1)
        $0.call(.close, time + 2.9, time + 3.1, socket: place + 1)
      }
    }
  }

  private func conversations(of summary: Summary) -> [Int: [Int]] {
    Dictionary(
      uniqueKeysWithValues: summary.socketTimelines.map { timeline in
        (timeline.conversation ?? -1, Set(timeline.steps.map(\.call.socket)).sorted())
      })
  }

  @Test func `a port used again is one socket after another, whatever the clock says`() {
    let packets = again(1_000, at: 0) + again(900_000, at: 10_000)
    #expect(conversations(of: join(packets, logs: [connections([0, 10_000])])) == [0: [1], 1: [2]])
    #expect(conversations(of: join(packets, logs: [connections([777_000, 787_000])])) == [0: [1], 1: [2]])
  }

  @Test func `of more conversations than sockets the nearest is taken`() {
    let packets = again(1_000, at: 0) + again(900_000, at: 10_000) + again(2_000_000, at: 20_000)
    #expect(conversations(of: join(packets, logs: [connections([10_000])])) == [1: [1]])
    #expect(conversations(of: join(packets, logs: [connections([0, 20_000])])) == [0: [1], 2: [2]])
    #expect(conversations(of: join(packets, logs: [connections([20_000, 20_001])])) == [1: [1], 2: [2]])
  }

  @Test func `of more sockets than conversations the nearest is taken`() {
    let packets = again(1_000, at: 10_000)
    let summary = join(packets, logs: [connections([0, 10_000, 20_000])])
    #expect(conversations(of: summary) == [0: [2]])
    #expect(summary.logs.map(\.unmatchedTotal) == [2])
  }

  @Test func `a selection after the join leaves each socket with its own connection`() {
    let packets = again(1_000, at: 0) + again(900_000, at: 10_000) + again(2_000_000, at: 20_000)
    for ahead in [0.0, 15_000, -15_000] {
      var summary = join(packets, logs: [connections([0, 10_000, 20_000].map { $0 + ahead })])
      var selection = Selection()
      selection.streams = [Selection.Stream(.tcp, 1)]
      summary.select(selection)
      #expect(conversations(of: summary) == [1: [2]])
      #expect(summary.conversations.map(\.stream) == [1])
      #expect(summary.logs.map(\.unmatchedTotal) == [0])
    }
  }

  @Test func `two runs in one log are two sockets, though both are the first`() {
    var log = LogBuilder(.client)
    for time in [0.0, 10_000] {
      log.connect(at: time - 0.1)
      log.call(.close, time + 2.9, time + 3.1)
    }
    let summary = join(again(1_000, at: 0) + again(900_000, at: 10_000), logs: [log.session])
    #expect(summary.socketTimelines.map(\.conversation) == [0, 1])
    #expect(summary.socketTimelines.map { $0.steps.count { $0.call.event == .connectEstablished } } == [1, 1])
  }

  @Test func `sockets that no conversation belongs to are listed`() {
    let stranger = Party("192.0.2.77", 4_000, to: "192.0.2.78", 80)
    let log = clientLog {
      for socket in 1...40 { $0.call(.send, 3, 4, of: stranger, socket: socket, bytes: 1, offset: 0) }
    }
    let summary = join(Self.echo, logs: [log])
    #expect(summary.socketTimelines.isEmpty)
    #expect(summary.logs.map(\.unmatchedTotal) == [40])
    #expect(summary.logs.first?.unmatched.count == 16)
    #expect(summary.logs.first?.unmatched.first?.remote == stranger.peer)
  }

  @Test func `a log of UDP has no part in a TCP conversation`() {
    var log = LogBuilder(.client, .udp)
    log.call(.send, 3, 4, bytes: 34)
    #expect(join(Self.echo, logs: [log.session]).socketTimelines.isEmpty)
  }

  @Test func `a server of both kinds of addresses shows IPv4 peers mapped`() {
    let mapped = { (endpoint: Endpoint) in
      Endpoint(address: IPAddress(v6: 0xffff_0000_0000 | endpoint.address.rawValue), port: endpoint.port)
    }
    let party = Party(mapped(server.endpoint), to: mapped(server.peer))
    let log = serverLog {
      $0.accept(of: party)
      $0.call(.recv, 2.5, 3.2, of: party, socket: 2, bytes: 34, offset: 0)
    }
    #expect(effects(.recv, join(Self.echo, logs: [log])) == [.received([4])])
  }
}
