import Analyzer
import Conversations
import Foundation
import PacketBuilding
import Testing

@testable import Report

/// Two vantage points as documents.
struct VantageReportTests {
  private func comparison(_ points: TwoPoints = EveryPhrase.troubledPoints) -> VantageComparison {
    VantageComparison(
      EveryPhrase.trace(points.clientSide), EveryPhrase.trace(points.serverSide), isAsked: true)
  }

  private func report(_ language: Language = .english) -> VantageReport {
    let captures = ["client.pcap", "ser\u{1b}[31mver.pcap"].map {
      CaptureRecord(path: $0, format: "pcap", linkTypes: [.ethernet], timestampDigits: 9)
    }
    return VantageReport(of: captures, choice: .vantageShared, language: language, generator: "test")
  }

  private func object(_ comparison: VantageComparison) throws -> [String: Any] {
    let json = report().json(comparison)
    return try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
  }

  @Test func `the kinds of clocks that phrases are checked with are all there are`() {
    #expect(Set(EveryPhrase(.english).clocks.map(\.kind)) == Set(ClockOffset.Kind.allCases))
  }

  @Test func `text says what became of each packet, with its frame`() {
    let text = report().text(comparison())
    #expect(text.hasPrefix("Compared as vantage: "))
    #expect(text.contains("→ 1 packet lost on the way from A to B (frame 5 of A)"))
    #expect(text.contains("→ 1 packet not captured in A"))
    #expect(text.contains("→ 1 packet doubled on the way from A to B (frame"))
    #expect(text.contains("overtaken on the way by later ones (frames of A and B: 3/"))
    #expect(text.contains("TTL or hop limit: 64 in A, 63 in B: 1 router between (3 packets"))
    #expect(text.contains("MSS: 1380 in A, 1460 in B: lowered on the way (MSS clamping)"))
    #expect(text.contains("SACK permitted: none in A, there in B: removed on the way"))
    #expect(text.contains("payload: differs"))
    #expect(text.contains("no packet arrives before"))
    #expect(!text.contains("\u{1b}"))
    #expect(!text.contains("-0"))
  }

  @Test(arguments: Language.allCases)
  func `every form tells the same rows`(language: Language) {
    let comparison = comparison(), report = report(language)
    let markdown = report.markdown(comparison), html = report.html(comparison)
    for row in comparison.conversations[0].rows {
      guard let first = row.first else { continue }
      #expect(markdown.contains("| \(first.frame) |"))
    }
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(!html.contains("\u{1b}"))
  }

  @Test func `programs get frames, bounds, delays and null for what is not known`() throws {
    let object = try object(comparison())
    #expect(object["schema"] as? Int == 1)
    #expect(object["as"] as? String == "vantage")
    #expect(object["reason"] as? String == "vantage-shared-conversation")
    let clock = try #require(object["clock"] as? [String: Any])
    #expect(clock["kind"] as? String == "steady")
    #expect(clock["driftPartsPerBillion"] is NSNull)
    let part = try #require((clock["parts"] as? [[String: Any]])?.first)
    #expect(part["lowerSeconds"] as? Double == -0.005)
    #expect(part["upperSeconds"] as? Double == 0.005)
    let conversation = try #require((object["conversations"] as? [[String: Any]])?.first)
    #expect(conversation["nearOriginator"] as? String == "first")
    let way = try #require(conversation["toResponder"] as? [String: Any])
    let lost = try #require((way["unmatched"] as? [String: Any])?["lost"] as? [String: Any])
    #expect(lost["total"] as? Int == 1)
    #expect(lost["framesOfFirst"] as? [Int] == [5])
    let delays = try #require(way["delays"] as? [String: Any])
    #expect((delays["max"] as? [String: Any])?["seconds"] as? Double == 0.009)
    let packets = try #require(conversation["packets"] as? [[String: Any]])
    #expect(packets.contains { ($0["frames"] as? [Any])?.last is NSNull && $0["fate"] as? String == "lost" })
    #expect(packets.count == conversation["packetsTotal"] as? Int)
  }

  @Test func `where the order is not known nothing is said of loss`() throws {
    // One direction, and no router between.
    var points = TwoPoints()
    for number in 0..<4 {
      points.there(
        client.datagram("\(number)", identification: UInt16(number + 1)), at: Double(number),
        number == 1 ? .lost : .arrives)
    }
    let comparison = comparison(points)
    let object = try object(comparison)
    let conversation = try #require((object["conversations"] as? [[String: Any]])?.first)
    #expect(conversation["nearOriginator"] is NSNull)
    let way = try #require(conversation["toResponder"] as? [String: Any])
    let fates = try #require(way["unmatched"] as? [String: [String: Any]])
    #expect(fates["lost"]?["total"] is NSNull)
    #expect(fates["undecided"]?["total"] as? Int == 1)
    #expect(way["delays"] is NSNull)
    let text = report().text(comparison)
    #expect(text.contains("unknown which is nearer to whom"))
    #expect(text.contains("One-way delays are unknown"))
    #expect(text.contains("time B − time A"))
  }

  @Test func `in a terminal no line is wider`() {
    var report = report()
    (report.width, report.terminalWidth) = (70, 70)
    for line in report.text(comparison()).split(separator: "\n") { #expect(line.count <= 70, "\(line)") }
  }
}
