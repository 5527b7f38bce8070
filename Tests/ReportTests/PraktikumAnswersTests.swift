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
