import Analyzer
import Capture
import Conversations
import Foundation
import PacketBuilding
import Testing
import Wire

/// Several files analysed as one capture.
final class JoinedAnalysisTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private struct Record {
    let time: Timestamp
    let originalLength: Int
    let bytes: [UInt8]
  }

  private func records(_ packets: [Sighting]) -> [Record] {
    var records: [Record] = []
    packets.forEachPacket { packet, _ in
      records.append(
        Record(time: packet.timestamp, originalLength: packet.originalLength, bytes: [UInt8](packet.bytes)))
    }
    return records
  }

  /// A classic pcap file with 6 or 9 digits, without its last `missing` bytes.
  private func file(_ name: String, _ records: some Sequence<Record>, digits: Int = 6, missing: Int = 0) throws
    -> String
  {
    var data = Data()
    func add(_ values: UInt32...) {
      for value in values { withUnsafeBytes(of: value) { data.append(contentsOf: $0) } }
    }
    add(digits == 9 ? 0xa1b2_3c4d : 0xa1b2_c3d4, 4 << 16 | 2, 0, 0, 65_535, 1)
    for record in records {
      let (seconds, rest) = record.time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
      add(UInt32(seconds), UInt32(digits == 9 ? rest : rest / 1_000))
      add(UInt32(record.bytes.count), UInt32(record.originalLength))
      data.append(contentsOf: record.bytes)
    }
    let path = folder.appendingPathComponent(name)
    try data.dropLast(missing).write(to: path)
    return path.path
  }

  private func analyse(
    _ paths: [String], _ order: PacketOrder, options: AnalysisOptions = AnalysisOptions()
  ) throws -> Summary {
    var analysis = try FileAnalysis(CaptureSource(paths, order: order), options: options)
    return try analysis.run()
  }

  /// Two conversations, a datagram in fragments, and an ICMP error.
  private var session: [Record] {
    let request = client.datagram(String(repeating: "x", count: 3_000))
    let talk = [
      client.segment(.ack, seq: 1, ack: 1, "hello"), server.segment(.ack, seq: 1, ack: 6, "hello"),
      client.segment(.ack, seq: 6, ack: 6),
    ]
    return records(
      .handshake() + talk + request.fragments(of: 1_480) + [client6.datagram("a"), server6.datagram("a")]
        + .close(by: server, seq: 6, ack: 6))
  }

  private func thirds(_ records: [Record], digits: [Int] = [6, 6, 6]) throws -> [String] {
    let size = records.count / 3
    let pieces = [records[..<size], records[size..<2 * size], records[(2 * size)...]]
    return try pieces.indices.map { try file("part-\($0).pcap", pieces[$0], digits: digits[$0]) }
  }

  @Test(arguments: [PacketOrder.joined, .merged, .sorted])
  func `a conversation that is cut over three files is the same as in one`(order: PacketOrder) throws {
    let whole = try analyse([try file("whole.pcap", session)], .joined)
    let parts = try thirds(session)
    let joined = try analyse(parts, order)
    #expect(whole.conversations.map(\.outcome) == [.complete, .unanswered, .complete])
    #expect(joined.conversations == whole.conversations)
    #expect(joined.findings == whole.findings)
    #expect(joined.otherTraffic == whole.otherTraffic)
    let capture = try #require(joined.captures.first)
    #expect(joined.captures.count == 1)
    #expect(capture.path == parts[0])
    #expect(capture.packets == session.count)
    #expect(capture.bytes == whole.captures[0].bytes)
    #expect(capture.firstTime == whole.captures[0].firstTime)
    #expect(capture.lastTime == whole.captures[0].lastTime)
    #expect(capture.cut == nil)
    #expect(whole.captures[0].composition == nil)
    let composition = try #require(capture.composition)
    let size = session.count / 3
    #expect(composition.order.rawValue == order.rawValue)
    #expect(composition.files.map(\.path) == parts)
    #expect(composition.files.map(\.firstFrame) == [1, size + 1, 2 * size + 1])
    #expect(composition.files.map(\.lastFrame) == [size, 2 * size, session.count])
    #expect(composition.outOfOrder == (order == .sorted ? 0 : nil))
    #expect(composition.wrongOrder == nil)
  }

  @Test func `captures that were taken side by side give what one capture would have given`() throws {
    let whole = try analyse([try file("whole.pcap", session)], .joined)
    let all = session.enumerated()
    let halves = [
      try file("odd.pcap", all.filter { $0.offset % 2 == 0 }.map(\.element)),
      try file("even.pcap", all.filter { $0.offset % 2 == 1 }.map(\.element)),
    ]
    #expect(try analyse(halves, .merged).conversations == whole.conversations)
    // As they stand, each half follows the other, and time runs backwards once.
    let joined = try analyse(halves, .joined)
    #expect(joined.findings.first { $0.code == .captureTimeBackwards }?.frames == [halfCount + 1])
    let order = joined.captures.first?.composition?.wrongOrder
    #expect(order?.file.path == halves[1] && order?.before.path == halves[0])
  }

  private var halfCount: Int { (session.count + 1) / 2 }

  @Test func `a capture that runs backwards is put in order`() throws {
    var shuffled = session
    shuffled.swapAt(0, 1)
    shuffled.swapAt(4, 6)
    let path = try file("backwards.pcap", shuffled)
    let asItStands = try analyse([path], .joined)
    #expect(asItStands.findings.contains { $0.code == .captureTimeBackwards })
    let sorted = try analyse([path], .sorted)
    let whole = try analyse([try file("whole.pcap", session)], .joined)
    #expect(sorted.conversations == whole.conversations)
    #expect(!sorted.findings.contains { $0.code == .captureTimeBackwards })
    #expect(sorted.captures.first?.composition?.outOfOrder == 3)
    #expect(sorted.captures.first?.composition?.files.map(\.packets) == [session.count])
  }

  @Test func `times are as fine as the finest file`() throws {
    let summary = try analyse(try thirds(session, digits: [6, 9, 6]), .joined)
    #expect(summary.captures.map(\.timestampDigits) == [9])
    var analysis = try FileAnalysis(CaptureSource(try thirds(session, digits: [6, 6, 9]), order: .joined))
    // A list of packets has to know before the first of them.
    #expect(analysis.record.timestampDigits == 9)
    _ = try analysis.run()
  }

  @Test func `a filter drops packets of all files and leaves the numbers`() throws {
    var options = AnalysisOptions()
    options.filter = "tcp"
    for order in [PacketOrder.joined, .merged, .sorted] {
      let summary = try analyse(try thirds(session), order, options: options)
      let first = session.count - 2
      #expect(summary.conversations.map(\.teardown?.frames) == [[first, first + 1, first + 2]])
      #expect(summary.captures.map(\.packets) == [9])
      #expect(summary.captures[0].composition?.files.compactMap(\.packets).reduce(0, +) == session.count)
    }
  }

  @Test func `a file that breaks off in the middle leaves a gap with its place`() throws {
    let size = session.count / 3
    var parts = try thirds(session)
    parts[1] = try file("cut.pcap", session[size..<2 * size], missing: 3)
    let summary = try analyse(parts, .joined)
    let capture = try #require(summary.captures.first)
    #expect(capture.packets == session.count - 1)
    #expect(capture.cut?.contains(parts[1]) == true)
    #expect(capture.composition?.files.map(\.isWhole) == [true, false, true])
    let finding = try #require(summary.findings.first { $0.code == .captureFilesIncomplete })
    #expect(finding.frames == [2 * size - 1])
    #expect(!summary.findings.contains { $0.code == .captureCut })
  }

  @Test func `a file that is missing leaves a gap behind the frames before it`() throws {
    let size = session.count / 3
    var parts = try thirds(session)
    parts[1] = folder.appendingPathComponent("missing.pcap").path
    let summary = try analyse(parts, .joined)
    #expect(summary.captures.map(\.packets) == [session.count - size])
    #expect(summary.findings.first { $0.code == .captureFilesIncomplete }?.frames == [size])
    #expect(summary.captures.first?.composition?.files[1].failure?.contains("there is no such file") == true)
    #expect(summary.captures.first?.composition?.files[1].packets == nil)
    // By time it may have been anywhere.
    let merged = try analyse(parts, .merged)
    #expect(merged.findings.first { $0.code == .captureFilesIncomplete }?.frames == [])
  }

  @Test func `a summary of several files survives being written and read`() throws {
    let summary = try analyse(try thirds(session) + ["missing.pcap"], .joined)
    let read = try JSONDecoder().decode(Summary.self, from: JSONEncoder().encode(summary))
    #expect(read == summary)
    #expect(read.captures.first?.composition?.files.count == 4)
  }

  @Test func `what is asked for of one file is its own analysis`() throws {
    let path = try file("whole.pcap", session)
    #expect(try analyse([path], .merged).captures == analyse([path], .joined).captures)
    #expect(CaptureSource([path], order: .merged).isPlain)
    #expect(!CaptureSource([path], order: .sorted).isPlain)
  }
}
