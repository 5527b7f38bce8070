import Conversations
import Testing

@testable import Analyzer

/// Copies of a recording, changed as somebody might who does not want them to be found, and recordings that are none.
struct SameRecordingTests {
  private let tcp: RecordedPackets
  private let udp: RecordedPackets

  init() throws {
    tcp = try RecordedPackets("tcp-ethernet")
    udp = try RecordedPackets("udp-ethernet")
  }

  private func find(_ first: RecordedPackets, _ second: RecordedPackets) -> [SameRecording] {
    SameRecording.find(in: [first.submission("a.pcap"), second.submission("b.pcap")])
  }

  @Test func `a copy is found, with the frames of both`() throws {
    let same = try #require(find(tcp, tcp).first)
    #expect(same.hasSameTimes)
    #expect(same.shift == 0)
    #expect(!same.haveOtherEndpoints)
    #expect([same.first.path, same.second.path] == ["a.pcap", "b.pcap"])
    #expect(same.first.frames == Array(3...10))
    #expect(same.second.frames == same.first.frames)
    #expect(same.first.framesTotal == 10)
    #expect(same.agreements.contains(.sequenceNumbers(10)))
    #expect(same.agreements.contains(.intervals(9)))
    #expect(find(tcp, tcp).count == 1)
  }

  @Test func `a copy is found when it was trimmed, moved in time, readdressed, and saved with microseconds`() throws {
    let changed = tcp.dropFirst(5).withOtherAddresses.later(by: 86_400_000_000_000).withMicroseconds
    let same = try #require(find(tcp, changed).first)
    #expect(same.hasSameTimes)
    #expect(same.haveOtherEndpoints)
    #expect(same.first.frames == [6, 7, 8, 9, 10, 11, 12])
    #expect(same.second.frames == [1, 2, 3, 4, 5, 6, 7])
    let shift = try #require(same.shift)
    #expect((shift - 86_400_000_000_000).magnitude < 1_000)
  }

  @Test func `a copy with other sequence numbers is found by its times and identifications`() throws {
    let same = try #require(find(tcp, tcp.dropFirst(2).withOtherSequenceNumbers.withOtherAddresses).first)
    #expect(same.agreements == [.identifications(9), .intervals(9)])
    #expect(same.hasSameTimes)
    #expect(same.second.frames == Array(1...8))
  }

  @Test func `times that a copy with microseconds rounds are told from other times`() throws {
    let rounded = try #require(find(tcp, tcp.withMicroseconds).first)
    #expect(rounded.hasSameTimes)
    #expect(rounded.isShiftRounding)
    let later = try #require(find(tcp, tcp.later(by: 2_000).withMicroseconds).first)
    #expect(!later.isShiftRounding)
    #expect(try #require(find(tcp, tcp.later(by: 700)).first).isShiftRounding == false)
  }

  @Test func `copies of copies are one group`() throws {
    let (other, third) = (try RecordedPackets("tcp-wifi"), try RecordedPackets("udp-wifi"))
    let submissions = [third, tcp, other, tcp.later(by: 5), udp, tcp.withOtherAddresses, other].enumerated()
      .map { place, packets in packets.submission("\(place).pcap") }
    let pairs = SameRecording.find(in: submissions)
    let groups = SameRecordings.groups(of: pairs)
    #expect(groups.map(\.paths) == [["1.pcap", "3.pcap", "5.pcap"], ["2.pcap", "6.pcap"]])
    #expect(groups.map(\.pairs.count) == [3, 1])
    // Also where the first and the last have nothing in common.
    let chain = pairs.filter { ($0.first.submission, $0.second.submission) != (1, 5) }
    #expect(SameRecordings.groups(of: chain).map(\.paths) == groups.map(\.paths))
    #expect(SameRecordings.groups(of: []) == [])
  }

  @Test func `who copied one capture and who copied another of the same submission are two groups`() throws {
    var both = tcp.submission("lan.pcap")
    udp.add(to: &both, "udp.pcap")
    let pairs = SameRecording.find(in: [tcp.submission("a.pcap"), both, udp.submission("c.pcap")])
    #expect(SameRecordings.groups(of: pairs).map(\.paths) == [["a.pcap", "lan.pcap"], ["udp.pcap", "c.pcap"]])
  }

  @Test func `a copy of one exchange of UDP is found, too`() throws {
    let same = try #require(find(udp, udp.withOtherAddresses.later(by: 5_000_000_000)).first)
    #expect(same.shift == 5_000_000_000)
    #expect(same.agreements == [.identifications(2), .intervals(1)])
    #expect(same.haveOtherEndpoints)
  }

  @Test func `one session that was recorded at two places is told from a copy`() throws {
    var other = tcp
    for place in other.packets.indices where place % 2 == 1 { other.packets[place].time -= 300_000 }
    let same = try #require(find(tcp, other).first)
    #expect(!same.hasSameTimes)
    #expect(same.shift == nil)
    #expect(same.agreements.contains(.sequenceNumbers(10)))
  }

  @Test func `the same work in another session is no copy`() throws {
    #expect(find(tcp, try RecordedPackets("tcp-wifi")).isEmpty)
    #expect(find(udp, try RecordedPackets("udp-wifi")).isEmpty)
    #expect(find(udp, try RecordedPackets("udp-loopback")).isEmpty)
    #expect(find(tcp, udp).isEmpty)
  }

  @Test func `small conversations in front do not hide a copy`() throws {
    // More packets than are kept, each of a conversation of its own, one second before.
    var hidden = tcp
    hidden.packets = (0..<140_000).map { place in
      var bytes = udp.packets[0].bytes
      bytes.replaceSubrange(26..<30, with: [10, UInt8(place >> 16), UInt8(place >> 8 & 255), UInt8(place & 255)])
      bytes.replaceSubrange(40..<42, with: [0, 0])
      return RecordedPackets.Recorded(time: tcp.packets[0].time - 1_000_000_000 + Int64(place), bytes: bytes)
    }
    hidden.packets += tcp.packets
    let same = try #require(find(tcp, hidden).first)
    #expect(same.agreements.contains(.sequenceNumbers(10)))
    #expect(same.second.frames == Array(140_003...140_010))
  }

  @Test func `submissions without conversations have nothing in common`() {
    var nothing = tcp
    nothing.packets = []
    #expect(find(nothing, nothing).isEmpty)
  }
}
