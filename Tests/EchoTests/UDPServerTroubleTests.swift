import SessionLog
import Testing
import Wire

@testable import Echo

/// What goes wrong with datagrams is counted, and costs nobody else anything.
@Suite(.timeLimit(.minutes(5)))
struct UDPServerTroubleTests {
  /// Answers to it come back by ICMP: its socket is connected elsewhere, and nobody takes its port meanwhile.
  private func closedPort(_ address: IPAddress) throws -> Peer {
    let owner = try Peer(.udp, at: Endpoint(address: address, port: 0))
    try owner.connectSocket(to: Endpoint(address: address, port: 9))
    return owner
  }

  #if os(Linux)
    @Test(arguments: ["127.0.0.1", "::"])
    func `ICMP errors about answers are counted, and no datagram after them is lost`(host: String) throws {
      let server = try RunningUDPServer(host: host)
      let port = server.endpoint.port
      var addresses = [IPAddress(v4: 0x7f00_0001)]
      if host == "::" { addresses.append(IPAddress(v6: 1)) }
      for address in addresses {
        let closed = try closedPort(address)
        let good = try Peer(.udp, at: Endpoint(address: address, port: 0))
        let place = Endpoint(address: address, port: port)
        for number in 0..<50 {
          // One error before each answer, then several.
          for _ in 0...number % 4 { try closed.say([0], to: place) }
          try good.say(Array("good \(number)".utf8), to: place)
          #expect(try good.hearDatagram().bytes == Array("good \(number)".utf8))
        }
        closed.leave()
        good.leave()
      }
      let counters = try server.stop()
      let errors = (0..<50).reduce(0) { $0 + $1 % 4 + 1 } * addresses.count
      #expect(counters.received == errors + 50 * addresses.count)
      #expect(counters.answered == counters.received)
      #expect(counters.undeliverable == errors)
      #expect(counters.failed == 0)
      #expect(counters.failedReceives == 0)
    }

    @Test func `a server that misbehaves on request counts them as well`() throws {
      let plan = try FaultPlan([.duplicate(share: 1)], on: .udpServer, seed: 1)
      let server = try RunningUDPServer(faults: plan)
      let closed = try closedPort(IPAddress(v4: 0x7f00_0001))
      let good = try Peer(.udp)
      for number in 0..<10 as Range<UInt8> {
        try closed.say([0], to: server.endpoint)
        try good.say([number], to: server.endpoint)
        for _ in 0..<2 { #expect(try good.hearDatagram().bytes == [number]) }
      }
      let counters = try server.stop()
      #expect(counters.answered == 20)
      #expect(counters.failed == 0)
      // Each copy may have been answered by one.
      #expect((10...20).contains(counters.undeliverable))
      closed.leave()
      good.leave()
    }

    @Test func `datagrams for which there was no room are counted`() throws {
      var server = try UDPServer(host: "127.0.0.1", port: 0)
      let sender = try Peer(.udp)
      // Nobody fetches them yet.
      for _ in 0..<2_000 { try sender.say([UInt8](repeating: 1, count: 1_000), to: server.endpoint) }
      var (seen, before) = (0, -1)
      try server.run({ _, _ in seen += 1 }) {
        defer { before = seen }
        return seen != before
      }
      #expect(server.counters.received == seen)
      #expect(server.counters.received > 0)
      #expect(try #require(server.counters.missed) > 0)
      #expect(server.counters.missed == 2_000 - server.counters.received)
      sender.leave()
    }
  #endif

  @Test(arguments: [65_527, 65_508])
  func `the largest datagram of IPv6 goes back too`(count: Int) throws {
    let server = try RunningUDPServer(host: "::1")
    let peer = try Peer(.udp, at: Endpoint(address: IPAddress(v6: 1), port: 0))
    let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    try peer.say(message, to: server.endpoint)
    #expect(try peer.hearDatagram().bytes == message)
    let counters = try server.stop()
    #expect(counters.bytesReceived == count)
    #expect(counters.bytesSent == count)
    peer.leave()
  }
}
