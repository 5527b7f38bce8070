import Conversations
import PacketBuilding
import Testing
import Wire

struct HandshakeTests {
  @Test func `three packets open a connection, and the time is split at the SYN-ACK`() throws {
    let record = conversation([
      client.segment(.syn).at(0), server.segment([.syn, .ack], ack: 1).at(5),
      client.segment(.ack, seq: 1, ack: 1).at(5.25),
    ])
    let handshake = try #require(record.handshake)
    #expect(handshake.syn?.frame == 1)
    #expect(handshake.syn?.initialSequenceNumber == SequenceNumber(1_000))
    #expect(handshake.synAck?.frame == 2)
    #expect(handshake.synAck?.initialSequenceNumber == SequenceNumber(5_000))
    #expect(handshake.ack?.frame == 3)
    #expect(handshake.nanoseconds == ms(5.25))
    #expect(handshake.synToSynAckNanoseconds == ms(5))
    #expect(handshake.synAckToAckNanoseconds == ms(0.25))
    #expect(record.originator == client.endpoint)
    #expect(!record.rolesInferred)
    #expect(record.outcome == .open)
  }

  @Test func `options that the snapshot length cut off are unknown, not absent`() throws {
    // The options end after the MSS and SACK: 14 bytes of Ethernet, 20 of IPv4, 20 of TCP, 6 of options.
    let offer: [UInt8] = [2, 4, 0x05, 0xb4, 4, 2, 3, 3, 7, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0]
    let handshake = try #require(
      conversation([client.segment(.syn, window: 8_192, options: offer).cut(to: 60)]).handshake)
    #expect(handshake.syn?.areOptionsCut == true)
    #expect(handshake.syn?.maximumSegmentSize == 1_460)
    #expect(handshake.syn?.isSACKPermitted == true)
    #expect(handshake.syn?.hasTimestamps == nil)
  }

  @Test func `the options of both SYNs are kept`() throws {
    let offer: [UInt8] = [2, 4, 0x05, 0xb4, 4, 2, 3, 3, 7, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0]
    let handshake = try #require(
      conversation([
        client.segment(.syn, window: 8_192, options: offer),
        server.segment([.syn, .ack], ack: 1, options: [2, 4, 5, 0]),
      ]).handshake)
    #expect(handshake.syn?.window == 8_192)
    #expect(handshake.syn?.maximumSegmentSize == 1_460)
    #expect(handshake.syn?.windowScale == 7)
    #expect(handshake.syn?.isSACKPermitted == true)
    #expect(handshake.syn?.hasTimestamps == true)
    #expect(handshake.synAck?.maximumSegmentSize == 1_280)
    #expect(handshake.synAck?.windowScale == nil)
    #expect(handshake.synAck?.isSACKPermitted == false)
  }

  @Test func `a retried SYN is the one that was answered`() throws {
    let record = conversation([
      client.segment(.syn).at(0), client.segment(.syn).at(1_000), server.segment([.syn, .ack], ack: 1).at(1_003),
      client.segment(.ack, seq: 1, ack: 1).at(1_004),
    ])
    let handshake = try #require(record.handshake)
    #expect(handshake.synRetries.map(\.frame) == [2])
    #expect(handshake.answeredSYN?.frame == 2)
    #expect(handshake.nanoseconds == ms(4))
    #expect(record.toResponder.retransmissions == 0)
  }

  @Test func `a SYN-ACK sent again is a retry, and the ACK of the first one counts`() throws {
    let handshake = try #require(
      conversation([
        client.segment(.syn), server.segment([.syn, .ack], ack: 1), server.segment([.syn, .ack], ack: 1),
        client.segment(.ack, seq: 1, ack: 1),
      ]).handshake)
    #expect(handshake.synAck?.frame == 2)
    #expect(handshake.synAckRetries.map(\.frame) == [3])
    #expect(handshake.ack?.frame == 4)
  }

  @Test func `a SYN answered by RST is refused`() {
    let record = conversation([client.segment(.syn), server.segment([.rst, .ack], ack: 1)])
    #expect(record.outcome == .refused)
    #expect(record.teardown?.resets.map(\.from) == [.responder])
  }

  @Test func `SYNs without an answer are unanswered`() {
    let record = conversation((0..<4).map { client.segment(.syn).at(Double($0) * 1_020) })
    #expect(record.outcome == .unanswered)
    #expect(record.handshake?.synRetries.map(\.frame) == [2, 3, 4])
  }

  @Test func `a SYN-ACK that the capture missed does not turn a later RST into a refusal`() {
    let record = conversation([
      client.segment(.syn), client.segment(.ack, seq: 1, ack: 1),
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
      server.segment([.rst, .ack], seq: 1, ack: 6),
    ])
    #expect(record.outcome == .reset)
  }

  @Test func `one direction alone shows by its ACKs that there was an answer`() {
    let record = conversation([
      client.segment(.syn), client.segment(.ack, seq: 1, ack: 1),
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
    ])
    #expect(record.outcome == .open)
  }

  @Test func `an ICMP error that the port is unreachable refuses a SYN`() {
    let syn = client.segment(.syn)
    let record = conversation([syn, server.icmpError(quoting: syn)])
    #expect(record.outcome == .refused)
    #expect(record.icmpErrors.map(\.frame) == [2])
  }

  @Test func `both sides open at once`() throws {
    let record = conversation([
      client.segment(.syn).at(0), server.segment(.syn).at(50), client.segment([.syn, .ack], ack: 1).at(50.1),
      server.segment([.syn, .ack], ack: 1).at(100), client.segment([.psh, .ack], seq: 1, ack: 1, "hello").at(101),
    ])
    let handshake = try #require(record.handshake)
    #expect(handshake.isSimultaneous)
    #expect(handshake.syn?.frame == 1)
    #expect(handshake.synAck?.frame == 4)
    #expect(handshake.synRetries.isEmpty)
    #expect(handshake.synAckRetries.isEmpty)
    #expect(handshake.ack?.frame == 5)
    #expect(record.originator == client.endpoint)
    #expect(record.toResponder.retransmissions == 0)
  }

  @Test func `a SYN may carry data, and the SYN-ACK acknowledges it`() throws {
    let record = conversation([
      client.segment(.syn, "hello world", options: [34, 10, 1, 2, 3, 4, 5, 6, 7, 8]),
      server.segment([.syn, .ack], ack: 12), client.segment(.ack, seq: 12, ack: 1),
    ])
    #expect(record.handshake?.syn?.payloadLength == 11)
    let segment = try #require(record.data.first)
    #expect(segment.sequence == 1)
    #expect(segment.length == 11)
    #expect(segment.acknowledgedBy?.frame == 2)
    #expect(record.handshake?.ack?.frame == 3)
  }

  @Test func `a clock that runs backwards gives no time rather than a negative one`() throws {
    let handshake = try #require(
      conversation([
        client.segment(.syn).at(5_000), server.segment([.syn, .ack], ack: 1).at(2),
        client.segment(.ack, seq: 1, ack: 1).at(5_001),
      ]).handshake)
    #expect(handshake.synToSynAckNanoseconds == nil)
    #expect(handshake.nanoseconds == ms(1))
  }
}
