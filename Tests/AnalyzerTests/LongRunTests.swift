import Analyzer
import Capture
import Conversations
import PacketBuilding
import Testing
import Wire

/// An engine that runs for hours, as that of a live capture: what it keeps does not grow, and its totals are exact.
struct LongRunTests {
  private func endless(
    conversations: Int, change: (inout AnalysisOptions) -> Void = { _ in }
  ) -> Engine {
    var options = AnalysisOptions()
    options.boundMemory(conversations: conversations)
    change(&options)
    return Engine(
      record: CaptureRecord(path: "eth0", format: "live", linkTypes: [.ethernet], timestampDigits: 9),
      capacity: options.capacity, lifetime: options.lifetime, conversationLimit: options.conversationLimit)
  }

  private func party(_ number: Int) -> Party {
    Party("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)", 40_000, to: "192.0.2.2", 12_345)
  }

  /// A whole connection that echoes, in nine packets.
  private func session(_ party: Party, at time: Double) -> [Sighting] {
    let packets: [Sighting] =
      .handshake(party) + [
        party.segment([.psh, .ack], seq: 1, ack: 1, "halo"),
        party.other.segment([.psh, .ack], seq: 1, ack: 5, "halo"), party.segment(.ack, seq: 5, ack: 5),
      ] + .close(by: party, seq: 5, ack: 5)
    return packets.enumerated().map { $1.at(time + Double($0)) }
  }

  @Test func `of very many conversations the largest are kept, the totals are exact, and room for detail comes back`() {
    // A room for detail that ten of them would fill.
    var engine = endless(conversations: 20) { $0.capacity.details = 3_000 }
    let count = 2_000
    (0..<count).flatMap { session(party($0), at: Double($0) * 100) }.forEachPacket { packet, _ in engine.observe(packet)
    }
    let largest = party(count)
    var packets: [Sighting] = .handshake(largest)
    for number in 0..<40 {
      packets += [
        largest.segment([.psh, .ack], seq: 1 + UInt32(number), ack: 1 + UInt32(number), "x"),
        largest.other.segment([.psh, .ack], seq: 1 + UInt32(number), ack: 2 + UInt32(number), "x"),
      ]
    }
    packets.enumerated().map { $1.at(Double(count) * 100 + Double($0)) }.forEachPacket { packet, _ in
      engine.observe(packet)
    }
    engine.finish(cut: nil)
    let summary = engine.takeSummary()
    let left = summary.captures[0].leftOut
    #expect(summary.conversations.count + (left?.conversations ?? 0) == count + 1)
    #expect(summary.conversations.count < 60)
    let echoes = summary.conversations.count { $0.echo.isEcho == true }
    #expect(echoes + (left?.echoes ?? 0) == count + 1)
    #expect(summary.captures[0].packets == count * 9 + 83)
    // The last one is the largest, and all of it is told.
    #expect(summary.conversations.last?.data.count == 80)
    #expect(summary.conversations.last?.echo.pairs.count == 40)
    #expect(summary.hasAllDetails)
    #expect(summary.findings.isEmpty)
  }

  @Test func `a flood leaves the report of an echo as it is, and is told`() throws {
    var engine = endless(conversations: 20) { $0.capacity.followedBytes = 1_048_576 }
    let echo = session(client, at: 0)
    let flood = (0..<5_000).map { party($0).segment(.syn).at(5.5 + Double($0) / 10_000) }
    (Array(echo.prefix(6)) + flood + Array(echo.suffix(3))).forEachPacket { packet, _ in engine.observe(packet) }
    engine.finish(cut: nil)
    let summary = engine.takeSummary()
    let told = try #require(summary.conversations.first)
    #expect(told.outcome == .complete)
    #expect(told.echo.isEcho == true)
    #expect(told.packets == 9)
    #expect(summary.conversations.count + (summary.captures[0].leftOut?.conversations ?? 0) == 5_001)
    #expect(summary.findings.contains { $0.code == .conversationLetGo })
    #expect(summary.captures[0].leftOut?.findings.isEmpty == false)
    #expect(CaptureTrust(of: 0, in: summary).verdict == .limited)
  }

