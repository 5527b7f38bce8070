import Analyzer
import Conversations
import Testing
import Wire

struct CaptureRecordTests {
  private func summary(_ packets: [(comment: [UInt8], isTimed: Bool)]) -> Summary {
    var engine = Engine(record: CaptureRecord(path: "x", format: "pcapng", linkTypes: [.ethernet], timestampDigits: 6))
    let bytes: [UInt8] = [1, 2, 3]
    for (index, packet) in packets.enumerated() {
      engine.observe(
        Packet(
          timestamp: Timestamp(nanoseconds: packet.isTimed ? Int64(index) : 0), originalLength: 3,
          linkType: .ethernet, bytes: bytes.span.bytes, isTimed: packet.isTimed, comment: packet.comment.span.bytes))
    }
    engine.finish(cut: nil, linkTypes: [.ethernet, .raw], timestampDigits: 9)
    return engine.summary()
  }

  @Test func `comments are kept up to a bound, and counted`() {
    let long = [UInt8](repeating: 0x61, count: 2_000)
    let packets = (0..<70).map { _ in (comment: long + [0] + [0x62], isTimed: true) }
    let record = summary([([], true)] + packets).captures[0]
    #expect(record.commentsTotal == 140)
    #expect(record.comments.count == 64)
    #expect(record.comments.map(\.frame).prefix(4) == [2, 2, 3, 3])
    #expect(record.comments[0].bytes == [UInt8](repeating: 0x61, count: 1_024))
    #expect(record.comments[0].length == 2_000)
    #expect(record.comments[1].bytes == [0x62])
  }

  @Test func `packets without a time tell nothing of the capture's`() {
    let record = summary([([], false), ([], true), ([], true), ([], false)])
    #expect(record.captures[0].packets == 4)
    #expect(record.captures[0].firstTime?.nanoseconds == 1)
    #expect(record.captures[0].lastTime?.nanoseconds == 2)
    #expect(!record.findings.contains { $0.code == .captureTimeBackwards })
  }

  @Test func `what is known only at the end is told`() {
    let record = summary([]).captures[0]
    #expect(record.linkTypes == [.ethernet, .raw])
    #expect(record.timestampDigits == 9)
  }
}
