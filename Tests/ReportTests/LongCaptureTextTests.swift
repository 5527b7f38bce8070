import Analyzer
import Foundation
import PacketBuilding
import Report
import Testing
import Wire

/// What a report says of a capture whose interface was down, and of more conversations than it followed.
struct LongCaptureTextTests {
  /// An echo, and the interface down after its third frame, and once more in the end.
  private func summary() -> Summary {
    var options = AnalysisOptions()
    options.boundMemory(conversations: 200)
    options.capacity.followedBytes = 16_384
    var engine = Engine(
      record: CaptureRecord(path: "eth0", format: "live", linkTypes: [.ethernet], timestampDigits: 9),
      capacity: options.capacity, lifetime: options.lifetime, conversationLimit: options.conversationLimit)
    let start = Timestamp(nanoseconds: 1_740_618_765_000_000_000)
    [Sighting].handshake().forEachPacket { packet, _ in engine.observe(packet) }
    engine.note(.down(at: start))
    engine.note(.up(at: Timestamp(nanoseconds: start.nanoseconds + 90_000_000_000)))
    let others = (1...3).map { Party("192.0.2.\(10 + $0)", 40_000, to: "192.0.2.2", 12_345) }
    others.flatMap { [Sighting].handshake($0) }.forEachPacket { packet, _ in engine.observe(packet) }
    engine.note(.down(at: Timestamp(nanoseconds: start.nanoseconds + 200_000_000_000)))
    engine.finish(cut: nil)
    return engine.takeSummary()
  }

  private func text(_ language: Language) -> String {
    TextReport(language: language).render(summary()).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `the gaps are told with their times and frames, and the statements that they weaken`() {
    let text = text(.english)
    #expect(text.contains("the interface was down 2 times (frames 3, 4 and 12)"))
    #expect(text.contains("conversations were let go"))
    #expect(
      text.contains(
        "the interface was down from 2025-02-27 01:12:45.000 UTC, after frame 3, for 90"))
    #expect(text.contains("; the next is frame 4"))
    #expect(text.contains("after frame 12, and still was in the end"))
    #expect(text.contains("the interface was down meanwhile"))
    #expect(text.contains("when it was followed no further, because too many others were open"))
  }

  @Test func `Indonesian has the same`() {
    let text = text(.indonesian)
    #expect(text.contains("antarmuka mati 2 kali"))
    #expect(text.contains("antarmuka mati sejak 2025-02-27 01:12:45.000 UTC, setelah bingkai 3, selama 90"))
    #expect(text.contains("setelah bingkai 12, dan masih mati pada akhirnya"))
    #expect(text.contains("percakapan dilepas"))
    #expect(!text.contains("interface was"))
  }

  @Test func `JSON has the gaps as numbers`() throws {
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(JSONReport().render(summary()).utf8)) as? [String: Any])
    let capture = try #require((report["captures"] as? [[String: Any]])?.first)
    #expect(capture["outagesTotal"] as? Int == 2)
    let outages = try #require(capture["outages"] as? [[String: Any]])
    #expect(outages.map { $0["after"] as? Int } == [3, 12])
    #expect(outages.map { $0["before"] as? Int } == [4, nil])
    #expect(outages.map { $0["seconds"] as? Int } == [90, nil])
    let other = JSONReport().render(Situation.echoSession())
    #expect(!other.contains("outages"))
    #expect(!other.contains("conversationsLeftOut"))
  }
}
