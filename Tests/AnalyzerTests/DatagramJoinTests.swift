import Analyzer
import Conversations
import PacketBuilding
import SessionLog
import Testing
import Wire

/// Session logs of UDP programs laid beside the datagrams.
struct DatagramJoinTests {
  private func join(_ packets: [Sighting], logs: [LogBuilder]) -> Summary {
    var summary = analyse(packets).summary
    summary.join(logs.map(\.session))
    return summary
  }

  /// The frames of each call that has one, in order, by its log; none for a call that has none.
  private func frames(_ summary: Summary, log: Int = 0, timeline: Int = 0) -> [[Int]] {
    guard summary.socketTimelines.indices.contains(timeline) else { return [] }
    let timeline = summary.socketTimelines[timeline]
    return timeline.steps.filter { timeline.programs[$0.program].log == log && $0.call.bytes != nil }.map { step in
      switch step.effect {
      case .sent(let frames, again: [], acknowledgedBy: nil, afterNanoseconds: nil), .received(let frames): frames
      default: []
      }
    }
  }

  /// A client that sends datagrams of these lengths, 10 ms apart, and has each back 2 ms later.
  private func clientLog(_ lengths: [Int], of party: Party = client, ahead: Double = 0) -> LogBuilder {
    var log = LogBuilder(.client, .udp, ahead: ahead)
    log.call(.socket, -2, -1.9, of: nil)
    log.call(.connectStarted, -1, of: party)
    log.call(.connectEstablished, -1, -0.9, of: party)
    for (place, length) in lengths.enumerated() {
      let start = 10 * Double(place)
      log.call(.send, start - 0.1, start - 0.05, of: party, bytes: length)
      log.call(.recv, start + 1, start + 2.2, of: party, bytes: length)
    }
    log.call(.close, 10 * Double(lengths.count), 10 * Double(lengths.count) + 0.1, of: party)
    return log
  }

  private func serverLog(_ lengths: [Int], ahead: Double = 0) -> LogBuilder {
    var log = LogBuilder(.server, .udp, ahead: ahead)
    log.call(.socket, -5, -4.9, of: nil)
    log.call(.bind, -4.8, -4.7, of: nil) { $0.local = server.endpoint }
    for (place, length) in lengths.enumerated() {
      let start = 10 * Double(place)
      log.call(.recvfrom, start - 0.5, start + 0.3, of: server, bytes: length)
      log.call(.sendto, start + 1.9, start + 1.95, of: server, bytes: length)
    }
    return log
  }

  private func packets(_ lengths: [Int]) -> [Sighting] {
    lengths.enumerated().flatMap { place, length in
      let bytes = [UInt8](repeating: UInt8(place), count: length)
      let start = 10 * Double(place)
      return [client.datagram(bytes: bytes).at(start), server.datagram(bytes: bytes).at(start + 2)]
    }
  }

  @Test(arguments: [3_600_000.0, -3_600_000, 250])
  func `a datagram lost before the capture, told by a clock that is off`(ahead: Double) {
    // The last of the client's never came by, so neither did its echo.
    let summary = join(packets([1, 2, 3]), logs: [clientLog([1, 2, 3, 4], ahead: ahead)])
    #expect(Array(frames(summary).prefix(6)) == [[1], [2], [3], [4], [5], [6]])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.shifted])
  }

