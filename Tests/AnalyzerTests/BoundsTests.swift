import Conversations
import Foundation
import PacketBuilding
import Testing
import Wire

@testable import Analyzer

/// What is told of a capture that holds more than there is room for.
struct BoundsTests {
  private func source(_ number: Int) -> Party {
    Party("10.0.\(number / 250).\(number % 250 + 1)", 40_000, to: "192.0.2.2", 80)
  }

  private func flood(_ count: Int) -> [Sighting] { (0..<count).map { source($0).segment(.syn) } }

  @Test func `conversations that were let go are told, and make the capture limited`() throws {
    var capacity = Capacity()
    capacity.followedBytes = 1_048_576
    let analysed = analyse(flood(2_000), capacity: capacity)
    #expect(analysed.summary.captures[0].packets == 2_000)
    #expect(analysed.summary.captures[0].leftOut == nil)
    #expect(analysed.summary.conversations.map(\.first.frame) == Array(1...2_000))
    let letGo = analysed.summary.conversations.filter(\.isLetGo)
    #expect(letGo.count > 1_700 && letGo.count < 2_000)
    #expect(analysed.summary.findings.filter { $0.code == .conversationLetGo }.count == letGo.count)
    #expect(analysed.finding(.conversationLetGo)?.frames == [1])
    #expect(analysed.trust.verdict == .limited)
    let reason = try #require(analysed.trust.reasons.first { $0.code == .conversationLetGo })
    #expect(reason.conversations == letGo.count)
    #expect(reason.frames == Array(1...16))
  }

  @Test func `of more conversations than there is room for the smallest are only counted`() throws {
    var capacity = Capacity()
    capacity.records = 50
    let echoes: [[Sighting]] = (0..<60).map { number in
      let party = Party("198.51.100.\(number + 1)", 50_000, to: "192.0.2.2", 7)
      return .handshake(party) + [
        party.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
        party.other.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
      ]
    }
    let packets = flood(1_000) + echoes.flatMap(\.self)
    let analysed = analyse(packets, capacity: capacity)
    let summary = analysed.summary
    // The largest, which are echoes, and the first that show each kind of finding.
    #expect(summary.conversations.filter(\.isEcho).count >= 50)
    #expect(summary.conversations.filter { $0.outcome == .unanswered }.map(\.first.frame) == Array(1...16))
    let leftOut = try #require(summary.captures[0].leftOut)
    #expect(leftOut.conversations + summary.conversations.count == 1_060)
    #expect(leftOut.echoes + summary.conversations.filter(\.isEcho).count == 60)
    #expect(leftOut.findings[.tcpUnanswered]?.number == 984)
    #expect(analysed.finding(.captureConversationsLeftOut)?.count == leftOut.conversations)
    #expect(analysed.finding(.captureConversationsLeftOut)?.population == 1_060)
    #expect(summary.captures[0].packets == packets.count)
    #expect(analysed.trust.reasons.contains { $0.code == .captureConversationsLeftOut && $0.weight == .good })
  }

  @Test func `records that are large are fewer`() throws {
    var capacity = Capacity()
    capacity.recordBytes = 200_000
    let analysed = analyse(flood(1_000), capacity: capacity)
    let leftOut = try #require(analysed.summary.captures[0].leftOut)
    #expect(analysed.summary.conversations.count > 16 && analysed.summary.conversations.count < 100)
    #expect(leftOut.conversations + analysed.summary.conversations.count == 1_000)
    #expect(analysed.summary.conversations.map(\.first.frame) == Array(1...analysed.summary.conversations.count))
  }

  @Test func `what is kept in the end does not depend on when something was let go`() {
    var capacity = Capacity()
    capacity.records = 20
    var (forth, back) = (
      RecordCollector(limit: nil, capacity: capacity), RecordCollector(limit: nil, capacity: capacity)
    )
    let records = analyse(flood(400)).summary.conversations
    for record in records { forth.add(record) }
    for record in records.reversed() { back.add(record) }
    let (kept, others) = (forth.take().records.map(\.index), back.take().records.map(\.index))
    #expect(kept == others)
    #expect(forth.leftOut == back.leftOut)
  }

  @Test func `the same is let go by however many engines`() throws {
    var packets = flood(3_000)
    for number in 0..<300 {
      let party = Party("198.51.100.\(number % 250 + 1)", UInt16(50_000 + number), to: "192.0.2.2", 7)
      packets.insert(contentsOf: [Sighting].handshake(party) + .close(by: party), at: number * 9)
    }
    packets += (0..<3_000).map { source($0).datagram("four") }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bounds-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("flood.pcap")
    try Data(packets.pcap(everyMicroseconds: 100)).write(to: file)
    func summary(_ engines: Int, limit: Int?) throws -> Summary {
      var options = AnalysisOptions()
      options.engines = engines
      options.conversationLimit = limit
      options.capacity.followedBytes = 2_097_152
      options.capacity.uneventful = 400
      options.blockLength = 65_536
      var analysis = try FileAnalysis(path: file.path, options: options)
      return try analysis.run()
    }
    for limit in [nil, 20] {
      let alone = try summary(1, limit: limit)
      let told = alone.conversations.count + (alone.captures[0].leftOut?.conversations ?? 0)
      #expect(told >= 6_300)
      #expect(alone.captures[0].packets == packets.count)
      #expect(CaptureTrust(of: 0, in: alone).verdict == .limited)
      #expect(try summary(2, limit: limit) == alone)
      #expect(try summary(8, limit: limit) == alone)
    }
  }

  @Test func `a conversation that outgrew what is kept of one is told`() {
    var capacity = Capacity()
    capacity.waitingRequests = 8
    let packets = (0..<9).map { client.datagram("request \($0)") } + [server.datagram("request 0")]
    let analysed = analyse(packets, capacity: capacity)
    #expect(analysed.finding(.conversationOutgrown)?.frames == [10])
    #expect(analysed.trust.verdict == .limited)
  }
}
