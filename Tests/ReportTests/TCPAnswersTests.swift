import PacketBuilding
import Testing

@testable import Report

/// The TCP lab, on recordings and on connections made for it. What is expected was worked out by hand from the frames.
struct TCPAnswersTests {
  private static let options: [UInt8] = [2, 4, 5, 180, 1, 3, 3, 7, 1, 1, 4, 2]
  private static var opening: [Sighting] {
    [
      client.segment(.syn, options: options).at(0), server.segment([.syn, .ack], ack: 1, options: options).at(20),
      client.segment(.ack, seq: 1, ack: 1, window: 502).at(20.1),
    ]
  }
  /// `number` becomes the IP identification.
  private static func data(_ seq: UInt32, _ text: String, _ number: UInt16, at time: Double) -> Sighting {
    client.segment([.psh, .ack], seq: seq, ack: 1, text, window: 502).numbered(number).at(time)
  }
  private static func ack(_ number: UInt32, at time: Double, window: UInt16 = 500) -> Sighting {
    server.segment(.ack, seq: 1, ack: number, window: window).at(time)
  }
  private static let hundred = String(repeating: "a", count: 100)

  @Test func `the opening of a recorded connection`() throws {
    let capture = try Answered(captures: "tcp-ethernet")
    #expect(capture.quantity(.tcp1, .clientPort) == .integer(50_892))
    #expect(capture.quantity(.tcp2, .serverAddress) == .text("192.168.10.8"))
    #expect(capture.quantity(.tcp4, .rawSequence) == .integer(491_959_353))
    #expect(capture.quantity(.tcp4, .flags) == .hexadecimal(0x002, bits: 12))
    #expect(capture.frames(.tcp4, .rawSequence) == [3])
    #expect(capture.quantity(.tcp5, .rawSequence) == .integer(1_540_931_640))
    #expect(capture.quantity(.tcp5, .rawAcknowledgment) == .integer(491_959_354))
    #expect(capture.quantity(.tcpV9n3, .sackUsable) == .truth(true))
  }

  @Test func `lengths, windows and times of a recorded connection`() throws {
    let capture = try Answered(captures: "tcp-ethernet")
    let lengths = [AnswerValueName.payloadLength, .segmentLength, .frameLength].map { capture.quantity(.tcp8, $0) }
    #expect(lengths == [.bytes(34), .bytes(54), .bytes(88)])
    #expect(capture.quantity(.tcp9, .minimumWindow, of: .responder) == .bytes(502 * 128))
    #expect(capture.quantity(.tcp9, .synWindow, of: .responder) == .bytes(64_240))
    #expect(capture.quantity(.tcp9, .throttled) == .truth(false))
    // Frame 7 at 38.280127 ms, frame 6 at 37.002965 ms.
    #expect(capture.quantity(.tcp7, .sampleRTT, item: 1) == .nanoseconds(1_277_162))
    #expect(capture.quantity(.tcp7, .timeoutInterval, item: 1) == .nanoseconds(1_277_162 + 4 * 638_581))
    // 316 bytes of frames in 4,365,745 ns.
    #expect(capture.quantity(.tcp12, .wireThroughput) == .rate(72_382))
    // One segment has no time from the first to the last.
    #expect(capture.quantity(.tcp12, .transferThroughput) == .unknown)
    #expect(capture.answer(.tcp7)?.obstacle == .fewerSegments(1, wanted: 6))
    #expect(capture.answer(.tcp13)?.isAnswerable == false)
  }

  @Test func `the estimates go on by the textbook and by RFC 6298`() throws {
    let capture = try Answered(
      Self.opening,
      [
        Self.data(1, Self.hundred, 1, at: 30), Self.ack(101, at: 50), Self.data(101, Self.hundred, 2, at: 60),
        Self.ack(201, at: 88),
      ])
    #expect(capture.quantity(.tcp7, .sampleRTT, item: 2) == .nanoseconds(28_000_000))
    // 7/8 · 20 + 1/8 · 28 = 21; 3/4 · 10 + 1/4 · |28 − 21| = 9.25, and with |20 − 28| 9.5.
    #expect(capture.quantity(.tcp7, .estimatedRTT, item: 2) == .nanoseconds(21_000_000))
    #expect(capture.quantity(.tcp7, .devRTT, item: 2) == .nanoseconds(9_250_000))
    #expect(capture.quantity(.tcp7, .timeoutInterval, item: 2) == .nanoseconds(58_000_000))
    #expect(capture.quantity(.tcp7, .rttvar, item: 2) == .nanoseconds(9_500_000))
    #expect(capture.quantity(.tcp7, .rto, item: 2) == .nanoseconds(59_000_000))
  }

