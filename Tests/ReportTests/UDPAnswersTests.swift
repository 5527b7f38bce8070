import PacketBuilding
import Testing

@testable import Report

/// The UDP lab, on a recording and where it has no answer. What is expected was read from the bytes.
struct UDPAnswersTests {
  @Test func `the header of a recorded datagram`() throws {
    let capture = try Answered(captures: "udp-ethernet")
    #expect(capture.quantity(.udp1, .fieldCount) == .integer(4))
    #expect(capture.quantity(.udp1, .sourcePort) == .integer(60_916))
    #expect(capture.quantity(.udp1, .destinationPort) == .integer(12_345))
    #expect(capture.quantity(.udp1, .length) == .bytes(43))
    #expect(capture.quantity(.udp1, .checksum) == .hexadecimal(0x78ec, bits: 16))
    #expect((1...4).map { capture.quantity(.udp2, .fieldOffset, item: $0) } == [34, 36, 38, 40].map { .integer($0) })
    #expect((1...4).map { capture.quantity(.udp2, .fieldLength, item: $0) } == [2, 2, 2, 2].map { .bytes($0) })
    #expect(capture.quantity(.udp3, .payloadLength) == .bytes(35))
    #expect(capture.quantity(.udp6, .protocol) == .integer(17))
    #expect(capture.quantity(.udp6, .protocolHexadecimal) == .hexadecimal(0x11, bits: 8))
    #expect(capture.quantity(.udp7, .replyTime) == .nanoseconds(1_452_802))
    #expect(capture.frames(.udp7, .replyTime) == [1, 2])
  }

  @Test func `what no capture changes`() throws {
    let capture = try Answered(captures: "udp-wifi")
    #expect(capture.quantity(.udp4, .maximumPayload) == .bytes(65_527))
    #expect(capture.quantity(.udp4, .maximumPayloadIPv4) == .bytes(65_507))
    #expect(capture.quantity(.udp5, .maximumPort) == .integer(65_535))
  }

  @Test func `a capture without UDP answers nothing, and says why`() throws {
    let sheet = try #require(try Answered(captures: "tcp-loopback").sheets(.kuroseUDP).sheets.first)
    #expect(sheet.answers.count == AnswerSet.kuroseUDP.questions.count)
    #expect(sheet.answers.allSatisfy { !$0.isAnswerable && $0.obstacle == .noUDP })
  }

  @Test func `a request without a reply is no pair`() throws {
    let capture = try Answered([client.datagram("hello")])
    let pair = try #require(capture.answer(.udp7))
    #expect(!pair.isAnswerable && pair.obstacle == .noReply)
    #expect(capture.quantity(.udp3, .length) == .bytes(13))
  }

  @Test func `a length that contradicts the packet is told, not mended`() throws {
    // Length stands at byte 38: 8 for the header, 5 were sent.
    let capture = try Answered([client.datagram("hello").setting(200, at: 38)])
    #expect(capture.quantity(.udp3, .length) == .bytes(200))
    let text = capture.report(.english, .kuroseUDP).text(capture.summary, capture.listing)
    #expect(text.contains("but in frame 1 it is 200, and 13 bytes were sent"))
  }

  @Test func `what came in fragments has its header elsewhere`() throws {
    let capture = try Answered(fixture: "udp-fragmented")
    for question in [AnswerQuestion.udp1, .udp2, .udp3, .udp6] {
      #expect(capture.answer(question)?.isAnswerable == false)
      #expect(capture.answer(question)?.obstacle == .fragmented(frame: 3))
    }
    #expect(capture.quantity(.udp4, .largestPayload) == .bytes(3_800))
    #expect(capture.quantity(.udp4, .maximumPayload) == .bytes(65_527))
  }
}