  @Test(arguments: [[34], [34, 34, 34], [0, 5, 0], [1, 2, 3, 1_400]])
  func `as many datagrams as calls go one by one`(lengths: [Int]) {
    let summary = join(packets(lengths), logs: [serverLog(lengths), clientLog(lengths)])
    let expected = (0..<lengths.count * 2).map { [$0 + 1] }
    #expect(frames(summary, log: 0) == expected)
    #expect(frames(summary, log: 1) == expected)
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.same, .same])
    #expect(summary.socketTimelines.first?.programs.map(\.side) == [.responder, .originator])
    let others = summary.socketTimelines.first?.steps.filter { $0.call.bytes == nil } ?? []
    #expect(!others.isEmpty)
    #expect(others.allSatisfy { $0.effect == .none })
  }

  @Test func `clocks that differ do not matter where there are as many`() {
    let summary = join(
      packets([34, 5]), logs: [serverLog([34, 5], ahead: 3_000), clientLog([34, 5], ahead: -7_200_000)])
    #expect(frames(summary, log: 0) == [[1], [2], [3], [4]])
    #expect(frames(summary, log: 1) == [[1], [2], [3], [4]])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.shifted, .shifted])
  }

  @Test func `a datagram that the capture lacks is said to be missing, the others keep theirs`() {
    var sightings = packets([34, 34, 34])
    sightings.remove(at: 2)
    let summary = join(sightings, logs: [serverLog([34, 34, 34]), clientLog([34, 34, 34])])
    #expect(frames(summary, log: 1) == [[1], [2], [], [3], [4], [5]])
    #expect(frames(summary, log: 0).count { $0.isEmpty } == 1)
    #expect(summary.socketTimelines.first?.steps.count { $0.effect == .notSeen } == 2)
  }

  @Test func `one server socket has a timeline with each peer`() {
    let second = Party("192.0.2.3", 50_000, to: "192.0.2.2", 12_345)
    var log = LogBuilder(.server, .udp)
    log.call(.bind, -5, -4, of: nil) { $0.local = server.endpoint }
    for (place, party) in [server, second.other, server].enumerated() {
      let start = 10 * Double(place)
      log.call(.recvfrom, start - 0.5, start + 0.3, of: party, bytes: place)
      log.call(.sendto, start + 0.9, start + 0.95, of: party, bytes: place)
    }
    log.call(.close, 50, 51, of: nil)
    let bytes = (0..<3).map { [UInt8](repeating: 7, count: $0) }
    let summary = join(
      [
        client.datagram(bytes: bytes[0]).at(0), server.datagram(bytes: bytes[0]).at(1),
        second.datagram(bytes: bytes[1]).at(10), second.other.datagram(bytes: bytes[1]).at(11),
        client.datagram(bytes: bytes[2]).at(20), server.datagram(bytes: bytes[2]).at(21),
      ], logs: [log])
    #expect(summary.socketTimelines.map(\.conversation) == [0, 1])
    #expect(frames(summary, timeline: 0) == [[1], [2], [5], [6]])
    #expect(frames(summary, timeline: 1) == [[3], [4]])
    // What the socket did with nobody is told once.
    #expect(summary.socketTimelines.map { $0.steps.count { $0.call.event == .close } } == [1, 0])
    #expect(summary.logs.map(\.unmatchedTotal) == [0])
  }

  @Test(arguments: ["0.0.0.0", "::"])
  func `a server of all addresses finds its peers`(any: String) {
    var log = LogBuilder(.server, .udp)
    let local = Endpoint(address: IPAddress(any)!, port: server.endpoint.port)
    let mapped = Endpoint(
      address: IPAddress(v6: 0xffff_0000_0000 | client.endpoint.address.rawValue), port: client.endpoint.port)
    let party = Party(local, to: any == "::" ? mapped : client.endpoint)
    log.call(.recvfrom, -0.5, 0.3, of: party, bytes: 34)
    log.call(.sendto, 1.9, 1.95, of: party, bytes: 34)
    #expect(frames(join(packets([34]), logs: [log])) == [[1], [2]])
  }

  @Test func `a reply that was sent twice is two calls, and the clock stays the same`() {
    var log = LogBuilder(.server, .udp)
    log.call(.recvfrom, -0.5, 0.3, of: server, bytes: 4)
    log.call(.sendto, 0.9, 0.95, of: server, bytes: 4)
    log.call(.sendto, 5.9, 5.95, of: server, bytes: 4)
    let summary = join(
      [client.datagram("halo").at(0), server.datagram("halo").at(1), server.datagram("halo").at(6)], logs: [log])
    #expect(frames(summary) == [[1], [2], [3]])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.same])
  }

  @Test func `a datagram to a closed port makes the next call fail`() {
    let request = client.datagram("halo")
    var log = LogBuilder(.client, .udp)
    log.call(.connectEstablished, -1, -0.9)
    log.call(.send, -0.1, -0.05, bytes: 4)
    log.call(.recv, 0.5, 1.2) { $0.errno = 111 }
    let summary = join([request.at(0), server.icmpError(quoting: request)], logs: [log])
    #expect(frames(summary) == [[1]])
    #expect(summary.socketTimelines.first?.steps.last?.effect == .failed([2]))
  }
}
