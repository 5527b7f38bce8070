import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

@Suite(.timeLimit(.minutes(5)))
struct UDPClientTests {
  private func client(_ server: Endpoint, timeout: Duration = .seconds(10)) throws -> UDPClient {
    var options = ClientOptions(host: "\(server.address)", port: server.port)
    options.timeout = timeout
    return try UDPClient(options)
  }

  @Test(arguments: [0, 1, 1_472, 9_000, 65_507])
  func `a datagram comes back`(count: Int) throws {
    let server = try Peer(.udp)
    let serving = Counterpart {
      let (bytes, sender) = try server.hearDatagram()
      try server.say(bytes, to: sender)
    }
    var client = try client(server.local)
    let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(try client.echo(message) == message)
    try serving.join()
    server.leave()
  }

  @Test func `one byte more than a datagram carries is refused`() throws {
    let server = try Peer(.udp)
    var client = try client(server.local)
    let error = #expect(throws: SocketError.self) { () throws in
      _ = try client.echo([UInt8](repeating: 0, count: 65_508))
    }
    #expect(error?.call == .send)
    #expect(error?.reason == .messageTooLong)
    server.leave()
  }

  @Test func `a port that nobody has refuses`() throws {
    // Connected elsewhere: the kernel answers everybody else with ICMP, and nobody takes the port meanwhile.
    let owner = try Peer(.udp)
    try owner.connectSocket(to: .loopback(9))
    var client = try client(owner.local)
    let error = #expect(throws: SocketError.self) { () throws in _ = try client.echo([1]) }
    #expect(error?.call == .recv)
    #expect(error?.reason == .refused)
    owner.leave()
  }

  @Test func `silence is waited for as long as agreed`() throws {
    let server = try Peer(.udp)
    var client = try client(server.local, timeout: .milliseconds(150))
    let start = ContinuousClock.now
    #expect(try client.echo([1]) == nil)
    #expect(ContinuousClock.now - start >= .milliseconds(150))
    server.leave()
  }

  @Test func `a stranger's datagram is not the answer`() throws {
    let server = try Peer(.udp)
    let stranger = try Peer(.udp)
    let neighbour = try Peer(.udp, at: .loopback(try server.local.port, host: 2))
    let serving = Counterpart {
      let (bytes, sender) = try server.hearDatagram()
      try stranger.say(Array("stranger".utf8), to: sender)
      try neighbour.say(Array("neighbour".utf8), to: sender)
      try server.say(bytes, to: sender)
    }
    var client = try client(server.local)
    #expect(try client.echo(Array("halo".utf8)) == Array("halo".utf8))
    try serving.join()
    for peer in [server, stranger, neighbour] { peer.leave() }
  }

  @Test func `both ends are known, and this end can be chosen`() throws {
    let server = try Peer(.udp)
    let place = try Peer(.udp, at: .loopback(host: 2))
    let local = try place.local
    place.leave()
    var options = ClientOptions(host: "127.0.0.1", port: try server.local.port)
    options.localHost = "127.0.0.2"
    options.localPort = local.port
    let client = try onceFree { () throws(SocketError) in try UDPClient(options) }
    #expect(client.peer == (try server.local))
    #expect(client.local == local)
    client.close()
    server.leave()
  }

  @Test func `a local port that another socket has is refused`() throws {
    let owner = try Peer(.udp, at: .loopback(host: 2))
    var options = ClientOptions(host: "127.0.0.1", port: 9)
    options.localHost = "127.0.0.2"
    options.localPort = try owner.local.port
    let error = #expect(throws: SocketError.self) { _ = try UDPClient(options) }
    #expect(error?.call == .bind)
    #expect(error?.reason == .addressInUse)
    owner.leave()
  }
}
