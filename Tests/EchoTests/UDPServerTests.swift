import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

@Suite(.timeLimit(.minutes(5)))
struct UDPServerTests {
  private static let isRoot = geteuid() == 0

  /// Sends `bytes`, and then a datagram from elsewhere, whose answer shows that the first has been dealt with.
  private func sends(_ bytes: [UInt8], from sender: Peer, to server: RunningUDPServer) throws {
    try sender.say(bytes, to: server.endpoint)
    let witness = try Peer(.udp)
    try witness.say(Array("witness".utf8), to: server.endpoint)
    #expect(try witness.hearDatagram().bytes == Array("witness".utf8))
    witness.leave()
  }

  @Test(arguments: [0, 1, 2_048, 65_507])
  func `every datagram goes back to where it came from`(count: Int) throws {
    let server = try RunningUDPServer()
    let peer = try Peer(.udp)
    let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    try peer.say(message, to: server.endpoint)
    let (bytes, sender) = try peer.hearDatagram()
    #expect(bytes == message)
    #expect(sender == server.endpoint)
    let counters = try server.stop()
    #expect(server.told == [.init(event: .echoed(try peer.local), bytes: message)])
    #expect(counters.received == 1)
    #expect(counters.answered == 1)
    #expect(counters.bytesReceived == count)
    #expect(counters.bytesSent == count)
    #expect(counters.notAnswered == 0)
    #expect(counters.failed == 0)
    peer.leave()
  }

  @Test func `many senders each get their own`() throws {
    let server = try RunningUDPServer()
    let peers = try (0..<20).map { _ in try Peer(.udp) }
    for round in 0..<5 {
      for (number, peer) in peers.enumerated() { try peer.say(Array("\(number):\(round)".utf8), to: server.endpoint) }
      for (number, peer) in peers.enumerated() {
        #expect(try peer.hearDatagram().bytes == Array("\(number):\(round)".utf8))
      }
    }
    let counters = try server.stop()
    #expect(counters.received == 100)
    #expect(counters.answered == 100)
    for peer in peers { peer.leave() }
  }

  @Test func `a sender that has gone is no trouble`() throws {
    let server = try RunningUDPServer()
    for _ in 0..<3 {
      let gone = try Peer(.udp, at: .loopback(host: 78))
      try gone.say([1], to: server.endpoint)
      gone.leave()
    }
    let peer = try Peer(.udp)
    try sends([2], from: peer, to: server)
    #expect(try peer.hearDatagram().bytes == [2])
    let counters = try server.stop()
    #expect(counters.received == 5)
    #expect(counters.answered == 5)
    peer.leave()
  }

  @Test func `what comes from the server's own port number is not answered`() throws {
    let server = try RunningUDPServer()
    let twin = try Peer(.udp, at: .loopback(server.endpoint.port, host: 2))
    try sends([1, 2, 3], from: twin, to: server)
    #expect(!twin.hasHeard(atMost: .zero))
    let counters = try server.stop()
    #expect(server.told.first == .init(event: .notAnswered(try twin.local), bytes: [1, 2, 3]))
    #expect(counters.notAnswered == 1)
    #expect(counters.answered == 1)
    #expect(counters.received == 2)
    #expect(counters.bytesReceived == 10)
    #expect(counters.bytesSent == 7)
    twin.leave()
  }

  @Test(
    .enabled(if: isRoot, "ports 7 and 19 are root's"), arguments: [7, 19] as [UInt16])
  func `what comes from a port whose owner answers everything is not answered`(port: UInt16) throws {
    let server = try RunningUDPServer()
    let owner = try Peer(.udp, at: .loopback(port, host: 79))
    try sends([1], from: owner, to: server)
    #expect(!owner.hasHeard(atMost: .zero))
    let counters = try server.stop()
    #expect(server.events.first == .notAnswered(.loopback(port, host: 79)))
    #expect(counters.notAnswered == 1)
    #expect(counters.answered == 1)
    owner.leave()
  }

  @Test func `two servers of one port number cannot be made to talk for ever`() throws {
    let first = try RunningUDPServer()
    // Who speaks with the second server's address has it before that server does.
    let impostor = try Peer(.udp, at: .loopback(first.endpoint.port, host: 2))
    try impostor.say(Array("ping".utf8), to: first.endpoint)
    impostor.leave()
    let second = try RunningUDPServer(host: "127.0.0.2", port: first.endpoint.port)
    try first.wait(for: .notAnswered(second.endpoint))
    let (one, two) = (try first.stop(), try second.stop())
    #expect(one.received == 1)
    #expect(one.bytesSent == 0)
    #expect(two.received == 0)
  }

  @Test func `serves IPv6, and IPv4 beside it`() throws {
    let server = try RunningUDPServer(host: "::")
    let six = Endpoint(address: IPAddress(v6: 1), port: server.endpoint.port)
    for (endpoint, local) in [(six, Endpoint(address: six.address, port: 0)), (.loopback(six.port), .loopback())] {
      let peer = try Peer(.udp, at: local)
      try peer.say([1], to: endpoint)
      let (bytes, sender) = try peer.hearDatagram()
      #expect(bytes == [1])
      #expect(sender == endpoint)
      peer.leave()
    }
    try server.stop()
  }

  @Test func `a port that another socket has is refused`() throws {
    let owner = try Peer(.udp)
    let error = #expect(throws: SocketError.self) { _ = try UDPServer(host: "127.0.0.1", port: try owner.local.port) }
    #expect(error?.call == .bind)
    #expect(error?.reason == .addressInUse)
    owner.leave()
  }
}