  @Test func `a cumulative ACK times both, and a segment sent again none`() throws {
    let capture = try Answered(
      Self.opening,
      [
        Self.data(1, Self.hundred, 1, at: 30), Self.data(101, Self.hundred, 2, at: 31), Self.ack(201, at: 51),
        Self.data(201, Self.hundred, 3, at: 60), Self.data(201, Self.hundred, 4, at: 360), Self.ack(301, at: 381),
      ])
    #expect(capture.quantity(.tcp7, .sampleRTT, item: 1) == .nanoseconds(21_000_000))
    #expect(capture.quantity(.tcp7, .sampleRTT, item: 2) == .nanoseconds(20_000_000))
    #expect(capture.quantity(.tcp7, .sampleRTT, item: 3) == nil)
    #expect(capture.quantity(.tcp7, .sampleRTT, item: 4) == nil)
    #expect(capture.quantity(.tcp7, .estimatedRTTWithoutCumulative) == .nanoseconds(20_000_000))
    #expect(capture.quantity(.tcp10, .retransmissions) == .integer(1))
    #expect(capture.frames(.tcp10, .retransmissions) == [8])
    #expect(capture.quantity(.tcp11, .acknowledgments) == .integer(2))
    #expect(capture.quantity(.tcp11, .multipleAcknowledgments) == .integer(1))
    #expect(capture.quantity(.tcp11, .typicalAcknowledged) == .bytes(200))
    let text = capture.report(.english, .kuroseTCP).text(capture.summary, capture.listing)
    #expect(text.contains("(cumulative)") && text.contains("(Karn)"))
  }

  @Test func `a method is found where segments cut it`() throws {
    let capture = try Answered(
      Self.opening,
      [
        Self.data(1, "\r\nPO", 1, at: 30), Self.data(5, "ST /upload HTTP/1.1\r\n\r\n", 2, at: 31),
        Self.data(28, Self.hundred, 3, at: 32), Self.ack(128, at: 52),
      ])
    #expect(capture.quantity(.tcp6, .method) == .text("POST"))
    #expect(capture.quantity(.tcp6, .requestFrame) == .integer(4))
    #expect(capture.frames(.tcp6, .method) == [4, 5])
    // Not the number of the last segment, on which Wireshark names the request.
    #expect(capture.quantity(.tcp6, .relativeSequence) == .integer(1))
    #expect(capture.answer(.tcp6)?.warnings.isEmpty == false)
    #expect(capture.quantity(.tcpV9n5, .fitsOneSegment) == .truth(false))
  }

  @Test func `without the SYN what hangs on it is not answered`() throws {
    let capture = try Answered(fixture: "tcp-midstream")
    for question in [AnswerQuestion.tcp4, .tcpV9n3] {
      #expect(capture.answer(question)?.isAnswerable == false)
      #expect(capture.answer(question)?.obstacle == .noSYN)
    }
    #expect(capture.answer(.tcp5)?.obstacle == .noSYNACK)
    #expect(capture.answer(.tcp9)?.obstacle == .noScale)
    #expect(capture.answer(.tcp1)?.obstacle == .noSYN)
  }

  @Test func `cut payload leaves open whether there is a request`() throws {
    let capture = try Answered(
      Self.opening, [Self.data(1, Self.hundred, 1, at: 30).cut(to: 60), Self.ack(101, at: 50)])
    #expect(capture.answer(.tcp6)?.obstacle == .payloadCut)
    #expect(capture.quantity(.tcp8, .payloadLength) == .bytes(100))
  }

  @Test func `a closed window holds the sender up, and zero is the smallest`() throws {
    let capture = try Answered(
      Self.opening,
      [
        Self.data(1, Self.hundred, 1, at: 30), Self.ack(101, at: 50, window: 0), Self.ack(101, at: 90, window: 400),
        Self.data(101, Self.hundred, 2, at: 91), Self.ack(201, at: 111),
      ])
    #expect(capture.quantity(.tcp9, .minimumWindow, of: .responder) == .bytes(0))
    #expect(capture.quantity(.tcp9, .smallestOpenWindow, of: .responder) == .bytes(400 * 128))
    #expect(capture.quantity(.tcp9, .throttled) == .truth(true))
    #expect(capture.frames(.tcp9, .throttled) == [5])
  }
}
