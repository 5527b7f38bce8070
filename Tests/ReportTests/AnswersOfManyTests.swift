import PacketBuilding
import Testing

@testable import Report

/// Answers where a capture holds more than is kept one by one: counts are those of all, or the least, or unknown.
struct AnswersOfManyTests {
  /// A transfer of 1,500 segments of ten bytes, of which the first `acknowledged` get an ACK.
  private func transfer(acknowledged: Int) -> [Sighting] {
    (0..<1_500).reduce(into: .handshake()) { packets, number in
      let sequence = UInt32(number * 10 + 1)
      packets.append(client.segment([.psh, .ack], seq: sequence, ack: 1, "0123456789"))
      if number < acknowledged { packets.append(client.other.segment(.ack, seq: 1, ack: sequence + 10)) }
    }
  }

  @Test func `that the first segments were acknowledged says nothing of the last`() throws {
    let capture = try Answered(transfer(acknowledged: 1_200))
    let answer = try #require(capture.answer(.claimA5))
    #expect(answer.verdict == .undecided && answer.obstacle == .firstKept(1_000, of: 1_500))
    #expect(capture.quantity(.claimA5, .undelivered) == .unknown)
    for language in Language.allCases {
      let text = answer.facts.map { language.answerPhrases.text($0) }.joined(separator: " ")
      #expect(text.contains("10000") && !text.contains("15000"))
    }
  }

  @Test func `bytes that nothing acknowledges are the least`() throws {
    let answer = try #require(try Answered(transfer(acknowledged: 900)).answer(.claimA5))
    #expect(answer.verdict == .partly && answer.obstacle == .firstKept(1_000, of: 1_500))
    #expect(answer.facts.contains { LanguageFact($0).english.hasPrefix("At least 1000 of 15000 bytes") })
  }

  @Test func `the ACK of a FIN covers all before it`() throws {
    let capture = try Answered(transfer(acknowledged: 1_500) + .close(seq: 15_001, ack: 1))
    let answer = try #require(capture.answer(.claimA5))
    #expect(answer.verdict == .right && answer.obstacle == nil)
    #expect(answer.facts.contains { LanguageFact($0).english == "All 15000 bytes were acknowledged (frame 3005)." })
    #expect(capture.quantity(.claimA5, .undelivered) == .bytes(0))
  }

  @Test func `segments with PSH are counted of all`() throws {
    let capture = try Answered(transfer(acknowledged: 1_500))
    #expect(capture.quantity(.claimA8, .pushed) == .integer(1_500))
    #expect(
      capture.answer(.claimA8)?.facts.contains {
        LanguageFact($0).english.hasPrefix("1500 of 1500 data segments have PSH")
      } == true)
  }

  @Test func `replies are counted of all, and those that differ told`() throws {
    let packets = (0..<1_500).flatMap { number in
      [client.datagram("\(number)"), client.other.datagram(number == 1_400 ? "other" : "\(number)")]
    }
    let answer = try #require(try Answered(packets).answer(.claimA13))
    #expect(answer.verdict == .partly)
    #expect(
      answer.facts.contains {
        LanguageFact($0).english
          == "3000 packets: 1500 requests, 1500 replies, 1499 of which are known to hold the same bytes."
      })
  }

  /// `hosts` clients, each from three ports.
  private func clients(_ hosts: Int) -> [Sighting] {
    (0..<hosts * 3).flatMap { number in
      let one = Party("192.0.2.\(10 + number / 3)", UInt16(40_000 + number), to: "192.0.2.2", 12_345)
      return [one.datagram("hi"), one.other.datagram("hi")]
    }
  }

  @Test func `a client with three ports is one`() throws {
    let capture = try Answered(clients(4))
    #expect(capture.quantity(.claimA11, .clients) == .integer(4))
    #expect(capture.answer(.claimA11)?.obstacle == nil)
  }

  @Test func `clients of conversations that were not kept are not known`() throws {
    let answer = try #require(try Answered(clients(10), limit: 2).answer(.claimA11))
    #expect(answer.verdict == .right && answer.obstacle == .someConversations)
    #expect(answer.facts.contains { LanguageFact($0).english.hasPrefix("At least ") })
    #expect(Language.english.answerPhrases.obstacle(to: answer)?.hasPrefix("Judged by a part") == true)
  }

  @Test func `connections that were not kept might be open as well`() throws {
    let parties = (UInt16(0)..<4).map { Party("192.0.2.1", 50_000 + $0, to: "192.0.2.2", 12_345) }
    var packets: [Sighting] = parties.flatMap { [Sighting].handshake($0) }
    packets += parties.map { $0.segment([.psh, .ack], seq: 1, ack: 1, "hi") }
    #expect(try Answered(packets).answer(.claimA2)?.obstacle == .rulesProgram)
    let some = try #require(try Answered(packets, limit: 2).answer(.claimA2))
    #expect(some.verdict == .undecided && some.obstacle == .someConversations)
    #expect(some.facts.contains { LanguageFact($0).english.hasPrefix("At least ") })
  }

  @Test func `what was not looked at is not said to be absent`() throws {
    let request = client.segment([.psh, .ack], seq: 1, ack: 1, "GET / HTTP/1.1\r\n\r\n")
    let web = try Answered(.handshake() + [request], lists: false)
    let answer = try #require(web.answer(.tcp6))
    #expect(answer.obstacle == .notLookedAt)
    #expect(!answer.facts.contains { LanguageFact($0).english.contains("No HTTP method") })
    #expect(try Answered([client.datagram("hello")], lists: false).answer(.udp1)?.obstacle == .notLookedAt)
    #expect(web.answer(.claimA1)?.obstacle == .notLookedAt)
  }
}

/// What a fact says.
private struct LanguageFact {
  let english: String
  init(_ fact: AnswerFact) { english = Language.english.answerPhrases.text(fact) }
}
