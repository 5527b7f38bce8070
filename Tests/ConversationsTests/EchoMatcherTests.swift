import Conversations
import PacketBuilding
import Testing
import Wire

/// Echoes of a TCP conversation, told from its packets.
struct EchoMatcherTests {
  private static let message = "Hello World!!! This will be echoed"

  private func echo(_ packets: [Sighting]..., capacity: Capacity = Capacity()) -> EchoResult {
    conversation(.handshake(), packets.flatMap(\.self), capacity: capacity).echo
  }

  private func request(_ text: String, seq: UInt32 = 1, ack: UInt32 = 1) -> Sighting {
    client.segment([.psh, .ack], seq: seq, ack: ack, text)
  }

  private func reply(_ text: String, seq: UInt32 = 1, ack: UInt32) -> Sighting {
    server.segment([.psh, .ack], seq: seq, ack: ack, text)
  }

  @Test func `a message comes back in one segment`() {
    let echo = echo([request(Self.message).at(10), reply(Self.message, ack: 35).at(11.25)])
    #expect(echo.isEcho == true)
    #expect(echo.requests == 1)
    #expect(echo.replies == 1)
    #expect(echo.lost == 0)
    #expect(echo.rtt?.minimum == ms(1.25))
  }

  @Test func `a reply in pieces of 16, 16 and 2 bytes is complete with the last one`() {
    let echo = echo([
      request(Self.message).at(10), reply("Hello World!!! T", ack: 35).at(11),
      reply("his will be echo", seq: 17, ack: 35).at(12), reply("ed", seq: 33, ack: 35).at(13),
    ])
    #expect(echo.isEcho == true)
    #expect(echo.replies == 1)
    #expect(echo.rtt?.maximum == ms(3))
  }

  @Test func `requests that come back in one segment are answered together`() {
    let echo = echo([
      request("one").at(10), request("two", seq: 4).at(11), request("three", seq: 7).at(12),
      reply("onetwothree", ack: 12).at(14),
    ])
    #expect(echo.isEcho == true)
    #expect(echo.replies == 3)
    #expect(echo.rtt?.minimum == ms(2))
    #expect(echo.rtt?.maximum == ms(4))
  }

  @Test func `requests and replies out of order are put in order`() {
    let echo = echo([
      request("two", seq: 4).at(10), request("one").at(11), reply("o", seq: 6, ack: 7).at(13),
      reply("onetw", seq: 1, ack: 7).at(14),
    ])
    #expect(echo.isEcho == true)
    #expect(echo.replies == 2)
    #expect(echo.rtt?.minimum == ms(3))
    #expect(echo.rtt?.maximum == ms(4))
  }

  @Test func `the time of a request that was sent again runs from its first transmission`() {
    let echo = echo([
      request("hello").at(10), request("hello").at(210), reply("hello", ack: 6).at(212), reply("hello", ack: 6).at(213),
    ])
    #expect(echo.isEcho == true)
    #expect(echo.requests == 1)
    #expect(echo.rtt?.count == 1)
    #expect(echo.rtt?.minimum == ms(202))
  }

  @Test func `a server that speaks first is no echo`() {
    let echo = echo([server.segment([.psh, .ack], seq: 1, ack: 1, "220 ready"), request("HELO", ack: 10)])
    #expect(echo.isEcho == false)
    #expect(echo.firstDifference?.offset == 0)
    #expect(echo.firstDifference?.frame == 4)
  }

  @Test func `the byte that differs is named with its frame`() {
    let echo = echo([
      request("hello").at(10), reply("he", ack: 6).at(11), reply("Llo", seq: 3, ack: 6).at(12),
    ])
    #expect(echo.isEcho == false)
    #expect(echo.mismatched == 1)
    #expect(echo.firstDifference?.offset == 2)
    #expect(echo.firstDifference?.frame == 6)
    #expect(echo.rtt == nil)
  }

  @Test func `round trips before the first difference are measured`() {
    // The chat: two messages come back, `exit` gets a goodbye.
    let echo = echo([
      request("halo").at(10), reply("halo", ack: 5).at(14), request("exit", seq: 5, ack: 5).at(20),
      reply("goodbye", seq: 5, ack: 9).at(25),
    ])
    #expect(echo.isEcho == false)
    #expect(echo.firstDifference?.offset == 4)
    #expect(echo.replies == 1)
    #expect(echo.rtt?.count == 1)
    #expect(echo.rtt?.maximum == ms(4))
  }

  @Test func `more than was sent is no echo`() {
    let echo = echo([request("hi"), reply("hi there", ack: 3)])
    #expect(echo.isEcho == false)
    #expect(echo.firstDifference?.offset == 2)
  }

  @Test func `what did not come back is lost`() {
    let echo = echo([request("hello world"), reply("hello", ack: 12)])
    #expect(echo.isEcho == true)
    #expect(echo.replies == 0)
    #expect(echo.lost == 6)
  }

