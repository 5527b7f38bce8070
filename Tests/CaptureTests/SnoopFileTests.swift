import Capture
import Testing
import Wire

/// Files of Sun's snoop (RFC 1761).
struct SnoopFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `packets are read, padding is not`() throws {
    var bytes = CaptureBytes.snoop()
    bytes.snoopRecord(padding: 1, Packets.datagram)
    bytes.snoopRecord(original: 1_500, [1, 2, 3])
    // More padding than is held at once.
    bytes.snoopRecord(padding: 300_000, [4])
    bytes.snoopRecord([5])
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.format == .snoop)
    #expect(file.linkTypes == [.ethernet])
    #expect(file.timestampDigits == 6)
    let (seen, end) = file.readAll()
    #expect(end == .complete)
    #expect(seen.map(\.bytes) == [Packets.datagram, [1, 2, 3], [4], [5]])
    #expect(seen.map(\.original) == [Packets.datagram.count, 1_500, 1, 1])
    #expect(Set(seen.map(\.nanoseconds)) == [1_600_000_000_123_456_000])
    #expect(file.statistics == nil)
  }

  @Test func `the drops of the last record are those of the capture`() throws {
    var bytes = CaptureBytes.snoop()
    bytes.snoopRecord(drops: 2, [1])
    bytes.snoopRecord(drops: 7, [2])
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.readAll().1 == .complete)
    #expect(file.statistics == CaptureStatistics(droppedByKernel: 7))
  }

  @Test func `link types that begin otherwise are refused by name`() throws {
    for (dataLink, words) in [(5, "datalink type is 5 (HDLC)"), (18, "datalink type is 18")] as [(UInt32, String)] {
      let path = try folder.file(CaptureBytes.snoop(dataLink: dataLink).bytes)
      let error = #expect(throws: CaptureError.self) { _ = try CaptureFile(path: path) }
      #expect(error?.description.contains(words) == true)
    }
    let path = try folder.file(CaptureBytes.snoop(version: 3).bytes)
    #expect(throws: CaptureError.unsupported(path: path, reason: "its snoop version is 3, and only 2 is known")) {
      _ = try CaptureFile(path: path)
    }
  }

  @Test func `lying lengths and cuts end the capture where it is`() throws {
    var whole = CaptureBytes.snoop()
    whole.snoopRecord([1, 2, 3, 4])
    for (included, length) in [(4, 27), (0xFFFF_FFFF, 0xFFFF_FFFF), (262_145, 300_000)] as [(UInt32, UInt32)] {
      var bytes = whole
      bytes.snoopRecord(included: included, length: length, [5, 6, 7, 8])
      var file = try CaptureFile(path: folder.file(bytes.bytes))
      let (seen, end) = file.readAll()
      #expect(seen.count == 1)
      guard case .cut(let text) = end else {
        Issue.record("ended as \(end)")
        continue
      }
      #expect(text.hasPrefix("the file is damaged after frame 1: "))
    }
    let boundary = whole.bytes.count
    whole.snoopRecord([5, 6, 7, 8])
    for length in boundary + 1..<whole.bytes.count {
      var file = try CaptureFile(path: folder.file(Array(whole.bytes.prefix(length))))
      let (seen, end) = file.readAll()
      #expect(seen.map(\.bytes) == [[1, 2, 3, 4]])
      guard case .cut(let text) = end else {
        Issue.record("\(length) bytes end as \(end)")
        continue
      }
      #expect(text.contains("in the middle of frame 2"))
    }
  }
}
