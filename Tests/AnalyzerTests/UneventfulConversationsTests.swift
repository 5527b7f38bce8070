import Capture
import Conversations
import Fixtures
import Foundation
import PacketBuilding
import Testing
import Wire

@testable import Analyzer

/// Conversations in which nothing happens are counted only: what a summary tells is what it would tell if all were followed.
struct UneventfulConversationsTests {
  private func summary(
    of path: String, limit: Int, engines: Int, blockLength: Int, followsUneventful: Bool
  ) throws -> Summary {
    var options = AnalysisOptions()
    options.conversationLimit = limit
    options.engines = engines
    options.blockLength = blockLength
    options.followsUneventful = followsUneventful
    var analysis = try FileAnalysis(path: path, options: options)
    return try analysis.run()
  }

  private func compare(_ path: String, blockLengths: [Int], _ comment: Comment? = nil) throws {
    for blockLength in blockLengths {
      for limit in [0, 3] {
        let all = try summary(of: path, limit: limit, engines: 1, blockLength: blockLength, followsUneventful: true)
        for engines in [1, 3] {
          let some = try summary(
            of: path, limit: limit, engines: engines, blockLength: blockLength, followsUneventful: false)
          #expect(some == all, comment)
        }
      }
    }
  }

  @Test(arguments: SharedAnalysisTests.captures)
  func `captures tell what they told`(name: String) throws {
    let path = Fixtures.packets(name).path
    guard (try? FileAnalysis(path: path)) != nil else { return }
    try compare(path, blockLengths: [2_048, 4_194_304])
  }

  private func compare(_ packets: [Sighting], everyMicroseconds step: Int64?, _ comment: Comment? = nil) throws {
    let path = try SharedAnalysisTests.file(packets, everyMicroseconds: step)
    defer { try? FileManager.default.removeItem(at: path) }
    try compare(path.path, blockLengths: [3_000, 1_000_000], comment)
  }

  @Test func `packets of every kind turn up among those of one kind`() throws {
    let packets = SharedAnalysisTests.mixed()
    try compare(packets, everyMicroseconds: 100)
    try compare(packets + packets, everyMicroseconds: 100)
    try compare(packets.flatMap { [$0, $0] }, everyMicroseconds: 100)
  }

  /// Datagrams and their replies, of which some are lost, doubled, late, or other than they should be.
  private func exchanges(of endpoint: Endpoint, seed: UInt64, trouble: UInt64) -> [Sighting] {
    var dice = Dice(seed: seed)
    let peer = Endpoint(address: client.peer.address, port: dice.roll(20) == 0 ? 53 : 9_000)
    let party = Party(endpoint, to: peer)
    var packets: [Sighting] = []
    var time = Double(dice.roll(40))
    func send(_ sighting: Sighting) {
      time += Double(dice.roll(30)) + 0.25
      let packet = sighting.at(time)
      switch dice.roll(trouble) {
      case 0: break
      case 1: packets += [packet, packet.at(time + 0.5)]
      case 2: packets.append(packet.corrupted)
      case 3: packets.insert(packet, at: max(packets.count - 1, 0))
      case 4: packets += [packet, party.other.icmpError(quoting: sighting).at(time + 0.1)]
      case 5: packets.append(packet.tagged(7))
      default: packets.append(packet)
      }
    }
    for number in 0..<dice.roll(12) {
      let text = String(repeating: "u", count: Int(dice.roll(200)))
      let identification = dice.roll(3) == 0 ? 0 : UInt16(number * 5 + 1)
      send(party.datagram(text, identification: identification))
      send(party.other.datagram(dice.roll(trouble) == 0 ? text + "?" : text, identification: identification))
    }
    return packets
  }

