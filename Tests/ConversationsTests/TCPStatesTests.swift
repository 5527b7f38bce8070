import PacketBuilding
import Testing
import Wire

@testable import Conversations

/// The states of both ends after each segment, as RFC 9293 draws them.
struct TCPStatesTests {
  private struct Sent {
    let from: Side
    let flags: TCPFlags
    var sequence: UInt32 = 1
    var acknowledgment: UInt32 = 1
    var length = 0
    var arrives = true
  }

  /// `SYN-SENT LISTEN` and so on, the originator's first; `?` where no packet tells.
  private func states(_ sent: [Sent]) -> [String] {
    var states = TCPStates()
    return sent.map { each in
      let hasACK = each.flags.contains(.ack)
      let segment = PacketRow.Segment(
        flags: each.flags, sequence: each.sequence, rawSequence: SequenceNumber(each.sequence),
        acknowledgment: hasACK ? each.acknowledgment : nil, rawAcknowledgment: SequenceNumber(each.acknowledgment),
        window: nil, rawWindow: 0, headerLength: 20, payloadLength: each.length, labels: [], sackBlocks: [])
      states.observe(segment, from: each.from, arrives: each.arrives)
      return [states.originator, states.responder].map { $0?.rawValue ?? "?" }.joined(separator: " ")
    }
  }

  private static let handshake = [
    Sent(from: .originator, flags: .syn, sequence: 0), Sent(from: .responder, flags: [.syn, .ack], sequence: 0),
    Sent(from: .originator, flags: .ack),
  ]

  @Test func `a handshake`() {
    #expect(states(Self.handshake) == ["SYN-SENT LISTEN", "ESTABLISHED SYN-RECEIVED", "ESTABLISHED ESTABLISHED"])
  }

  @Test(arguments: [Side.originator, .responder])
  func `one side closes, then the other`(closer: Side) {
    let other = closer.other
    let found = states(
      Self.handshake + [
        Sent(from: closer, flags: [.fin, .ack]), Sent(from: other, flags: .ack, acknowledgment: 2),
        Sent(from: other, flags: [.fin, .ack], acknowledgment: 2),
        Sent(from: closer, flags: .ack, sequence: 2, acknowledgment: 2),
      ]
    ).dropFirst(3)
    let expected = [
      ["FIN-WAIT-1", "CLOSE-WAIT"], ["FIN-WAIT-2", "CLOSE-WAIT"], ["TIME-WAIT", "LAST-ACK"], ["TIME-WAIT", "CLOSED"],
    ].map { (closer == .originator ? $0 : $0.reversed()).joined(separator: " ") }
    #expect(Array(found) == expected)
  }

  @Test func `the FIN of the other side acknowledges the first`() {
    let found = states(
      Self.handshake + [
        Sent(from: .responder, flags: [.fin, .ack]), Sent(from: .originator, flags: [.fin, .ack], acknowledgment: 2),
        Sent(from: .responder, flags: .ack, sequence: 2, acknowledgment: 2),
      ])
    #expect(found.suffix(3) == ["CLOSE-WAIT FIN-WAIT-1", "LAST-ACK TIME-WAIT", "CLOSED TIME-WAIT"])
  }

