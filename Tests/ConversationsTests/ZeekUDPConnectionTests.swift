import Conversations
import PacketBuilding
import Testing
import Wire

/// What Zeek's rules make of datagrams.
struct ZeekUDPConnectionTests {
  private func zeek(_ packets: [Sighting]..., ignoresChecksums: Bool = false) -> ZeekSummary {
    conversation(packets.flatMap(\.self), ignoresChecksums: ignoresChecksums).zeek!
  }

  @Test func `a request and its reply are SF`() {
    let zeek = zeek([client.datagram("hello"), server.datagram("hello!"), client.datagram("again")])
    #expect((zeek.state, zeek.history, zeek.originator) == (.sf, "Dd", .originator))
    #expect((zeek.originatorBytes, zeek.responderBytes) == (10, 6))
    #expect((zeek.originatorPackets, zeek.originatorIPBytes) == (2, 66))
    #expect((zeek.responderPackets, zeek.responderIPBytes) == (1, 34))
    #expect(zeek.durationNanoseconds == ms(2))
  }

  @Test func `datagrams that nobody answers are S0, and one alone has no byte counts`() {
    let one = zeek([client.datagram("hello")])
    #expect((one.state, one.history, one.originatorBytes, one.durationNanoseconds) == (.s0, "D", nil, nil))
    let two = zeek([client.datagram("hello"), client.datagram("hello")])
    #expect((two.state, two.history, two.originatorBytes, two.responderBytes) == (.s0, "D", 10, 0))
  }

  @Test func `an answer alone from a server's port is SHR`() {
    let resolver = Party("192.0.2.2", 53, to: "192.0.2.1", 50_892)
    let zeek = zeek([resolver.datagram("answer"), resolver.datagram("answer")])
    #expect((zeek.state, zeek.history, zeek.originator) == (.shr, "^d", .originator))
    #expect((zeek.originatorBytes, zeek.responderBytes) == (0, 12))
  }

  @Test func `between two servers' ports, and to everyone, the first sender stays the originator`() {
    #expect(zeek([Party("192.0.2.2", 53, to: "192.0.2.1", 123).datagram("x")]).history == "D")
    #expect(zeek([Party("192.0.2.2", 67, to: "255.255.255.255", 68).datagram("x")]).history == "D")
    #expect(zeek([Party("192.0.2.2", 67, to: "192.0.2.1", 68).datagram("x")]).history == "^d")
  }

  @Test func `datagrams with wrong checksums are ignored, and alone they are OTH`() {
    let wrong = client.datagram("hello").corrupted
    let alone = zeek([wrong])
    #expect((alone.state, alone.history, alone.originatorPackets) == (.oth, "C", 0))
    #expect(zeek([Sighting](repeating: wrong, count: 10)).history == "CC")
    let answered = zeek([wrong, server.datagram("hello"), client.datagram("hello")])
    #expect((answered.state, answered.history, answered.originatorPackets) == (.sf, "CdD", 1))
    let taken = zeek([wrong], ignoresChecksums: true)
    #expect((taken.state, taken.history, taken.originatorPackets) == (.s0, "D", 1))
  }

  @Test func `a checksum that was not used is right`() {
    #expect(zeek([client.datagram("hello").setting(0, at: 40)]).history == "D")
  }
}