  @Test func `a request without a reply is lost, and nobody knows whether there would be an echo`() {
    let echo = echo([request("hello"), server.segment(.ack, seq: 1, ack: 6)])
    #expect(echo.isEcho == nil)
    #expect(echo.lost == 5)
  }

  @Test func `with one direction alone nobody knows what is lost`() {
    let echo = conversation([
      client.segment(.syn), client.segment(.ack, seq: 1, ack: 1), request("hello"),
    ]).echo
    #expect(echo.isEcho == nil)
    #expect(echo.lost == nil)
  }

  @Test func `bytes that the snapshot length cut leave it unknown`() {
    let echo = echo([request(Self.message).cut(to: 68), reply(Self.message, ack: 35)])
    #expect(echo.isEcho == nil)
    #expect(echo.mismatched == 0)
    #expect(echo.requests == 1)
  }

  @Test func `bytes that the capture missed leave it unknown`() {
    // The reply acknowledges a request that is not in the capture.
    let echo = echo([reply("hello", ack: 6), request("world", seq: 6, ack: 6), reply("world", seq: 6, ack: 11)])
    #expect(echo.isEcho == nil)
    #expect(echo.mismatched == 0)
    #expect(echo.lost == nil)
  }

  @Test func `a capture that begins in the middle can confirm an echo, and not deny it`() {
    let confirmed = conversation([request("hello"), reply("hello", ack: 6)]).echo
    #expect(confirmed.isEcho == true)
    let unknown = conversation([request("world", seq: 6, ack: 1), reply("hello", ack: 6)]).echo
    #expect(unknown.isEcho == nil)
    #expect(unknown.firstDifference == nil)
  }

  @Test func `more outstanding than the bound leaves it unknown`() {
    var capacity = Capacity()
    capacity.echoBytesPerConversation = 100
    let long = String(repeating: "x", count: 101)
    #expect(echo([request(long), reply(long, ack: 102)], capacity: capacity).isEcho == nil)
    capacity.echoBytesPerConversation = 101
    #expect(echo([request(long), reply(long, ack: 102)], capacity: capacity).isEcho == true)
  }

  @Test func `room is given back when bytes have been compared`() {
    var capacity = Capacity()
    capacity.echoBytes = 600
    capacity.echoBytesPerConversation = 600
    let text = String(repeating: "x", count: 500)
    let many = (0..<100).flatMap { (number: UInt32) in
      [
        request(text, seq: 1 + number * 500, ack: 1 + number * 500),
        reply(text, seq: 1 + number * 500, ack: 501 + number * 500),
      ]
    }
    #expect(echo(many, capacity: capacity).isEcho == true)
    #expect(echo(many, capacity: capacity).replies == 100)
  }

  @Test func `room is given back when a hole is filled or the comparison ends`() {
    var capacity = Capacity()
    capacity.echoBytes = 400
    let packets = (0..<50).flatMap { (number: UInt16) in
      let client = Party("192.0.2.1", 40_000 + number, to: "192.0.2.2", 12_345)
      let late = client.segment(.ack, seq: 101, ack: 1, bytes: [UInt8](repeating: 2, count: 100))
      let early = client.segment(.ack, seq: 1, ack: 1, bytes: [UInt8](repeating: 1, count: 100))
      let both = [UInt8](repeating: 1, count: 100) + [UInt8](repeating: number % 2 == 0 ? 2 : 3, count: 100)
      return .handshake(client) + [late, early, client.other.segment(.ack, seq: 1, ack: 201, bytes: both)]
    }
    let records = observe(packets, capacity: capacity).records
    #expect(records.map(\.echo.isEcho) == (0..<50).map { $0 % 2 == 0 })
  }

  @Test func `a flood of tiny segments beyond a hole is given up`() {
    let flood = (0..<5_000).map { (number: UInt32) in request("x", seq: 3 + number * 2) }
    #expect(echo(flood, [reply("x", ack: 1)]).isEcho == nil)
  }

  @Test func `data in the SYN is echoed too`() {
    let echo = conversation([
      client.segment(.syn, "hello"), server.segment([.syn, .ack], ack: 6), client.segment(.ack, seq: 6, ack: 1),
      server.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
    ]).echo
    #expect(echo.isEcho == true)
    #expect(echo.replies == 1)
  }

  @Test func `a round trip in which the clock ran backwards is not measured`() {
    let echo = echo([
      request("one").at(10), reply("one", ack: 4).at(5), request("two", seq: 4, ack: 4).at(20),
      server.segment(.ack, seq: 4, ack: 7).at(-5_000), request("six", seq: 7, ack: 4).at(30),
      reply("twosix", seq: 4, ack: 10).at(40),
    ])
    #expect(echo.replies == 3)
    #expect(echo.rtt?.count == 2)
    #expect(echo.rtt?.maximum == ms(20))
  }
}
