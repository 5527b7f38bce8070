import Analyzer
import Conversations
import Foundation
import PacketBuilding
import Testing
import Wire

struct SummaryTests {
  private static var eventful: Summary {
    let request = client.datagram("anyone?")
    return analyse(
      .handshake(), [client.segment(.ack, seq: 1, ack: 1, "hello"), server.segment(.ack, seq: 1, ack: 6, "hello")],
      .close(by: server, seq: 6, ack: 6), [client.segment(.rst, seq: 7)],
      [request, server.icmpError(quoting: request), client6.datagram("a"), server6.datagram("b")],
      [client.packet(89, [1, 2, 3, 4]), Sighting([1])], cut: "the file ends in a packet"
    ).summary
  }

  @Test func `survives being written and read`() throws {
    let summary = Self.eventful
    #expect(summary.conversations.count == 3)
    let read = try JSONDecoder().decode(Summary.self, from: JSONEncoder().encode(summary))
    #expect(read == summary)
  }

  @Test func `captures that are appended keep their numbers, and conversations count on`() {
    var summary = Self.eventful
    let findings = summary.findings.count
    summary.append(Self.eventful)
    summary.append(analyse([client.segment(.syn)]).summary)
    #expect(summary.captures.count == 3)
    #expect(summary.conversations.map(\.index) == Array(0..<7))
    #expect(summary.conversations.map(\.capture) == [0, 0, 0, 1, 1, 1, 2])
    #expect(summary.conversations.map(\.stream) == [0, 0, 1, 0, 0, 1, 0])
    #expect(summary.findings.count == 2 * findings + 1)
    #expect(summary.findings.last?.conversation == 6)
    #expect(summary.findings.last?.capture == 2)
    #expect(summary.otherTraffic.map(\.capture) == [0, 0, 1, 1])
  }

  @Test func `details that one capture left out are missing from both`() {
    var capacity = Capacity()
    capacity.details = 0
    var summary = Self.eventful
    #expect(summary.hasAllDetails)
    summary.append(analyse([client.datagram("x")], capacity: capacity).summary)
    #expect(!summary.hasAllDetails)
  }

  @Test func `a capture without packets has no duration`() {
    #expect(analyse([]).summary.captures.map(\.durationNanoseconds) == [nil])
  }
}