  /// A session that begins or ends outside of the capture, or is closed, answered or refused in some other way.
  private func session(of endpoint: Endpoint, seed: UInt64, trouble: UInt64) -> [Sighting] {
    var dice = Dice(seed: seed)
    var packets = [Sighting].session(of: endpoint, seed: seed, trouble: trouble)
    let party = Party(endpoint, to: client.peer, isn: UInt32(seed) &* 7_919)
    switch dice.roll(10) {
    case 0: packets.removeFirst(Int(dice.roll(5)))
    case 1: packets.removeLast(Int(dice.roll(UInt64(packets.count))))
    case 2:
      // Replies that differ, or come late; FINs far apart.
      let reply = dice.roll(2) == 0 ? "hello" : "hullo"
      let wait = dice.roll(2) == 0 ? 1 : 1_500.0
      let delay = dice.roll(2) == 0 ? 1 : 15
      packets =
        ([Sighting].handshake(party) + [
          party.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
          party.other.segment([.psh, .ack], seq: 1, ack: 6, reply), party.segment(.ack, seq: 6, ack: 6),
          party.segment([.fin, .ack], seq: 6, ack: 6), party.other.segment(.ack, seq: 6, ack: 7),
        ]).enumerated().map { $0.element.at(Double($0.offset * ($0.offset > 3 ? delay : 1))) }
      packets += [
        party.other.segment([.fin, .ack], seq: 6, ack: 7).at(200 + wait),
        party.segment(.ack, seq: 7, ack: 7).at(201 + wait),
      ]
    case 3:
      // The same ports once more, with another number or the same.
      let later = Party(endpoint, to: client.peer, isn: dice.roll(2) == 0 ? 1_000 : 99)
      let again = ([Sighting].handshake(later) + .close(by: later)).enumerated()
      packets += again.map { $0.element.at(3_000 + Double($0.offset)) }
    case 4:
      // Something comes when all is over.
      packets.append(Party(endpoint, to: client.peer).segment(.ack, seq: 4_000, ack: 4_000).at(4_000))
    case 5:
      // After a pause the sender's numbers leave one out.
      let numbers = [1, 1, 2, 3, 4, 5, 7] as [UInt16]
      packets =
        ([Sighting].handshake(party) + [
          party.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
          party.other.segment([.psh, .ack], seq: 1, ack: 6, "hello"), party.segment(.ack, seq: 6, ack: 6),
          party.segment([.psh, .ack], seq: 6, ack: 6, "again"),
        ]).enumerated().map { $0.element.numbered(numbers[$0.offset]).at(Double($0.offset * ($0.offset > 5 ? 90 : 1))) }
    case 6:
      // A pause, of which the sender's clock knows or not.
      let pause = 20.0, known = dice.roll(2) == 0
      func times(_ number: Int) -> [UInt8] {
        let clock = 1_000 + number + (number > 4 ? known ? 20_000 : 1 : 0)
        return [1, 1, 8, 10] + (0..<4).map { UInt8(truncatingIfNeeded: clock >> (24 - 8 * $0)) } + [0, 0, 0, 1]
      }
      packets = [
        party.segment(.syn, options: times(0)), party.other.segment([.syn, .ack], ack: 1, options: times(1)),
        party.segment(.ack, seq: 1, ack: 1, options: times(2)),
        party.segment([.psh, .ack], seq: 1, ack: 1, "hello", options: times(3)),
        party.other.segment([.psh, .ack], seq: 1, ack: 6, "hello", options: times(4)),
        party.segment(.ack, seq: 6, ack: 6, options: times(5)),
      ].enumerated().map { $0.element.at(Double($0.offset) + ($0.offset > 4 ? pause * 1_000 : 0)) }
    default: break
    }
    return packets
  }

  @Test(arguments: [1_000_000, 300, 40, 10] as [UInt64])
  func `sessions with trouble among those without tell what they told`(trouble: UInt64) throws {
    for round in 0..<3 as Range<UInt64> {
      var dice = Dice(seed: round + trouble)
      var packets: [(time: Double, sighting: Sighting)] = []
      for number in 0..<160 as Range<UInt64> {
        let address = IPAddress("10.0.\(round).\(number % 59 + 1)")!
        let endpoint = Endpoint(address: address, port: UInt16(40_000 + number % 31))
        let seed = round * 1_000 + number + 1
        let start = Double(dice.roll(4_000))
        let isTCP = dice.roll(3) > 0
        let list =
          isTCP
          ? session(of: endpoint, seed: seed, trouble: trouble) : exchanges(of: endpoint, seed: seed, trouble: trouble)
        var time = start
        for sighting in list {
          time = sighting.milliseconds.map { start + $0 } ?? time + 1
          packets.append((time, sighting.at(time)))
        }
      }
      let order = packets.indices.sorted { (packets[$0].time, $0) < (packets[$1].time, $1) }
      try compare(order.map { packets[$0].sighting }, everyMicroseconds: nil, "round \(round)")
    }
  }

  @Test func `packets that are not there any more are missed`() throws {
    let path = try SharedAnalysisTests.file(SharedAnalysisTests.mixed())
    let empty = try SharedAnalysisTests.file([])
    defer { for each in [path, empty] { try? FileManager.default.removeItem(at: each) } }
    let record = CaptureRecord(path: path.path, format: "pcap", linkTypes: [.ethernet], timestampDigits: 9)
    for source in [path, empty] {
      var engine = Engine(record: record, conversationLimit: 3)
      engine.uneventful = Uneventful(
        try CaptureFile(path: source.path).bytesOfFile(), .ethernet, limit: 3, .whole, Capacity())
      var file = try CaptureFile(path: path.path).again(upTo: 1_000_000, capacity: 4_096)
      _ = engine.observe(&file)
      engine.settleUneventful()
      engine.collectUneventful(isCapturedTwice: false, over: Uneventful.Bar([], limit: 3))
      #expect(engine.uneventful?.hasFailed == (source == empty))
    }
  }
}
