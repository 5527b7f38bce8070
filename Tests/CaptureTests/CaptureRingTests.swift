import Capture
import Foundation
import Testing
import Wire

struct CaptureRingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(
    _ limits: CaptureRing.Limits, as name: String = "lan.pcap"
  ) throws(CaptureError) -> CaptureRing {
    try CaptureRing(
      path: folder.path(name), limits: limits, linkType: .ethernet, snapshotLength: 262_144, timestampDigits: 9)
  }

  /// Writes so many packets of 47 bytes, which take 63 in the file each, numbered by their time.
  private func write(_ numbers: Range<Int>, to ring: inout CaptureRing) throws(CaptureError) {
    for number in numbers {
      try ring.write(
        Packet(
          timestamp: Timestamp(nanoseconds: Int64(number)), originalLength: Packets.datagram.count,
          linkType: .ethernet, bytes: Packets.datagram.span.bytes))
    }
  }

  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

  /// The numbers of the packets in a file, which must be whole.
  private func numbers(in path: String) throws -> [Int] {
    var file = try CaptureFile(path: path)
    var numbers: [Int] = []
    let end = file.forEach { packet in
      numbers.append(Int(packet.timestamp.nanoseconds))
      return true
    }
    #expect(end == .complete)
    return numbers
  }

  @Test func `files are full at their size, are whole, and sort in their order`() throws {
    #expect(Packets.datagram.count == 47)
    var ring = try open(CaptureRing.Limits(bytes: 24 + 63 * 4 + 62))
    try write(0..<10, to: &ring)
    try ring.close()
    #expect(names.count == 3)
    #expect(names.allSatisfy { $0.wholeMatch(of: /lan_0000[123]_\d{14}\.pcap/) != nil })
    #expect(try names.map { try numbers(in: folder.path($0)) } == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
    let (files, total, removed) = (ring.files, ring.filesTotal, ring.removedTotal)
    #expect(files.map { String($0.dropFirst(folder.path.count + 1)) } == names)
    #expect((total, removed) == (3, 0))
  }

  @Test func `so many are kept, and none that others wrote is removed or overwritten`() throws {
    let foreign = try folder.file(Array("precious".utf8), "lan_00004_20010101000000.pcap")
    _ = try folder.file([], "lan_7_20010101000000.pcap")
    var ring = try open(CaptureRing.Limits(bytes: 24 + 63, files: 2))
    try write(0..<6, to: &ring)
    try ring.close()
    #expect(try String(contentsOfFile: foreign, encoding: .utf8) == "precious")
    #expect(names.map { String($0.prefix(9)) } == ["lan_00004", "lan_00009", "lan_00010", "lan_7_200"])
    let (files, total, removed) = (ring.files, ring.filesTotal, ring.removedTotal)
    #expect(try files.map(numbers) == [[4], [5]])
    #expect((total, removed) == (6, 4))
  }

  @Test func `a file that somebody put in the place of one of the ring is not removed`() throws {
    var ring = try open(CaptureRing.Limits(bytes: 24 + 63, files: 1))
    try write(0..<1, to: &ring)
    let files = ring.files
    let first = try #require(files.first)
    try FileManager.default.moveItem(atPath: first, toPath: first + ".kept")
    try Data("another".utf8).write(to: URL(filePath: first))
    try write(1..<3, to: &ring)
    try ring.close()
    #expect(try String(contentsOfFile: first, encoding: .utf8) == "another")
    #expect(try numbers(in: first + ".kept") == [0])
    let (loss, removed) = (ring.loss, ring.removedTotal)
    #expect(loss == CaptureError.vanished(path: first))
    #expect(removed == 1)
  }

  @Test func `a packet that is larger than a file has one alone`() throws {
    var ring = try open(CaptureRing.Limits(bytes: 30))
    try write(0..<3, to: &ring)
    try ring.close()
    let files = ring.files
    #expect(try files.map(numbers) == [[0], [1], [2]])
  }

  @Test func `a file is full after its time, with the next packet`() throws {
    var ring = try open(CaptureRing.Limits(duration: .milliseconds(50)))
    try write(0..<2, to: &ring)
    usleep(60_000)
    let total = ring.filesTotal
    #expect(total == 1)
    try write(2..<4, to: &ring)
    try ring.close()
    let files = ring.files
    #expect(try files.map(numbers) == [[0, 1], [2, 3]])
  }

  @Test(arguments: [("lan", "lan_00001_", ""), ("a.b.pcap", "a.b_00001_", ".pcap"), (".pcap", ".pcap_00001_", "")])
  func `the number stands before the ending`(name: String, start: String, end: String) throws {
    var ring = try open(CaptureRing.Limits(bytes: 1_000), as: name)
    try ring.close()
    let only = try #require(names.first)
    #expect(only.hasPrefix(start) && only.hasSuffix(end))
    #expect(only.count == start.count + 14 + end.count)
  }

  @Test func `a folder that vanishes is an error, and what was written before is told`() throws {
    var ring = try open(CaptureRing.Limits(bytes: 24 + 63), as: "sub.pcap")
    try write(0..<1, to: &ring)
    try FileManager.default.removeItem(atPath: folder.path)
    var error: CaptureError?
    do throws(CaptureError) { try write(1..<2, to: &ring) } catch let failure { error = failure }
    guard case .cannotRotate(let path, "No such file or directory")? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path.contains("sub_00002_"))
    let files = ring.files
    #expect(files == [])
  }

  @Test func `a folder in which nobody may write shows before the capture`() async throws {
    try #require(geteuid() == 0, "root alone can become somebody else")
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      do throws(CaptureError) {
        let ring = try CaptureRing(
          path: path + "/lan.pcap", limits: CaptureRing.Limits(bytes: 1_000), linkType: .ethernet,
          snapshotLength: 262_144)
        try ring.checkFolder()
        chmod(path, 0o755)
        setgid(65_534)
        setuid(65_534)
        try ring.checkFolder()
        preconditionFailure("nobody may write there")
      } catch {
        precondition(error == .folderNotWritable(path: path + "/", reason: "Permission denied"), "\(error)")
      }
    }
  }
}