  @Test func `both sides open at once`() {
    let found = states([
      Sent(from: .originator, flags: .syn, sequence: 0), Sent(from: .responder, flags: .syn, sequence: 0),
      Sent(from: .originator, flags: [.syn, .ack], sequence: 0),
      Sent(from: .responder, flags: [.syn, .ack], sequence: 0),
    ])
    #expect(
      found == [
        "SYN-SENT LISTEN", "SYN-RECEIVED SYN-SENT", "SYN-RECEIVED ESTABLISHED", "ESTABLISHED ESTABLISHED",
      ])
  }

  @Test func `both sides close at once`() {
    let found = states(
      Self.handshake + [
        Sent(from: .originator, flags: [.fin, .ack], arrives: false), Sent(from: .responder, flags: [.fin, .ack]),
        Sent(from: .originator, flags: .ack, sequence: 2, acknowledgment: 2),
        Sent(from: .responder, flags: .ack, sequence: 2, acknowledgment: 2),
      ])
    #expect(
      found.suffix(4) == [
        "FIN-WAIT-1 ESTABLISHED", "CLOSING CLOSING", "CLOSING TIME-WAIT", "TIME-WAIT TIME-WAIT",
      ])
  }

  @Test func `a RST ends it at both ends`() {
    let found = states(Self.handshake + [Sent(from: .originator, flags: [.rst, .ack])])
    #expect(found.last == "CLOSED CLOSED")
  }

  @Test func `what comes after a RST opens nothing again`() {
    let found = states(
      Self.handshake + [
        Sent(from: .originator, flags: [.fin, .ack]), Sent(from: .originator, flags: .rst, sequence: 2),
        Sent(from: .responder, flags: [.psh, .ack], acknowledgment: 2, length: 4),
        Sent(from: .responder, flags: [.fin, .ack], sequence: 5, acknowledgment: 2),
        Sent(from: .originator, flags: .ack, sequence: 2, acknowledgment: 6),
        Sent(from: .responder, flags: [.syn, .ack], sequence: 0),
      ])
    #expect(found.suffix(5) == Array(repeating: "CLOSED CLOSED", count: 5))
  }

  @Test func `until a RST has arrived its receiver goes on alone`() {
    let found = states(
      Self.handshake + [
        Sent(from: .originator, flags: [.fin, .ack]), Sent(from: .originator, flags: .rst, sequence: 2, arrives: false),
        Sent(from: .responder, flags: [.psh, .ack], acknowledgment: 2, length: 4),
        Sent(from: .responder, flags: [.fin, .ack], sequence: 5, acknowledgment: 2),
        Sent(from: .originator, flags: .rst, sequence: 2),
      ])
    #expect(
      found.suffix(4) == ["CLOSED CLOSE-WAIT", "CLOSED CLOSE-WAIT", "CLOSED LAST-ACK", "CLOSED CLOSED"])
  }

  @Test func `an end that has closed does not come back to acknowledge`() {
    let found = states(
      Self.handshake + [
        Sent(from: .originator, flags: [.fin, .ack]), Sent(from: .responder, flags: [.fin, .ack], acknowledgment: 2),
        Sent(from: .originator, flags: .ack, sequence: 2, acknowledgment: 2),
        Sent(from: .responder, flags: [.fin, .ack], acknowledgment: 2),
        Sent(from: .originator, flags: .ack, sequence: 2, acknowledgment: 2),
      ])
    #expect(found.suffix(3) == Array(repeating: "TIME-WAIT CLOSED", count: 3))
  }

  @Test func `a SYN opens again what a RST has closed`() {
    let found = states(
      [Self.handshake[0], Sent(from: .responder, flags: [.rst, .ack], sequence: 0)] + Self.handshake)
    #expect(
      found.suffix(4) == [
        "CLOSED CLOSED", "SYN-SENT LISTEN", "ESTABLISHED SYN-RECEIVED", "ESTABLISHED ESTABLISHED",
      ])
  }

  @Test func `a SYN is refused`() {
    let found = states([Self.handshake[0], Sent(from: .responder, flags: [.rst, .ack], sequence: 0)])
    #expect(found.last == "CLOSED CLOSED")
  }

  @Test func `the capture begins in the middle`() {
    let found = states([
      Sent(from: .originator, flags: [.psh, .ack], length: 4), Sent(from: .responder, flags: .ack, acknowledgment: 5),
      Sent(from: .responder, flags: [.fin, .ack], acknowledgment: 5),
    ])
    #expect(found == ["ESTABLISHED ESTABLISHED", "ESTABLISHED ESTABLISHED", "CLOSE-WAIT FIN-WAIT-1"])
  }

  @Test func `a FIN that is lost moves its sender alone, until it is sent again`() {
    let found = states(
      Self.handshake + [
        Sent(from: .originator, flags: [.fin, .ack], arrives: false), Sent(from: .originator, flags: [.fin, .ack]),
        Sent(from: .responder, flags: .ack, acknowledgment: 2),
      ])
    #expect(found.suffix(3) == ["FIN-WAIT-1 ESTABLISHED", "FIN-WAIT-1 CLOSE-WAIT", "FIN-WAIT-2 CLOSE-WAIT"])
  }
}
