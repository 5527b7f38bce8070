import Foundation
import PacketBuilding
import Testing

@testable import Report

/// Answers as documents, and for programs.
struct AnswerReportTests {
  private func object(_ capture: Answered, _ language: Language = .english, _ set: AnswerSet? = nil) throws
    -> [String: Any]
  {
    let json = Data(capture.report(language, set).json(capture.summary, capture.listing))
    return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  private func ids(_ object: [String: Any]) -> [String] {
    let sets = object["sets"] as? [[String: Any]] ?? []
    return sets.flatMap { ($0["answers"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String } }
  }

  @Test func `without a set those that fit are answered`() throws {
    let tcp = try Answered(captures: "tcp-ethernet").sheets()
    #expect(tcp.sheets.map(\.set) == [.kuroseTCP, .praktikum])
    #expect(tcp.unfit == [.kuroseUDP])
    #expect(tcp.sheets[0].record?.stream == 1)
    #expect(tcp.sheets[0].reason == .echo)
    #expect(try Answered(captures: "udp-ethernet").sheets().sheets.map(\.set) == [.kuroseUDP, .praktikum])
  }

  @Test func `programs get every question under its name, decimals and null`() throws {
    let capture = try Answered(captures: "tcp-ethernet", "udp-ethernet")
    let object = try object(capture)
    #expect(object["schema"] as? Int == 1)
    #expect(Set(ids(object)) == Set(AnswerQuestion.allCases.map(\.rawValue)))
    #expect(ids(object).count == AnswerQuestion.allCases.count)
    let text = String(decoding: capture.report().json(capture.summary, capture.listing), as: UTF8.self)
    #expect(text.contains(#""name": "sampleRTT", "item": 1, "value": 0.001277162, "unit": "s""#))
    #expect(text.contains(#""name": "transferThroughput", "value": null"#))
    #expect(
      text.contains(
        #""value": 491959354, "unit": null, "formula": "ISN of the client + 1", "substitution": "491959353 + 1", "frames": [ 3, 4 ]"#
      ))
  }

  @Test func `names of questions are the same in both languages, and never change`() throws {
    let capture = try Answered(captures: "chat")
    #expect(try ids(object(capture, .english)) == (try ids(object(capture, .indonesian))))
    #expect(AnswerQuestion.tcpV9n3.rawValue == "kurose-tcp.v9.3")
    for set in AnswerSet.allCases { #expect(Set(set.questions.map(\.number)).count == set.questions.count) }
  }

  @Test func `both languages answer the same, and decimals are the language's`() throws {
    let capture = try Answered(captures: "tcp-ethernet", "udp-ethernet", "chat")
    let english = capture.report(.english).markdown(capture.summary, capture.listing)
    let indonesian = capture.report(.indonesian).markdown(capture.summary, capture.listing)
    func shape(_ text: String) -> [Character] {
      text.split(separator: "\n").map { ["#", "|", "-"].contains($0.first) ? $0.first! : "." }
    }
    #expect(shape(english) == shape(indonesian))
    #expect(english.contains("1.277 ms") && indonesian.contains("1,277 ms"))
    for word in [" the ", " of ", "acknowledge", " frame ", " segments "] {
      #expect(!indonesian.contains(word), "\(word)")
    }
    #expect(indonesian.firstMatch(of: /Optional\(|\bnil\b/) == nil)
  }

  @Test(arguments: Language.allCases)
  func `no line is wider than a page, or than the terminal`(language: Language) throws {
    let capture = try Answered(captures: "tcp-ethernet", "udp-ethernet", "chat")
    var report = capture.report(language)
    func widest() -> Int {
      report.text(capture.summary, capture.listing).split(separator: "\n").map(\.count).max() ?? 0
    }
    #expect(widest() <= 105)
    (report.width, report.terminalWidth) = (80, 80)
    #expect(widest() <= 80)
  }

  @Test func `what no question of a set can be answered for is said once`() throws {
    let capture = try Answered(captures: "udp-ethernet")
    let text = capture.report(.english, .kuroseTCP).text(capture.summary, capture.listing)
    #expect(text.ranges(of: "it holds no TCP conversation").count == 1)
    let object = try object(capture, .english, .kuroseTCP)
    let answers = try #require((object["sets"] as? [[String: Any]])?.first?["answers"] as? [[String: Any]])
    #expect(answers.count == AnswerSet.kuroseTCP.questions.count)
    #expect(answers.allSatisfy { ($0["reason"] as? String)?.contains("it holds no TCP conversation") == true })
  }

  @Test(arguments: ReportGoldenTests.situations) func `can be written of any situation`(situation: String) throws {
    let capture = try Answered(fixture: situation)
    for set in AnswerSet.allCases {
      for language in Language.allCases {
        let report = capture.report(language, set)
        for text in [
          report.text(capture.summary, capture.listing), report.markdown(capture.summary, capture.listing),
          report.html(capture.summary, capture.listing),
        ] {
          #expect(text.firstMatch(of: /Optional\(|\bnil\b/) == nil)
        }
        _ = try object(capture, language, set)
      }
    }
  }

  @Test func `what a packet holds is no markup, and moves no cursor`() throws {
    let hostile = "GET /<script>alert(1)</script>\u{1b}[2J|`x` HTTP/1.1\r\n\r\n"
    let end = UInt32(1 + hostile.utf8.count)
    let capture = try Answered(
      [
        client.segment(.syn), server.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1),
        client.segment([.psh, .ack], seq: 1, ack: 1, hostile), server.segment(.ack, seq: 1, ack: end),
        server.segment([.psh, .ack], seq: 1, ack: end, hostile), client.segment(.ack, seq: end, ack: end),
      ])
    let report = capture.report()
    for text in [
      report.text(capture.summary, capture.listing), report.markdown(capture.summary, capture.listing),
      report.html(capture.summary, capture.listing),
      String(decoding: report.json(capture.summary, capture.listing), as: UTF8.self),
    ] {
      #expect(text.contains("GET"))
      #expect(!text.contains("<script>alert") && !text.contains("\u{1b}"))
    }
  }
}
