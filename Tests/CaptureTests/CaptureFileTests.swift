import Capture
import Foundation
import Testing
import Wire

struct CaptureFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func read(_ bytes: [UInt8]) throws -> ([SeenPacket], CaptureEnd) {
    var file = try CaptureFile(path: folder.file(bytes))
    return file.readAll()
  }

  func refusal(_ bytes: [UInt8]) -> CaptureError? {
    #expect(throws: CaptureError.self) { _ = try CaptureFile(path: folder.file(bytes)) }
  }

  @Test(
    arguments: [
      (UInt32(0xA1B2_C3D4), 6, Int64(1_600_000_000_123_456_000)),
      (UInt32(0xA1B2_3C4D), 9, Int64(1_600_000_000_000_123_456)),
    ], [false, true])
  func `pcap gives its packets in either resolution and byte order`(
    kind: (magic: UInt32, digits: Int, time: Int64), bigEndian: Bool
  ) throws {
    var bytes = CaptureBytes.pcap(magic: kind.magic, bigEndian: bigEndian, snapshotLength: 1_000)
    bytes.record(Packets.datagram)
    bytes.record(original: 1_500, [1, 2, 3])
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.format == .pcap)
    #expect(file.timestampDigits == kind.digits)
    #expect(file.linkType == .ethernet)
    #expect(file.linkTypes == [.ethernet])
    #expect(file.snapshotLength == 1_000)
    let (seen, end) = file.readAll()
    #expect(end == .complete)
    #expect(
      seen == [
        SeenPacket(nanoseconds: kind.time, original: Packets.datagram.count, bytes: Packets.datagram),
        SeenPacket(nanoseconds: kind.time, original: 1_500, bytes: [1, 2, 3]),
      ])
  }

  @Test(
    arguments: [
      (UInt8?.none, UInt64(1_600_000_000_123_456), 6), (6, 1_600_000_000_123_456, 6),
      (9, 1_600_000_000_123_456_000, 9),
    ], [false, true])
  func `pcapng gives its packets in either resolution and byte order`(
    kind: (resolution: UInt8?, units: UInt64, digits: Int), bigEndian: Bool
  ) throws {
    var bytes = CaptureBytes(bigEndian: bigEndian)
    bytes.section()
    bytes.interface(resolution: kind.resolution)
    bytes.packet(units: kind.units, Packets.datagram)
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.format == .pcapng)
    #expect(file.timestampDigits == kind.digits)
    let (seen, end) = file.readAll()
    #expect(end == .complete)
    #expect(
      seen == [
        SeenPacket(
          nanoseconds: 1_600_000_000_123_456_000, original: Packets.datagram.count, bytes: Packets.datagram)
      ])
  }

  @Test func `a resolution in powers of two counts as nanoseconds once it is finer than a microsecond`() throws {
    for (resolution, digits) in [(UInt8(0x80 | 19), 6), (0x80 | 20, 9), (3, 6)] {
      var bytes = CaptureBytes()
      bytes.section()
      bytes.interface(resolution: resolution)
      #expect(try CaptureFile(path: folder.file(bytes.bytes)).timestampDigits == digits)
    }
  }

  @Test func `the fraction of a second has no sign`() throws {
    var bytes = CaptureBytes.pcap()
    bytes.record(fraction: 0x8000_0000, [1])
    bytes.record(fraction: 1_000_000, [1])
    #expect(try read(bytes.bytes).0.map(\.nanoseconds) == [1_600_002_147_483_648_000, 1_600_000_001_000_000_000])
  }

  @Test func `more bytes than the snapshot length or the frame itself are taken as they are`() throws {
    var bytes = CaptureBytes.pcap(snapshotLength: 10)
    bytes.record(original: 5, Packets.datagram)
    bytes.record([UInt8](repeating: 7, count: 262_144))
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.bytes.count) == [Packets.datagram.count, 262_144])
    #expect(seen.map(\.original) == [5, 262_144])
  }

  @Test func `before version 2.4 the lengths stood the other way round, or one could not know`() throws {
    for (minor, captured, original) in [(3, 5, 9), (3, 9, 5), (2, 9, 5)] as [(UInt16, UInt32, UInt32)] {
      var bytes = CaptureBytes.pcap()
      bytes.bytes[6] = UInt8(minor)
      bytes.record(captured: captured, original: original, [1, 2, 3, 4, 5])
      let (seen, end) = try read(bytes.bytes)
      #expect(end == .complete)
      #expect(seen.map(\.bytes) == [[1, 2, 3, 4, 5]])
      #expect(seen.map(\.original) == [9])
    }
  }

  @Test(arguments: [false, true])
  func `records of a patched libpcap have eight bytes more`(bigEndian: Bool) throws {
    var bytes = CaptureBytes.pcap(magic: 0xA1B2_CD34, bigEndian: bigEndian)
    for value in [1, 2] as [UInt8] {
      bytes.record(captured: 3, original: 3, [0, 0, 0, 2, 0, 8, 0, 0] + [value, value, value])
    }
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    #expect(file.format == .modifiedPcap)
    let (seen, end) = file.readAll()
    #expect(end == .complete)
    #expect(seen.map(\.bytes) == [[1, 1, 1], [2, 2, 2]])
  }

  @Test func `what the link type field holds beside the link type is left out`() throws {
    let file = try CaptureFile(path: folder.file(CaptureBytes.pcap(linkType: 0x2400_0001).bytes))
    #expect(file.linkType == .ethernet)
  }

  @Test func `times after 2038 stay in their century`() throws {
    var bytes = CaptureBytes.pcap()
    bytes.record(seconds: 0xFFFF_FFFF, fraction: 0, [1])
    #expect(try read(bytes.bytes).0.first?.nanoseconds == 4_294_967_295_000_000_000)
  }

  @Test func `raw IP has the number of the registry, not the one of this system`() throws {
    for number in [12, 101] as [UInt32] {
      let file = try CaptureFile(path: folder.file(CaptureBytes.pcap(linkType: number).bytes))
      #expect(file.linkType == .raw)
    }
  }

  @Test func `reading can stop and go on`() throws {
    var bytes = CaptureBytes.pcap()
    for value in 1...3 { bytes.record([UInt8(value)]) }
    var file = try CaptureFile(path: folder.file(bytes.bytes))
    var count = 0
    let end = file.forEach { _ in
      count += 1
      return count < 2
    }
    #expect(end == .stopped)
    #expect(file.readAll().0.map(\.bytes) == [[3]])
  }

  @Test func `a file cut anywhere gives the whole packets before the cut`() throws {
    var bytes = CaptureBytes.pcap()
    bytes.record([1, 2, 3, 4])
    let boundary = bytes.bytes.count
    bytes.record([5, 6, 7, 8])
    for length in boundary + 1..<bytes.bytes.count {
      let (seen, end) = try read(Array(bytes.bytes.prefix(length)))
      #expect(seen.map(\.bytes) == [[1, 2, 3, 4]])
      guard case .cut(let text) = end else {
        Issue.record("\(length) bytes end as \(end)")
        continue
      }
      #expect(text.contains("in the middle of frame 2"))
    }
  }

  @Test func `damage further on ends the capture where it is`() throws {
    var bytes = CaptureBytes.pcap()
    bytes.record([1, 2, 3, 4])
    bytes.record(captured: 0xFFFF_FFFF, original: 0xFFFF_FFFF, [9])
    let (seen, end) = try read(bytes.bytes)
    #expect(seen.count == 1)
    guard case .cut(let text) = end else {
      Issue.record("ended as \(end)")
      return
    }
    #expect(text.hasPrefix("the file is damaged after frame 1: "))
  }

  @Test func `lying lengths and times are taken as they are`() throws {
    var bytes = CaptureBytes.pcap()
    bytes.record(seconds: 0, fraction: 0xFFFF_FFFF, captured: 2, original: 0, [1, 2])
    bytes.record(seconds: 0x8000_0000, fraction: 0x7FFF_FFFF, captured: 0, original: 0xFFFF_FFFF, [])
    let (seen, end) = try read(bytes.bytes)
    #expect(end == .complete)
    #expect(seen.map(\.original) == [0, 0xFFFF_FFFF])
    #expect(seen.map(\.bytes) == [[1, 2], []])
  }

  @Test func `a pcap header's claims are not believed`() throws {
    for snapshot in [0, 1, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32] {
      var bytes = CaptureBytes.pcap(snapshotLength: snapshot)
      bytes.record([1, 2, 3])
      let (seen, _) = try read(bytes.bytes)
      #expect(seen.first?.bytes.first == 1)
    }
  }

  @Test func `each kind of unusable file has a message of its own`() throws {
    let path = folder.path("test.pcap")
    #expect(throws: CaptureError.noSuchFile(path: "/nowhere.pcap")) { _ = try CaptureFile(path: "/nowhere.pcap") }
    #expect(throws: CaptureError.isDirectory(path: folder.path)) { _ = try CaptureFile(path: folder.path) }
    #expect(refusal([]) == .emptyFile(path: path))
    #expect(refusal(Array("hello, world, this is text\n".utf8)) == .notACapture(path: path))
    #expect(refusal([0xD4, 0xC3]) == .notACapture(path: path))
    #expect(refusal(Array("BZh91AY".utf8)) == .compressed(path: path, format: "bzip2", program: "bzcat"))
    #expect(
      refusal(Array("btsnoop".utf8) + [0, 0, 0, 0, 1]) == .foreignCapture(path: path, format: "btsnoop (Bluetooth)"))
    #expect(refusal(Array(CaptureBytes.pcap().bytes.prefix(20))) == .headerCut(path: path))
    var old = CaptureBytes.pcap().bytes
    old[4] = 1
    guard case .unsupported(path, let reason) = refusal(old) else {
      Issue.record("pcap version 1 was opened")
      return
    }
    #expect(reason == "its pcap version is 1.4")
  }

  #if os(Linux)
    @Test(.enabled(if: geteuid() == 0, "skipped: becoming a user who may not read a file takes root"))
    func `a file one may not read is an error that says how to change that`() async throws {
      let path = try folder.file(CaptureBytes.pcap().bytes)
      chmod(folder.path, 0o755)
      chmod(path, 0o600)
      // In a process of its own, which stops being root.
      await #expect(processExitsWith: .success) { [path = path as String] in
        setuid(65_534)
        do throws(CaptureError) {
          _ = try CaptureFile(path: path)
          preconditionFailure("opened without permission")
        } catch {
          precondition(error == .notReadable(path: path))
          precondition(error.description.contains("sudo chmod a+r \(path)"))
        }
      }
    }
  #endif

  @Test func `messages name the file and the next step`() throws {
    let messages: [(CaptureError, [String])] = [
      (.noSuchFile(path: "a.pcap"), ["a.pcap", "no such file"]),
      (.compressed(path: "my file.xz", format: "xz", program: "xzcat"), ["xzcat 'my file.xz' | echo-analyze read -"]),
      (.foreignCapture(path: "x", format: "btsnoop"), ["btsnoop", "editcap -F nsecpcap x converted.pcap"]),
      (.emptyFile(path: "-"), ["standard input is empty"]),
      (.interfaceIsDown(name: "eth0"), ["sudo ip link set eth0 up"]),
      (.fileExists(path: "o.pcap"), ["o.pcap", "--force"]),
      (.noSuchInterface(name: "eth9", existing: ["lo", "eth0"]), ["eth9", "lo, eth0"]),
    ]
    for (error, parts) in messages {
      for part in parts { #expect(error.description.contains(part)) }
    }
  }

  #if os(Linux)
    @Test func `a missing privilege comes with the commands that give it`() {
      let program = Program(path: "/opt/it's/echo-analyze", arguments: ["live", "--filter", "tcp port 80"])
      let message = CaptureError.notPermitted(interface: "eth0", program: program).description
      #expect(message.contains("sudo setcap cap_net_raw,cap_net_admin=eip '/opt/it'\\''s/echo-analyze'"))
      #expect(message.contains("sudo '/opt/it'\\''s/echo-analyze' live --filter 'tcp port 80'"))
    }
  #endif

  @Test(arguments: [1, 3, 1_000])
  func `packets of a pipe come as they arrive, in whatever pieces`(piece: Int) throws {
    for isPcapng in [false, true] {
      var head = isPcapng ? CaptureBytes() : CaptureBytes.pcap()
      if isPcapng {
        head.section()
        // A block before the interface, as Wireshark's name resolution would be.
        head.block(4) { $0.put(UInt64(0)) }
        head.interface(resolution: 9)
      }
      var packets: [[UInt8]] = []
      for value in 1...3 as ClosedRange<UInt8> {
        var packet = CaptureBytes()
        if isPcapng { packet.packet([value]) } else { packet.record([value]) }
        packets.append(packet.bytes)
      }
      let pipe = Pipe()
      let writer = pipe.fileHandleForWriting
      let (opening, firstPacket) = (head.bytes, packets[0])
      let feeder = Thread {
        for start in stride(from: 0, to: opening.count, by: piece) {
          try? writer.write(contentsOf: Data(opening[start..<min(start + piece, opening.count)]))
          if piece < 1_000 { usleep(200) }
        }
        try? writer.write(contentsOf: Data(firstPacket))
      }
      feeder.start()
      var file = try CaptureFile(descriptor: pipe.fileHandleForReading.fileDescriptor, path: "-")
      #expect(file.timestampDigits == (isPcapng ? 9 : 6))
      // Each packet is written only after the one before it was lent: reading ahead would wait for ever.
      var seen = 0
      let end = file.forEach { _ in
        seen += 1
        if seen < 3 { try? writer.write(contentsOf: Data(packets[seen])) } else { try? writer.close() }
        return true
      }
      #expect(end == .complete)
      #expect(seen == 3)
    }
  }
}