  @Test func `packets that the capture doubles are found in short conversations too`() {
    var engine = endless(conversations: 20)
    (0..<200).flatMap { number -> [Sighting] in
      let ask = party(number).datagram("ask", identification: UInt16(number + 1)).at(Double(number) * 1_000)
      return [ask, ask]
    }.forEachPacket { packet, _ in engine.observe(packet) }
    engine.finish(cut: nil)
    let duplicates = engine.takeSummary().findings.first { $0.code == .captureDuplicates }
    #expect(duplicates?.count ?? 0 > 190)
  }

  @Test func `an interface that was down makes the capture one of limited trust, with the frames beside it`() throws {
    var engine = endless(conversations: 20)
    let packets = session(client, at: 0)
    Array(packets.prefix(4)).forEachPacket { packet, _ in engine.observe(packet) }
    engine.note(.down(at: Timestamp(nanoseconds: 10_000_000_000)))
    engine.note(.up(at: Timestamp(nanoseconds: 13_500_000_000)))
    packets.dropFirst(4).map { $0.at(($0.milliseconds ?? 0) + 14_000) }.forEachPacket { packet, _ in
      engine.observe(packet)
    }
    engine.note(.down(at: Timestamp(nanoseconds: 20_000_000_000)))
    engine.finish(cut: nil)
    let summary = engine.takeSummary()
    let outages = summary.captures[0].outages
    #expect(outages.total == 2)
    #expect(outages.first.map(\.after) == [4, 9])
    #expect(outages.first.map(\.before) == [5, nil])
    #expect(outages.first.map(\.nanoseconds) == [3_500_000_000, nil])
    let trust = CaptureTrust(of: 0, in: summary)
    #expect(trust.verdict == .limited)
    let reason = try #require(trust.reasons.first { $0.code == .captureInterfaceDown })
    #expect(reason.count == 2)
    #expect(reason.frames == [4, 5, 9])
  }

  @Test(arguments: [86_400.0, -86_400.0])
  func `a clock that was set throws no conversation away, and durations are not negative`(seconds: Double) throws {
    var engine = endless(conversations: 20)
    let (start, step) = (100_000_000.0, seconds * 1_000)
    Array(session(client, at: start).prefix(6)).forEachPacket { packet, _ in engine.observe(packet) }
    engine.note(.clockSet(by: Int64(seconds) * 1_000_000_000))
    Array(session(client, at: start + step).suffix(3)).forEachPacket { packet, _ in engine.observe(packet) }
    engine.finish(cut: nil)
    let summary = engine.takeSummary()
    #expect(summary.conversations.count == 1)
    let told = try #require(summary.conversations.first)
    #expect(told.outcome == .complete)
    #expect(told.durationNanoseconds.map { $0 >= 0 } ?? true)
    #expect(summary.captures[0].durationNanoseconds ?? -1 >= 0)
    #expect(!summary.findings.contains { $0.code == .conversationResumed })
    let code: Finding.Code = seconds > 0 ? .captureTimeStep : .captureTimeBackwards
    #expect(summary.findings.first { $0.code == code }?.frames == [7])
    #expect(CaptureTrust(of: 0, in: summary).verdict == .limited)
  }

  @Test func `a clock that is set again and again ends nothing that is going on`() {
    var engine = endless(conversations: 20)
    var offset = 1_000_000_000.0
    Array([Sighting].handshake(client)).enumerated().map { $1.at(offset + Double($0)) }.forEachPacket { packet, _ in
      engine.observe(packet)
    }
    for turn in 1...50 {
      let step = (turn % 2 == 0 ? -7_300_000.0 : 7_200_000) * Double(turn)
      engine.note(.clockSet(by: Int64(step) * 1_000_000))
      offset += step
      [client.segment([.psh, .ack], seq: UInt32(turn), ack: 1, "x").at(offset + Double(turn) * 1_000)].forEachPacket {
        packet, _ in engine.observe(packet)
      }
    }
    engine.finish(cut: nil)
    let summary = engine.takeSummary()
    #expect(summary.conversations.map(\.packets) == [53])
  }
}
