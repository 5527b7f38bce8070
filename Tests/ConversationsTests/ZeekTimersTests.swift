import PacketBuilding
import Testing
import Wire

@testable import Conversations

/// When Zeek would write a connection down, and take what comes later for another.
struct ZeekTimersTests {
  private static let origin = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  /// How long after the first packet the connection is over, to the second; nil when not within two hours.
  private func end(_ packets: [Sighting], of client: Party = client) -> Int64? {
    var tcp = ZeekTCPConnection(ignoresChecksums: false)
    var udp = ZeekUDPConnection(ignoresChecksums: false)
    packets.forEachPacket { packet, _ in
      let frame = Frame(packet)
      guard let network = frame.network, let transport = frame.transport, let source = network.source,
        let destination = network.destination
      else { return }
      let arrival = Arrival(
        moment: FrameMoment(frame: 1, time: packet.timestamp), source: source, destination: destination,
        frameBytes: packet.originalLength, checksum: network.checksumStatus(of: transport), identification: nil)
      let side: Side = source == client.endpoint.address ? .originator : .responder
      switch transport {
      case .tcp(let segment): tcp.observe(segment, from: side, arrival)
      case .udp(let datagram): udp.observe(datagram, from: side, arrival)
      case .icmp, .other: break
      }
    }
    return (0...7_200).first { seconds in
      let time = Timestamp(nanoseconds: Self.origin.nanoseconds + seconds * 1_000_000_000)
      return [tcp.end, udp.end].contains { $0.map { time >= $0 } ?? false }
    }
  }

  @Test func `an attempt is over five seconds after its first SYN, whatever came since`() {
    let syn = client.segment(.syn)
    #expect(end([syn.at(0)]) == 5)
    #expect(end([syn.at(0), syn.at(1_000), syn.at(3_000)]) == 5)
  }

  @Test func `a connection that has closed is over five seconds later, whatever came since`() {
    let opened = [Sighting].handshake()
    // The second FIN comes after two seconds, and nothing later puts the end off.
    let fins = [
      client.segment([.fin, .ack], seq: 1, ack: 1).at(1_000), server.segment([.fin, .ack], seq: 1, ack: 2).at(2_000),
      client.segment(.ack, seq: 2, ack: 2).at(4_000),
    ]
    #expect(end(opened + fins) == 7)
    #expect(end(opened + [server.segment(.rst, seq: 1).at(1_000), data.at(3_000)]) == 6)
  }

  private var data: Sighting { client.segment([.psh, .ack], seq: 1, ack: 1, "hello") }

  @Test func `an open connection is over after five minutes without a packet`() {
    #expect(end(.handshake() + [data.at(1_000)]) == 301)
    #expect(end(.handshake() + [client.segment([.fin, .ack], seq: 1, ack: 1).at(1_000)]) == 301)
    // Joined midway.
    #expect(end([data.at(1_000)]) == 301)
  }

  @Test func `sessions that may be quiet are given an hour`() {
    let ssh = Party("192.0.2.1", 50_892, to: "192.0.2.2", 22)
    #expect(end(.handshake(ssh), of: ssh) == 3_601)
    // Only once it is established.
    #expect(end([ssh.segment([.psh, .ack], seq: 1, ack: 1, "x").at(0)], of: ssh) == 300)
  }

  @Test func `datagrams are over after a minute without one`() {
    #expect(end([client.datagram("hello").at(0), server.datagram("hello").at(2_000)]) == 62)
  }

  @Test func `what is kept of a connection is small, for there may be millions`() {
    #expect(MemoryLayout<ZeekTCPConnection>.stride <= 168)
    #expect(MemoryLayout<ZeekUDPConnection>.stride <= 128)
  }

  @Test func `packets with wrong checksums are soon forgotten`() {
    #expect(end([client.segment(.syn).corrupted.at(0)]) == 6)
  }
}
