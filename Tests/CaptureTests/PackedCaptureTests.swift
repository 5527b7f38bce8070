import Capture
import Foundation
import Testing
import Wire

/// Captures that come packed, in gzip or Zstandard.
struct PackedCaptureTests {
  enum Packing: CaseIterable {
    case gzip, zstd

    func pack(_ bytes: [UInt8]) -> [UInt8] { self == .gzip ? PackedBytes.gzip(bytes) : PackedBytes.zstd(bytes) }
    var name: String { self == .gzip ? "gzip" : "zstd" }
  }

  let folder: TemporaryFolder
  let first: [UInt8]
  let second: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    var bytes = CaptureBytes.pcap()
    bytes.record(Packets.datagram)
    first = bytes.bytes
    bytes.record([1, 2, 3])
    second = Array(bytes.bytes[first.count...])
  }

  func refusal(_ bytes: [UInt8]) -> CaptureError? {
    #expect(throws: CaptureError.self) { _ = try CaptureFile(path: folder.file(bytes)) }
  }

  @Test(arguments: Packing.allCases)
  func `a packed capture is read like any other, whatever its name`(packing: Packing) throws {
    var file = try CaptureFile(path: folder.file(packing.pack(first + second), "plain.pcap"))
    #expect(file.format == .pcap)
    #expect(file.linkType == .ethernet)
    let (seen, end) = file.readAll()
    #expect(end == .complete)
    #expect(seen.map(\.bytes) == [Packets.datagram, [1, 2, 3]])
  }

  @Test(arguments: Packing.allCases)
  func `packed pieces may follow each other, and break anywhere`(packing: Packing) throws {
    let all = first + second
    for length in 0...all.count {
      let packed = packing.pack(Array(all[..<length])) + packing.pack([]) + packing.pack(Array(all[length...]))
      var file = try CaptureFile(path: folder.file(packed))
      let (seen, end) = file.readAll()
      #expect(end == .complete)
      #expect(seen.count == 2)
    }
  }

  @Test func `zeros after gzip are padding, anything else is damage`() throws {
    let packed = PackedBytes.gzip(first + second)
    var padded = try CaptureFile(path: folder.file(packed + [UInt8](repeating: 0, count: 100_000)))
    #expect(padded.readAll().1 == .complete)
    var followed = try CaptureFile(path: folder.file(packed + Array("and so on".utf8)))
    let (seen, end) = followed.readAll()
    #expect(seen.count == 2)
    #expect(
      end
        == .cut(
          "the file is damaged after frame 2: its gzip data cannot be unpacked (what follows it is not gzip)"))
  }

  @Test(arguments: Packing.allCases)
  func `a packed file cut anywhere gives what is there`(packing: Packing) throws {
    let packed = packing.pack(first + second)
    for length in 4..<packed.count {
      let path = try folder.file(Array(packed.prefix(length)))
      do {
        var file = try CaptureFile(path: path)
        let (seen, end) = file.readAll()
        #expect(seen.count <= 2)
        guard case .cut(let text) = end else {
          Issue.record("\(length) bytes end as \(end)")
          continue
        }
        #expect(
          text == "the file ends in the middle of its \(packing.name) data, after frame \(seen.count): "
            + "its writer was stopped, or the copy is not complete")
      } catch {
        #expect(error == .headerCut(path: path))
      }
    }
  }

  @Test func `damage in what is packed is told after what came before it`() throws {
    // The checksum at the end is wrong.
    var packed = PackedBytes.gzip(first + second)
    packed[packed.count - 6] ^= 1
    var file = try CaptureFile(path: folder.file(packed))
    let (seen, end) = file.readAll()
    #expect(seen.count == 2)
    #expect(
      end == .cut("the file is damaged after frame 2: its gzip data cannot be unpacked (incorrect data check)"))
  }

  @Test func `garbage behind the first bytes of gzip or zstd is told so`() throws {
    let path = folder.path("test.pcap")
    #expect(
      refusal([0x1F, 0x8B] + [UInt8](repeating: 0xAA, count: 40))
        == .damagedCompression(path: path, format: "gzip", reason: "unknown compression method"))
    let error = refusal([0x28, 0xB5, 0x2F, 0xFD] + [UInt8](repeating: 0xFF, count: 40))
    #expect(error?.description.contains("its zstd data is damaged (") == true)
  }

  @Test(arguments: Packing.allCases)
  func `what is packed and no capture is refused like any such file`(packing: Packing) throws {
    let path = folder.path("test.pcap")
    #expect(refusal(packing.pack([])) == .headerCut(path: path))
    #expect(refusal(packing.pack(Array("hello, world".utf8))) == .notACapture(path: path))
    #expect(refusal(packing.pack(Array(first.prefix(20)))) == .headerCut(path: path))
    #expect(
      refusal(packing.pack(PackedBytes.gzip(first)))
        == .compressed(
          path: path, format: "gzip inside \(packing.name)", program: packing == .gzip ? "zcat" : "zstdcat"))
  }

  @Test(arguments: ["gzip", "zstd"])
  func `what the programs make is read`(program: String) throws {
    guard Tool.isInstalled(program) else { return }
    var bytes = CaptureBytes.pcap()
    for value in 0..<50_000 { bytes.record([UInt8](repeating: UInt8(value & 255), count: value % 200)) }
    let path = try folder.file(bytes.bytes)
    #expect(try Tool.run("sh", "-c", "\(program) -c '\(path)' > '\(path).packed'").status == 0)
    var file = try CaptureFile(path: path + ".packed")
    var count = 0
    var isRight = true
    let end = file.forEach { packet in
      isRight = isRight && packet.bytes.byteCount == count % 200
      count += 1
      return true
    }
    #expect(end == .complete)
    #expect(count == 50_000)
    #expect(isRight)
  }

  @Test(arguments: Packing.allCases)
  func `packets of a packed pipe come as they arrive`(packing: Packing) throws {
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting
    try writer.write(contentsOf: Data(packing.pack(first)))
    var file = try CaptureFile(descriptor: pipe.fileHandleForReading.fileDescriptor, path: "-")
    var seen = 0
    let end = file.forEach { _ in
      seen += 1
      // Only now: reading ahead would wait for ever.
      if seen < 3 { try? writer.write(contentsOf: Data(packing.pack(second))) } else { try? writer.close() }
      return true
    }
    #expect(end == .complete)
    #expect(seen == 3)
  }
}
