import Capture
import Foundation
import Testing
import Wire

struct PcapngFileTests {
  let folder: TemporaryFolder
  /// A section with one Ethernet interface.
  let opening: CaptureBytes

  init() throws {
    folder = try TemporaryFolder()
    var opening = CaptureBytes()
    opening.section()
    opening.interface()
    self.opening = opening
  }

  func read(_ bytes: [UInt8]) throws -> ([SeenPacket], CaptureEnd) {
    var file = try CaptureFile(path: folder.file(bytes))
    return file.readAll()
  }

  func cut(_ bytes: [UInt8]) throws -> (frames: Int, text: String)? {
    let (seen, end) = try read(bytes)
    guard case .cut(let text) = end else {
      Issue.record("ended as \(end)")
      return nil
    }
    return (seen.count, text)
  }

  @Test(arguments: [false, true])
  func `interfaces differ in link type, resolution, offset and snapshot length`(bigEndian: Bool) throws {
    let ip = Array(Packets.datagram.dropFirst(14))
    var bytes = CaptureBytes(bigEndian: bigEndian)
    bytes.section()
    bytes.interface(snapshotLength: 96)
    bytes.interface(linkType: 101, resolution: 9)
    bytes.packet(Packets.datagram)
    bytes.packet(interface: 1, units: 1_600_000_000_123_456_789, original: 1_500, ip)
    // Described only when it is needed.
    bytes.interface(linkType: 113, resolution: 3, offset: 1_000_000_000)
    bytes.packet(interface: 2, units: 600_000_000_123, [1])
    bytes.packet([2])
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.linkType == .ethernet)
    #expect(file.linkTypes == [.ethernet, .raw])
    #expect(file.snapshotLength == 96)
    #expect(file.timestampDigits == 9)
    let (seen, end) = file.readAll()
    #expect(end == .complete)
    #expect(
      seen == [
        SeenPacket(nanoseconds: 1_600_000_000_123_456_000, original: Packets.datagram.count, bytes: Packets.datagram),
        SeenPacket(
          nanoseconds: 1_600_000_000_123_456_789, original: 1_500, bytes: ip, linkType: .raw, interface: 1),
        SeenPacket(
          nanoseconds: 1_600_000_000_123_000_000, original: 1, bytes: [1], linkType: .linuxSLL, interface: 2),
        SeenPacket(nanoseconds: 1_600_000_000_123_456_000, original: 1, bytes: [2]),
      ])
    #expect(file.linkTypes == [.ethernet, .raw, .linuxSLL])
  }

  @Test func `each section has its own byte order and counts its interfaces anew`() throws {
    var bytes = opening
    bytes.interface(linkType: 113)
    bytes.packet(interface: 1, [1])
    var other = CaptureBytes(bigEndian: true)
    other.section()
    other.interface(linkType: 101, resolution: 9)
    other.packet(units: 1_600_000_000_000_000_001, [2])
    var third = CaptureBytes()
    third.section()
    third.interface()
    third.packet([3])
    let (seen, end) = try read(bytes.bytes + other.bytes + third.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.bytes) == [[1], [2], [3]])
    #expect(seen.map(\.linkType) == [.linuxSLL, .raw, .ethernet])
    #expect(seen.map(\.interface) == [1, 2, 3])
    #expect(seen.map(\.nanoseconds)[1] == 1_600_000_000_000_000_001)
  }

  @Test func `an interface of the section before is none of this one`() throws {
    var bytes = opening
    bytes.packet([1])
    bytes.section()
    bytes.packet([2])
    let cut = try #require(try cut(bytes.bytes))
    #expect(cut.frames == 1)
    #expect(
      cut.text
        == "the file is damaged after frame 1: a packet is of interface 0, and its section describes 0")
  }

  @Test(
    arguments: [
      // Resolution, units, nanoseconds: coarse, usual and fine powers of ten.
      (0, 1_600_000_000, 1_600_000_000_000_000_000), (3, 1_600_000_000_123, 1_600_000_000_123_000_000),
      (9, 1_600_000_000_123_456_789, 1_600_000_000_123_456_789), (12, 16_000_123_456_789, 16_000_123_456),
      (19, 1 << 63, 922_337_203), (20, 1 << 63, 92_233_720), (28, 1 << 63, 0), (127, 1 << 63, 0),
      // Powers of two.
      (0x80, 1_600_000_000, 1_600_000_000_000_000_000), (0x8A, 1_600_000_000 << 10 | 512, 1_600_000_000_500_000_000),
      (0x9E, 1_600_000_000 << 30 | 1 << 29, 1_600_000_000_500_000_000), (0xBF, 3 << 62, 1_500_000_000),
      (0xC0, 1 << 63, 500_000_000), (0xC1, 1 << 63, 250_000_000), (0xFF, UInt64.max, 0),
      // Beyond all years.
      (0, UInt64.max, Int64.max), (6, UInt64.max, Int64.max), (9, UInt64.max, Int64.max), (0x80, 1 << 62, Int64.max),
    ] as [(UInt8, UInt64, Int64)])
  func `time is counted in any power of ten or two`(resolution: UInt8, units: UInt64, nanoseconds: Int64) throws {
    var bytes = CaptureBytes()
    bytes.section()
    bytes.interface(resolution: resolution)
    bytes.packet(units: units, [1])
    #expect(try read(bytes.bytes).0.map(\.nanoseconds) == [nanoseconds])
  }

  @Test func `an offset in seconds moves the zero, however far`() throws {
    for (offset, nanoseconds) in [
      (1_000, 1_600_001_000_123_456_000), (-1_700_000_000, -99_999_999_876_544_000), (.max, .max),
      (.min, .min),
    ] as [(Int64, Int64)] {
      var bytes = CaptureBytes()
      bytes.section()
      bytes.interface(offset: offset)
      bytes.packet([1])
      #expect(try read(bytes.bytes).0.map(\.nanoseconds) == [nanoseconds])
    }
  }

  @Test func `a simple packet has no time, and as many bytes as the first interface keeps`() throws {
    var bytes = CaptureBytes()
    bytes.section()
    bytes.interface(snapshotLength: 6)
    bytes.interface(linkType: 101)
    bytes.packet(interface: 1, [9])
    bytes.simplePacket(original: 60, [1, 2, 3, 4, 5, 6])
    bytes.simplePacket([1, 2])
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.bytes) == [[9], [1, 2, 3, 4, 5, 6], [1, 2]])
    #expect(seen.map(\.original) == [1, 60, 2])
    #expect(seen.map(\.linkType) == [.raw, .ethernet, .ethernet])
    #expect(seen.map(\.isTimed) == [true, false, false])
    // Nothing else is known of it but its place.
    #expect(Set(seen.map(\.nanoseconds)).count == 1)
  }

  @Test func `an obsolete packet block is read like its successor`() throws {
    var bytes = opening
    bytes.interface(linkType: 101)
    bytes.obsoletePacket(interface: 1, [1, 2, 3]) { $0.option(1, Array("old".utf8)) }
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(
      seen == [
        SeenPacket(
          nanoseconds: 1_600_000_000_123_456_000, original: 3, bytes: [1, 2, 3], linkType: .raw, interface: 1,
          comments: ["old"])
      ])
  }

  @Test func `comments of a packet are lent with it, one or several or none`() throws {
    var bytes = opening
    bytes.packet([1]) {
      $0.option(2, [0, 0, 0, 1])
      $0.option(1, Array("restarted".utf8))
    }
    bytes.packet([2]) {
      $0.option(1, Array("one".utf8))
      $0.option(1, [])
      $0.option(1, Array("two, längər".utf8))
      $0.option(0, [])
      $0.option(1, Array("behind the end".utf8))
    }
    bytes.packet([3])
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.comments) == [["restarted"], ["one", "two, längər"], []])
  }

  @Test func `the last statistics of each interface count, over all sections`() throws {
    var bytes = opening
    bytes.interface(linkType: 101)
    bytes.packet([1])
    bytes.statistics(interface: 0, [4: 5, 5: 1])
    bytes.statistics(interface: 0, [4: 10, 5: 2, 7: 3])
    bytes.statistics(interface: 1, [4: 100, 6: 50, 5: 20])
    // Of an interface that is not there.
    bytes.statistics(interface: 7, [5: 1_000])
    bytes.section()
    bytes.interface()
    bytes.statistics(interface: 0, [5: 200])
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.statistics == nil)
    #expect(file.readAll().1 == .complete)
    #expect(file.statistics == CaptureStatistics(received: 60, droppedByKernel: 3, droppedByInterface: 222))
  }

  @Test func `statistics may claim any number`() throws {
    var bytes = opening
    bytes.interface()
    bytes.statistics(interface: 0, [5: .max])
    bytes.statistics(interface: 1, [5: .max])
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.readAll().1 == .complete)
    #expect(file.statistics == CaptureStatistics(droppedByInterface: .max))
  }

  @Test func `names, secrets and unknown blocks are passed over, however large`() throws {
    var bytes = opening
    for type in [4, 10, 0x1234, 0x8000_0001, 0xFFFF_FFFF] as [UInt32] { bytes.block(type) { $0.put(UInt64(1)) } }
    // More than is held of any block.
    bytes.block(0x1234) { $0.bytes = [UInt8](repeating: 0, count: 17 * 1_048_576) }
    bytes.packet([1])
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.bytes) == [[1]])
  }

  @Test func `what Wireshark numbers like a frame has a number here`() throws {
    var bytes = opening
    bytes.packet([1])
    // Custom blocks, and an entry of a journal.
    bytes.block(0x0BAD) { $0.bytes = [1, 2, 3, 4, 5, 6, 7, 8] }
    bytes.block(0x4000_0BAD) { $0.bytes = [1, 2, 3, 4] }
    bytes.block(9) { $0.bytes = Array("MESSAGE=hello\n".utf8) }
    bytes.packet([2])
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.linkType) == [.ethernet, .noPacket, .noPacket, .noPacket, .ethernet])
    #expect(seen.map(\.bytes) == [[1], [5, 6, 7, 8], [], Array("MESSAGE=hello\n".utf8), [2]])
    #expect(seen.map(\.isTimed) == [true, false, false, false, true])
  }

  @Test func `a section without interfaces is a capture without packets`() throws {
    var bytes = CaptureBytes()
    bytes.section()
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.linkType == nil)
    let (seen, end) = file.readAll()
    #expect(seen == [])
    #expect(end == .complete)
  }

  @Test func `more bytes than snapshot length or frame are taken as they are`() throws {
    var bytes = CaptureBytes()
    bytes.section()
    bytes.interface(snapshotLength: 2)
    bytes.packet(original: 1, [1, 2, 3])
    bytes.packet([UInt8](repeating: 7, count: 262_144))
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.bytes.count) == [3, 262_144])
    #expect(seen.map(\.original) == [1, 262_144])
  }

  @Test func `a block whose length leaves out its padding is read`() throws {
    var bytes = opening
    bytes.block(0x1234, claiming: 15) { $0.bytes = [1, 2, 3] }
    bytes.block(6, claiming: 33) {
      $0.put(UInt32(0))
      $0.put(UInt64(0))
      $0.put(UInt32(1))
      $0.put(UInt32(1))
      $0.bytes += [9]
    }
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.bytes) == [[9]])
  }

  @Test(arguments: [0, 4, 8, 11, 13, 0x7FFF_FFFC, 0xFFFF_FFFC, 0xFFFF_FFFF] as [UInt32])
  func `a packet's block whose length lies ends the capture, not the program`(length: UInt32) throws {
    var bytes = opening
    bytes.packet([1, 2, 3])
    bytes.block(6, claiming: length) { $0.put(UInt64(0)) }
    let cut = try #require(try cut(bytes.bytes))
    #expect(cut.frames == 1)
    #expect(cut.text == "the file is damaged after frame 1: a packet's block claims to be \(length) bytes long")
  }

  @Test(arguments: [0, 8, 11, 0xFFFF_FFFF] as [UInt32])
  func `an unknown block whose length lies ends the capture`(length: UInt32) throws {
    var bytes = opening
    bytes.packet([1, 2, 3])
    bytes.block(0x1234, claiming: length) { $0.put(UInt64(0)) }
    #expect(try cut(bytes.bytes)?.frames == 1)
  }

  @Test(arguments: [6, 0x1234] as [UInt32])
  func `lengths at both ends of a block must agree`(type: UInt32) throws {
    var bytes = opening
    bytes.block(type, ending: 99) { $0.bytes = [UInt8](repeating: 0, count: 20) }
    bytes.packet([1])
    let cut = try #require(try cut(bytes.bytes))
    #expect(cut.frames == 0)
    #expect(
      cut.text
        == "the file is damaged before its first frame: a block claims to be 32 bytes long at its beginning and 99 at its end"
    )
  }

  @Test func `an option that overruns its block is damage, wherever it is`() throws {
    var packet = opening
    packet.packet([1]) { $0.option(1, claiming: 40, Array("hi".utf8)) }
    #expect(try cut(packet.bytes)?.text.hasSuffix("an option of a packet overruns its block") == true)
    var interface = CaptureBytes()
    interface.section()
    interface.block(1) {
      $0.put(UInt64(1))
      $0.option(9, claiming: 77, [9])
    }
    #expect(try cut(interface.bytes)?.text.hasSuffix("an option of interface 0 overruns its block") == true)
    var statistics = opening
    statistics.block(5) {
      $0.put(UInt32(0))
      $0.put(UInt64(0))
      $0.option(5, claiming: 0xFFFF, [1, 2, 3, 4, 5, 6, 7, 8])
    }
    #expect(
      try cut(statistics.bytes)?.text.hasSuffix("an option of the statistics of interface 0 overruns its block")
        == true)
  }

  @Test func `captured lengths beyond the block or any frame end the capture`() throws {
    for captured in [5, 262_145, 0xFFFF_FFFF] as [UInt32] {
      var bytes = opening
      bytes.packet(captured: captured, [1, 2, 3])
      #expect(try cut(bytes.bytes)?.text.contains("a packet claims \(captured) captured bytes") == true)
    }
    var large = opening
    large.packet([UInt8](repeating: 7, count: 262_145))
    #expect(try cut(large.bytes)?.frames == 0)
    var simple = opening
    simple.simplePacket(original: 400, [1, 2, 3])
    #expect(try cut(simple.bytes)?.text.contains("a packet claims 400 captured bytes") == true)
  }

  @Test func `a later section of another version or without byte order ends the capture`() throws {
    var bytes = opening
    bytes.packet([1])
    var version = bytes
    version.section(major: 2)
    #expect(
      try cut(version.bytes)?.text
        == "the file is damaged after frame 1: a section is of pcapng version 2.0, and only 1.0 is known")
    bytes.block(0x0A0D_0D0A) { $0.bytes = [UInt8](repeating: 1, count: 16) }
    #expect(try cut(bytes.bytes)?.frames == 1)
  }

  @Test func `a file whose first section cannot be read is refused`() throws {
    var version = CaptureBytes()
    version.section(major: 2)
    var short = CaptureBytes()
    short.block(0x0A0D_0D0A) { $0.put(UInt32(0x1A2B_3C4D)) }
    for bytes in [version.bytes, short.bytes, Array(opening.bytes.prefix(8)) + [UInt8](repeating: 0, count: 20)] {
      let path = try folder.file(bytes)
      let error = #expect(throws: CaptureError.self) { _ = try CaptureFile(path: path) }
      guard case .unsupported = error else {
        Issue.record("refused as \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `a file cut anywhere gives the whole packets before the cut`() throws {
    var bytes = opening
    var wholeAt = [bytes.bytes.count]
    bytes.packet(Packets.datagram) { $0.option(1, Array("here".utf8)) }
    wholeAt.append(bytes.bytes.count)
    bytes.block(0x1234) { $0.put(UInt64(1)) }
    wholeAt.append(bytes.bytes.count)
    bytes.packet([1, 2, 3])
    wholeAt.append(bytes.bytes.count)
    for length in 1...bytes.bytes.count {
      let path = try folder.file(Array(bytes.bytes.prefix(length)))
      guard length >= 28 else {
        #expect(throws: CaptureError.self) { _ = try CaptureFile(path: path) }
        continue
      }
      var file = try CaptureFile(path: path)
      let (seen, end) = file.readAll()
      #expect(seen.count == (length < wholeAt[1] ? 0 : length < wholeAt[3] ? 1 : 2))
      if length == 28 || wholeAt.contains(length) {
        #expect(end == .complete)
      } else if case .cut(let text) = end {
        #expect(text.contains(": its writer was stopped, or the copy is not complete"))
        if length >= wholeAt[2] + 12 { #expect(text.hasPrefix("the file ends in the middle of frame 2")) }
      } else {
        Issue.record("\(length) bytes end as \(end)")
      }
    }
  }

  @Test func `endless interfaces end the capture, and not the memory`() throws {
    var bytes = opening
    for _ in 0..<65_536 { bytes.interface(linkType: 1) }
    #expect(try cut(bytes.bytes)?.text.contains("more than 65536 interfaces") == true)
  }
}
