import Capture
import Testing
import Wire

/// Several files that are one capture, and files out of order.
struct CaptureSequenceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A microsecond file with a packet for each of `times`, in microseconds; each packet holds `mark` and its place.
  private func file(_ name: String, _ times: [UInt32], mark: UInt8 = 0, missing: Int = 0) throws -> String {
    var file = CaptureBytes.pcap()
    for (place, time) in times.enumerated() { file.record(fraction: time, [mark, UInt8(place)]) }
    return try folder.file(file.bytes.dropLast(missing), name)
  }

  private func sequence(
    _ paths: [String], _ order: PacketOrder, sortLimit: Int = CaptureSequence.sortLimit
  ) throws(CaptureError) -> CaptureSequence {
    try CaptureSequence(CaptureSource(paths, order: order), sortLimit: sortLimit)
  }

  private func read(_ paths: [String], _ order: PacketOrder) throws -> [SeenPacket] {
    var sequence = try sequence(paths, order)
    let (packets, end) = sequence.readAll()
    #expect(end == .complete)
    return packets
  }

  /// A file of each kind, and what a reader of each one sees.
  private func variety() throws -> [String] {
    var classic = CaptureBytes.pcap(bigEndian: true, linkType: 101, snapshotLength: 96)
    classic.record(fraction: 30, original: 1_500, Packets.ipv4(17, Packets.udp(to: 7)))
    classic.record(fraction: 70, Packets.ipv4(17, Packets.udp(to: 7)))
    var fine = CaptureBytes()
    fine.section()
    fine.interface(resolution: 9)
    fine.interface(linkType: 113)
    fine.packet(units: 1_600_000_000_000_040_001, Packets.datagram) { $0.option(1, Array("one".utf8)) }
    fine.packet(interface: 1, units: 1_600_000_000_000_050, [1, 2, 3]) {
      $0.option(1, Array("two".utf8))
      $0.option(1, Array("three".utf8))
    }
    fine.simplePacket([4, 5, 6])
    fine.statistics(interface: 0, [5: 3])
    fine.statistics(interface: 1, [5: 4, 7: 2])
    var snoop = CaptureBytes.snoop()
    snoop.snoopRecord(original: 60, drops: 5, padding: 2, [9, 9])
    return [
      try folder.file(classic.bytes, "classic.pcap"), try folder.file(fine.bytes, "fine.pcapng"),
      try folder.file(snoop.bytes, "old.snoop"),
    ]
  }

  private func readOneByOne(_ paths: [String]) throws -> [SeenPacket] {
    try paths.flatMap { path in
      var file = try CaptureFile(path: path)
      return file.readAll().0
    }
  }

  @Test(arguments: [PacketOrder.joined, .merged, .sorted])
  func `files of any format are one capture, and packets keep what their file says of them`(
    order: PacketOrder
  ) throws {
    let paths = try variety()
    var sequence = try sequence(paths, order)
    let (packets, end) = sequence.readAll()
    #expect(end == .complete)
    let expected = try readOneByOne(paths)
    if order == .joined {
      #expect(packets == expected)
    } else {
      // Times of the files in microseconds: 30, 70; 40.001, 50, and one without a time behind it; 123456.
      #expect(packets == [0, 2, 3, 4, 1, 5].map { expected[$0] })
    }
    #expect(packets.count { !$0.isTimed } == 1)
    #expect(sequence.linkTypes == [.raw, .ethernet, .linuxSLL])
    #expect(sequence.timestampDigits == 9)
    #expect(sequence.snapshotLength == 262_144)
    #expect(sequence.statistics == CaptureStatistics(droppedByKernel: 7, droppedByInterface: 7))
    #expect(sequence.parts.map(\.format) == [.pcap, .pcapng, .snoop])
    #expect(sequence.parts.map(\.packets) == [2, 3, 1])
    #expect(sequence.parts.map(\.firstFrame) == (order == .joined ? [1, 3, 6] : [1, 2, 6]))
    #expect(sequence.parts.map(\.lastFrame) == (order == .joined ? [2, 5, 6] : [5, 4, 6]))
  }

  @Test func `two halves that were taken side by side merge to the whole`() throws {
    let whole = try file("whole", Array(1...40))
    var halves = [CaptureBytes.pcap(), CaptureBytes.pcap()]
    for time in 1...40 as ClosedRange<UInt32> {
      halves[time % 7 < 3 ? 0 : 1].record(fraction: time, [0, UInt8(time - 1)])
    }
    let paths = [try folder.file(halves[0].bytes, "a"), try folder.file(halves[1].bytes, "b")]
    #expect(try read(paths, .merged) == readOneByOne([whole]))
    #expect(try read(paths, .sorted) == readOneByOne([whole]))
    #expect(try read(paths.reversed(), .merged) == readOneByOne([whole]))
  }

  @Test(arguments: [PacketOrder.merged, .sorted])
  func `packets of one time come in the order of the files`(order: PacketOrder) throws {
    let paths = [
      try file("a", [5, 5, 6], mark: 1), try file("b", [5, 6, 6], mark: 2), try file("c", [4, 5], mark: 3),
    ]
    let bytes = try read(paths, order).map(\.bytes)
    #expect(bytes == [[3, 0], [1, 0], [1, 1], [2, 0], [3, 1], [1, 2], [2, 1], [2, 2]])
  }

  @Test func `a merge leaves a file that runs backwards as it is`() throws {
    let paths = [try file("a", [10, 3, 11], mark: 1), try file("b", [5, 12], mark: 2)]
    #expect(try read(paths, .merged).map(\.bytes) == [[2, 0], [1, 0], [1, 1], [1, 2], [2, 1]])
    #expect(try read(paths, .sorted).map(\.bytes) == [[1, 1], [2, 0], [1, 0], [1, 2], [2, 1]])
  }

  @Test func `a packet without a time stays behind the one before it`() throws {
    var file = CaptureBytes()
    file.section()
    file.interface()
    file.simplePacket([0])
    file.packet(units: 90, [1])
    file.simplePacket([2])
    file.simplePacket([3])
    file.packet(units: 40, [4])
    file.simplePacket([5])
    let path = try folder.file(file.bytes, "untimed.pcapng")
    let other = try self.file("other", [1])
    #expect(try read([path], .sorted).map(\.bytes) == [[0], [4], [5], [1], [2], [3]])
    #expect(try read([other, path], .merged).map(\.bytes) == [[0], [1], [2], [3], [4], [5], [0, 0]])
  }

  @Test(.enabled(if: Tool.isInstalled("reordercap") && Tool.isInstalled("mergecap"), "needs Wireshark's tools"))
  func `sorting gives the order of reordercap, and joining that of mergecap`() throws {
    // Scattered, with many equal times.
    let first = try file("first", (0..<200).map { UInt32($0 * 7_919 % 61) }, mark: 1)
    let second = try file("second", (0..<200).map { UInt32($0 * 104_729 % 47) }, mark: 2)
    let (joined, sorted) = (folder.path("joined.pcap"), folder.path("sorted.pcap"))
    #expect(try Tool.run("mergecap", "-a", "-F", "pcap", "-w", joined, first, second).status == 0)
    #expect(try read([first, second], .joined) == readOneByOne([joined]))
    let tool = try Tool.run("reordercap", joined, sorted)
    #expect(tool.status == 0)
    var sequence = try sequence([first, second], .sorted)
    let (packets, _) = sequence.readAll()
    #expect(packets == (try readOneByOne([sorted])))
    let outOfOrder = sequence.outOfOrder ?? -1
    #expect(tool.output.contains("400 frames, \(outOfOrder) out of order"))
  }

  @Test func `what is in order is sorted without moving anything`() throws {
    let path = try file("ordered", [1, 1, 2, 9])
    var sequence = try sequence([path], .sorted)
    #expect(sequence.readAll().0 == (try readOneByOne([path])))
    let joined = try self.sequence([path, path], .joined)
    let (moved, unknown) = (sequence.outOfOrder, joined.outOfOrder)
    #expect(moved == 0 && unknown == nil)
  }

  @Test func `more than may be held is not sorted, and the error says what to do`() throws {
    let path = try file("large.pcap", Array(1...100))
    // 100 packets of 2 bytes, and twice an entry of the list for each.
    #expect(throws: CaptureError.tooLargeToSort(paths: [path], limit: 5_000)) {
      _ = try sequence([path], .sorted, sortLimit: 5_000)
    }
    var fits = try sequence([path], .sorted, sortLimit: 20_000)
    #expect(fits.readAll().0.count == 100)
    let one = CaptureError.tooLargeToSort(paths: [path], limit: CaptureSequence.sortLimit).description
    #expect(one.contains("(1024 MiB)") && one.contains("reordercap \(path) sorted.pcapng"))
    let several = CaptureError.tooLargeToSort(paths: [path, path], limit: 5_000).description
    #expect(several.contains("mergecap -a"))
  }

  @Test(arguments: [PacketOrder.joined, .merged, .sorted])
  func `a file that breaks off in the middle is told, and the others follow`(order: PacketOrder) throws {
    let paths = [
      try file("a", [1, 2], mark: 1), try file("b", [3, 4, 5], mark: 2, missing: 1), try file("c", [6], mark: 3),
    ]
    var sequence = try sequence(paths, order)
    let (packets, end) = sequence.readAll()
    #expect(packets.map(\.bytes) == [[1, 0], [1, 1], [2, 0], [2, 1], [3, 0]])
    guard case .cut(let reason) = end else {
      Issue.record("not cut: \(end)")
      return
    }
    #expect(reason.hasPrefix("\(paths[1]), in its own frame numbers: the file ends in the middle of frame 3"))
    #expect(sequence.parts.map { $0.cut != nil } == [false, true, false])
    #expect(sequence.parts.map(\.packets) == [2, 2, 1])
    #expect(sequence.parts.map(\.lastFrame) == [2, 4, 5])
    // The end stays what it was.
    #expect(sequence.readAll() == ([], end))
  }

  @Test(arguments: [PacketOrder.joined, .merged, .sorted])
  func `a file that cannot be opened is told, and the others follow`(order: PacketOrder) throws {
    let (missing, junk) = (folder.path("missing"), try folder.file(Array("a shopping list for today".utf8), "junk"))
    let paths = [missing, try file("a", [1], mark: 1), junk, try file("b", [2], mark: 2)]
    var sequence = try sequence(paths, order)
    let (packets, end) = sequence.readAll()
    #expect(packets.map(\.bytes) == [[1, 0], [2, 0]])
    #expect(sequence.parts.map(\.failure) == [.noSuchFile(path: missing), nil, .notACapture(path: junk), nil])
    #expect(sequence.parts.map(\.packets) == [nil, 1, nil, 1])
    guard case .cut(let reason) = end else {
      Issue.record("not cut: \(end)")
      return
    }
    #expect(reason.contains(missing) && reason.contains(junk))
  }

  @Test func `where no file can be opened there is nothing to read`() throws {
    let (one, two) = (folder.path("one"), folder.path("two"))
    #expect(throws: CaptureError.noneReadable([.noSuchFile(path: one), .noSuchFile(path: two)])) {
      _ = try sequence([one, two], .joined)
    }
    #expect(throws: CaptureError.noSuchFile(path: one)) { _ = try sequence([one], .sorted) }
    let many = CaptureError.noneReadable((1...20).map { .noSuchFile(path: "part-\($0)") }).description
    #expect(many.contains("part-8:") && !many.contains("part-9:") && many.contains("and 12 more"))
  }

  @Test func `a file that is gone when its turn comes is told then`() throws {
    let paths = [try file("a", [1]), try file("b", [2])]
    var sequence = try sequence(paths, .joined)
    #expect(sequence.readAll(limit: 1).0.count == 1)
    _ = try Tool.run("rm", paths[1])
    let (packets, end) = sequence.readAll()
    #expect(packets.isEmpty)
    #expect(end != .complete)
    #expect(sequence.parts[1].failure == .noSuchFile(path: paths[1]))
    #expect(sequence.parts[1].packets == nil)
  }

  @Test(arguments: [PacketOrder.joined, .merged, .sorted], 1...6)
  func `reading can stop after any packet, and goes on where it stopped`(order: PacketOrder, limit: Int) throws {
    let paths = [try file("a", [1, 4, 4], mark: 1), try file("empty", []), try file("b", [2, 5, 6], mark: 2)]
    let whole = try read(paths, order)
    #expect(whole.count == 6)
    var sequence = try sequence(paths, order)
    let (before, stopped) = sequence.readAll(limit: limit)
    #expect(stopped == .stopped)
    let (after, end) = sequence.readAll()
    #expect(end == .complete)
    #expect(before.count == limit)
    #expect(before + after == whole)
    #expect(sequence.parts.map(\.packets) == [3, 0, 3])
    #expect(sequence.parts.map(\.firstFrame) == (order == .joined ? [1, nil, 4] : [1, nil, 2]))
  }

  @Test func `loss is the sum of what the files tell, and unknown where one tells nothing and the others none`() throws
  {
    func pcapng(_ name: String, _ counts: [UInt16: UInt64]) throws -> String {
      var file = CaptureBytes()
      file.section()
      file.interface()
      file.packet([1])
      file.statistics(counts)
      return try folder.file(file.bytes, name)
    }
    func statistics(_ paths: String...) throws -> CaptureStatistics? {
      var sequence = try sequence(paths, .merged)
      _ = sequence.readAll()
      return sequence.statistics
    }
    let silent = try file("silent.pcap", [1])
    let (none, some) = (try pcapng("none", [5: 0]), try pcapng("some", [5: 3, 6: 9]))
    #expect(try statistics(none, none) == CaptureStatistics(droppedByInterface: 0))
    #expect(try statistics(none, some) == CaptureStatistics(droppedByInterface: 3))
    #expect(try statistics(some, some) == CaptureStatistics(received: 18, droppedByInterface: 6))
    #expect(try statistics(none, silent) == nil)
    #expect(try statistics(some, silent) == CaptureStatistics(droppedByInterface: 3))
    #expect(try statistics(silent, silent) == nil)
  }

  @Test func `times of each file are kept, the earliest in it first`() throws {
    var sequence = try sequence([try file("a", [5, 9, 7]), try file("b", [])], .joined)
    _ = sequence.readAll()
    func time(_ microseconds: Int64) -> Timestamp {
      Timestamp(nanoseconds: 1_600_000_000_000_000_000 + microseconds * 1_000)
    }
    #expect(sequence.parts.map(\.firstTime) == [time(5), nil])
    #expect(sequence.parts.map(\.lastTime) == [time(9), nil])
  }

  @Test func `frames larger than any buffer survive being merged and sorted`() throws {
    let large = [UInt8](repeating: 7, count: 262_144)
    var (first, second) = (CaptureBytes.pcap(), CaptureBytes.pcap())
    for time in [3, 1, 5] as [UInt32] { first.record(fraction: time, large) }
    second.record(fraction: 4, large)
    let paths = [try folder.file(first.bytes, "a"), try folder.file(second.bytes, "b")]
    for order in [PacketOrder.merged, .sorted] {
      let packets = try read(paths, order)
      #expect(packets.map(\.bytes.count) == [262_144, 262_144, 262_144, 262_144])
      #expect(packets.allSatisfy { $0.bytes == large })
    }
  }
}
