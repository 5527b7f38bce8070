import Capture
import Testing
import Wire

/// Files in which bytes were changed: whatever they say, nothing traps, and nothing is read that is not there.
struct DamagedFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let files: [[UInt8]] = {
    var pcap = CaptureBytes.pcap()
    for length in 0..<6 { pcap.record([UInt8](repeating: 7, count: length * 9)) }
    var modified = CaptureBytes.pcap(magic: 0xA1B2_CD34, bigEndian: true)
    for _ in 0..<3 { modified.record(captured: 3, original: 3, [UInt8](repeating: 0, count: 11)) }
    var pcapng = CaptureBytes()
    pcapng.section()
    pcapng.interface(resolution: 9, offset: 3)
    pcapng.interface(linkType: 101, snapshotLength: 8)
    pcapng.packet(Packets.datagram) {
      $0.option(1, [65, 66, 67])
      $0.option(1, [65, 66])
      $0.option(0, [])
    }
    pcapng.simplePacket([1, 2, 3])
    pcapng.obsoletePacket(interface: 1, [1, 2, 3, 4, 5])
    pcapng.block(0x0BAD) { $0.put(UInt64(1)) }
    pcapng.block(9) { $0.put(UInt64(1)) }
    pcapng.block(4) { $0.put(UInt64(0)) }
    pcapng.statistics([4: 1, 5: 2, 6: 3, 7: 4])
    var big = CaptureBytes(bigEndian: true)
    big.section()
    big.interface(resolution: 0x9E)
    big.packet([1, 2, 3])
    var snoop = CaptureBytes.snoop()
    for _ in 0..<3 { snoop.snoopRecord(padding: 2, [1, 2, 3]) }
    let plain = [pcap.bytes, modified.bytes, pcapng.bytes + big.bytes, snoop.bytes]
    return plain + [PackedBytes.gzip(plain[2]), PackedBytes.zstd(plain[2])]
  }()

  @Test(arguments: files.indices)
  func `nothing traps`(index: Int) throws {
    let whole = Self.files[index]
    var state: UInt64 = 42
    for round in 0..<3_000 {
      var bytes = whole
      for _ in 0...round % 3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = Int(state >> 33) % bytes.count
        let value: UInt8 = [0, 1, 0xFF, 0x7F, 0x80, UInt8(truncatingIfNeeded: state >> 20)][Int(state >> 16) % 6]
        bytes[place] = value
      }
      do {
        var file = try CaptureFile(path: folder.file(bytes))
        var sum = 0
        _ = file.forEach { packet in
          sum &+= packet.bytes.byteCount
          packet.forEachComment { sum &+= $0.byteCount }
          if packet.bytes.byteCount > 0 { sum &+= Int(packet.bytes.byte(at: packet.bytes.byteCount - 1)) }
          return true
        }
        _ = file.statistics
      } catch is CaptureError {}
    }
  }
}
