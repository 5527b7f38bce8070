import Analyzer
import Capture
import Conversations
import Foundation
import PacketBuilding
import Testing
import Wire

/// Files that a test writes and that are gone after it.
final class FileAnalysisTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  private let noise = Party("192.0.2.9", 40_000, to: "192.0.2.8", 80)

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A classic pcap file with microseconds, as the machine's byte order has it, without its last `missing` bytes.
  private func file(_ packets: [Sighting], missing: Int = 0) throws -> String {
    var data = Data()
    func add(_ values: UInt32...) {
      for value in values { withUnsafeBytes(of: value) { data.append(contentsOf: $0) } }
    }
    add(0xa1b2_c3d4, 4 << 16 | 2, 0, 0, 65_535, 1)
    packets.forEachPacket { packet, _ in
      let microseconds = packet.timestamp.nanoseconds / 1_000
      add(UInt32(microseconds / 1_000_000), UInt32(microseconds % 1_000_000))
      add(UInt32(packet.bytes.byteCount), UInt32(packet.originalLength))
      data.append(contentsOf: [UInt8](packet.bytes))
    }
    let path = folder.appendingPathComponent("test.pcap")
    try data.dropLast(missing).write(to: path)
    return path.path
  }

  private var session: [Sighting] {
    [noise.segment(.syn)] + .handshake() + [noise.datagram("x")] + .close(by: server)
  }

  @Test func `a file is analysed from its first packet to its last`() throws {
    let path = try file(session)
    var analysis = try FileAnalysis(path: path)
    #expect(analysis.record.path == path)
    #expect(analysis.record.format == "pcap")
    #expect(analysis.record.linkTypes == [.ethernet])
    #expect(analysis.record.timestampDigits == 6)
    let summary = try analysis.run()
    #expect(summary.captures.map(\.packets) == [8])
    #expect(summary.conversations.map(\.outcome) == [.unanswered, .complete, .unanswered])
  }

  @Test func `a filter drops packets and leaves the numbers`() throws {
    var options = AnalysisOptions()
    options.filter = "tcp port 12345"
    var analysis = try FileAnalysis(path: try file(session), options: options)
    var frames: [Int] = []
    let summary = try analysis.run { _, _, _, observation in
      if observation.isSelected { frames.append(observation.frame) }
    }
    #expect(frames == [2, 3, 4, 6, 7, 8])
    #expect(summary.conversations.map(\.stream) == [1])
    #expect(summary.conversations.map(\.teardown?.frames) == [[6, 7, 8]])
    #expect(summary.captures.map(\.packets) == [6])
  }

  @Test func `a filter that is none is an error`() throws {
    var options = AnalysisOptions()
    options.filter = "tcp prot 12345"
    let path = try file(session)
    #expect(throws: CaptureError.self) { _ = try FileAnalysis(path: path, options: options) }
  }

  @Test func `reading can stop, and go on where it stopped`() throws {
    var analysis = try FileAnalysis(path: try file(session))
    var heard = 0
    let first = try analysis.run({ _, _, _, _ in heard += 1 }, until: { heard == 4 })
    #expect(first.captures.map(\.packets) == [4])
    #expect(first.conversations.last?.outcome == .open)
    let whole = try analysis.run()
    #expect(whole.captures.map(\.packets) == [8])
    #expect(whole.conversations.map(\.outcome) == [.unanswered, .complete, .unanswered])
  }

  @Test func `a file that breaks off gives what it has, and says so`() throws {
    var analysis = try FileAnalysis(path: try file(session, missing: 10))
    let summary = try analysis.run()
    #expect(summary.captures.map(\.packets) == [7])
    #expect(summary.captures.map { $0.cut != nil } == [true])
    #expect(summary.findings.first?.code == .captureCut)
    #expect(summary.findings.first?.frames == [7])
  }
}
