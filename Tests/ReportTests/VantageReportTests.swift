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

  private func report(_ language: Language = .english, digits: (Int, Int) = (9, 9)) -> VantageReport {
    let captures = [("client.pcap", digits.0), ("ser\u{1b}[31mver.pcap", digits.1)].map {
      CaptureRecord(path: $0.0, format: "pcap", linkTypes: [.ethernet], timestampDigits: $0.1)
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
    for row in comparison.conversations[0].rows ?? [] {
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

  /// How many decimals the numbers have under keys that end in `ending`.
  private func decimals(_ ending: String, _ json: String) -> Set<Int> {
    Set(
      json.matches(of: /"([A-Za-z]+)": -?[0-9]+\.([0-9]+)/).filter { $0.1.hasSuffix(ending) }.map { $0.2.count })
  }

  @Test(arguments: [((6, 6), 6), ((9, 9), 9), ((6, 9), 9), ((9, 6), 9)])
  func `times have as many digits as their capture, and differences as the finer one`(
    digits: (Int, Int), both: Int
  ) throws {
    let json = String(decoding: report(digits: digits).json(comparison()), as: UTF8.self)
    #expect(decimals("firstTime", json) == [digits.0, digits.1])
    #expect(decimals("secondTime", json) == [digits.1])
    for key in ["seconds", "Seconds"] { #expect(decimals(key, json) == [both]) }
    let rows = try #require(json.split(separator: "\"packets\": [").last)
    #expect(decimals("firstTime", String(rows)) == [digits.0])
  }

  @Test func `what is rounded does not leave the bounds`() throws {
    // From -5.000 to 5.001 ms: the middle is half a microsecond.
    var points = TwoPoints()
    points.there(client.segment(.syn), at: 0, delay: 5.001)
    points.back(server.segment([.syn, .ack], ack: 1), at: 6)
    let json = String(decoding: report(digits: (6, 6)).json(comparison(points)), as: UTF8.self)
    #expect(json.contains("\"offsetSeconds\": 0.000001"))
    #expect(json.contains("\"uncertaintySeconds\": 0.005001"))
    let exact = String(decoding: report().json(comparison(points)), as: UTF8.self)
    #expect(exact.contains("\"offsetSeconds\": 0.000000500"))
    #expect(exact.contains("\"uncertaintySeconds\": 0.005000500"))
  }

  @Test func `packets that are not kept are null and no empty list, and the text does not promise them`() throws {
    func comparison(_ count: Int) -> VantageComparison {
      var points = TwoPoints()
      for number in 0..<count {
        let client = Party("192.0.2.1", UInt16(40_000 + number), to: "192.0.2.2", 12_345)
        points.there(client.segment(.syn).numbered(UInt16(number + 1)), at: Double(number) * 20)
      }
      return self.comparison(points)
    }
    let limit = VantageComparison.detailLimit
    let all = comparison(limit), more = comparison(limit + 1)
    let conversations = try #require(try object(more)["conversations"] as? [[String: Any]])
    #expect(conversations.count == limit + 1)
    for key in ["packets", "unmatched"] {
      #expect(conversations[limit - 1][key] is [Any])
      #expect(conversations[limit][key] is NSNull)
    }
    #expect(conversations[limit]["packetsTotal"] as? Int == 1)
    for (language, promise) in [
      (Language.english, "packets one by one for the first \(limit)"),
      (.indonesian, "paket satu per satu untuk \(limit) percakapan pertama"),
    ] {
      func text(_ comparison: VantageComparison) -> String {
        report(language).text(comparison).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      #expect(text(more).contains(promise))
      #expect(!text(all).contains(promise))
    }
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
