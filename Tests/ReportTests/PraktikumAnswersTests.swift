import PacketBuilding
import Testing

@testable import Report

/// Statements of the practicum's example report, on recordings of its sessions.
struct PraktikumAnswersTests {
  private func verdicts(_ capture: Answered) -> [AnswerQuestion: Answer.Verdict] {
    let answers = capture.sheets(.praktikum).sheets.first?.answers ?? []
    return Dictionary(answers.compactMap { answer in answer.verdict.map { (answer.question, $0) } }) { first, _ in first
    }
  }

  @Test func `verdicts on all sessions together`() throws {
    let verdicts = try verdicts(Answered(captures: "tcp-ethernet", "udp-ethernet", "chat"))
    let expected: [AnswerQuestion: Answer.Verdict] = [
      .claimA1: .right, .claimA2: .undecided, .claimA3: .undecided, .claimA4: .right, .claimA5: .right,
      .claimA6: .wrong, .claimA7: .right, .claimA8: .right, .claimA9: .wrong, .claimA10: .wrong, .claimA11: .right,
      .claimA12: .partly, .claimA13: .partly, .claim6c: .right, .claim6f: .wrong,
    ]
    #expect(verdicts == expected)
  }

  @Test func `the evidence of a verdict`() throws {
    let capture = try Answered(captures: "tcp-ethernet", "udp-ethernet", "chat")
    #expect(capture.frames(.claimA6, .requestSegments) == [6])
    #expect(capture.frames(.claimA6, .replySegments) == [8])
    #expect(capture.frames(.claimA9, .activeCloser) == [10])
    #expect(capture.frames(.claimA9, .closingSegments) == [10, 11, 12])
    #expect(capture.quantity(.claimA8, .relativeAcknowledgment) == .integer(35))
    #expect(capture.quantity(.claim6f, .checksumsRight) == .integer(2))
    #expect(capture.quantity(.claimA13, .identical) == .truth(true))
  }

  @Test(arguments: [
    (Language.english, "no packet can show it"), (.indonesian, "tidak ada paket yang dapat menunjukkannya"),
  ])
  func `what packets show of a rule is set apart from the rule`(language: Language, rule: String) throws {
    let capture = try Answered(captures: "tcp-ethernet", "udp-ethernet")
    let words = language.answerPhrases
    func text(_ question: AnswerQuestion) throws -> String {
      try #require(capture.answer(question)).facts.map { words.text($0) }.joined(separator: " ")
    }
    let pushed = try text(.claimA8), noAccept = try text(.claimA11)
    #expect(pushed.contains("1 + 34 = 35") && pushed.hasSuffix(rule + "."))
    #expect(noAccept.contains(words.frames([1, 2], of: 2)) && noAccept.hasSuffix(rule + "."))
  }

  @Test func `without a log nothing tells close from shutdown`() throws {
    let capture = try Answered(captures: "tcp-ethernet", "udp-ethernet")
    for (language, name) in [(Language.english, "close() or shutdown()"), (.indonesian, "close() atau shutdown()")] {
      let text = capture.report(language, .praktikum).text(capture.summary, capture.listing)
      let rows = text.split(separator: "\n").filter { $0.contains("shutdown()") }
      #expect(rows.count == 1, "\(rows)")
      #expect(rows.first?.contains(name) == true && rows.first?.contains("10") == true)
      // A heading for each of the two tables.
      let about = ["tcp-ethernet.pcap:", "udp-ethernet.pcap:"].map { name in
        text.split(separator: "\n").count { $0.hasSuffix(name) && !$0.hasPrefix("  ") }
      }
      #expect(about == [1, 1])
    }
  }

  @Test func `what a capture does not hold is not judged`() throws {
    let verdicts = try verdicts(Answered(captures: "udp-loopback"))
    for claim in AnswerQuestion.allCases where claim.isClaim {
      let isAboutUDP = [.claimA1, .claimA11, .claimA12, .claimA13, .claim6f].contains(claim)
      #expect((verdicts[claim] == .undecided) == !isAboutUDP, "\(claim)")
    }
  }

  @Test func `replies that are lost make it worse than half right`() throws {
    let verdicts = try verdicts(Answered(fixture: "udp-lost-duplicated-reordered"))
    #expect(verdicts[.claimA13] == .wrong)
  }

  @Test func `a server that reads once shows what a limit is`() throws {
    let capture = try Answered(fixture: "tcp-short-echo")
    let answer = try #require(capture.answer(.claimA3))
    #expect(answer.verdict == .partly)
  }

  @Test func `six clients at once are more than five`() throws {
    var packets: [Sighting] = []
    for number in UInt16(0)..<6 {
      let start = Double(number)
      let one = Party("192.0.2.1", 50_000 + number, to: "192.0.2.2", 12_345)
      packets += [
        one.segment(.syn).at(start), one.other.segment([.syn, .ack], ack: 1).at(start + 0.1),
        one.segment(.ack, seq: 1, ack: 1).at(start + 0.2),
        one.segment([.psh, .ack], seq: 1, ack: 1, "hi").at(start + 0.3),
      ]
    }
    for number in UInt16(0)..<6 {
      let one = Party("192.0.2.1", 50_000 + number, to: "192.0.2.2", 12_345)
      packets.append(one.other.segment(.ack, seq: 1, ack: 3).at(20 + Double(number)))
    }
    let capture = try Answered(packets)
    #expect(capture.answer(.claimA2)?.verdict == .wrong)
    #expect(capture.quantity(.claimA2, .concurrent) == .integer(6))
  }
}
