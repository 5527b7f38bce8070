import Capture
import Testing
import Wire

struct FileBytesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `packets can be read again where a block told that they are`() throws {
    var bytes = CaptureBytes.pcap()
    for length in 1...200 { bytes.record([UInt8](repeating: UInt8(length), count: length)) }
    let file = try CaptureFile(path: folder.file(bytes.bytes))
    var again = try file.again(upTo: bytes.bytes.count, capacity: 1_000)
    let all = try again.bytesOfFile()
    var places: [(offset: Int, count: Int)] = []
    _ = again.forEachBlock { packet, place, block, offset in
      #expect(block.extracting(place).byteCount == packet.bytes.byteCount)
      if let offset { places.append((offset + place.lowerBound, place.count)) }
      return true
    } _: { _ in
    }
    #expect(places.map(\.count) == Array(1...200))
    var buffer: [UInt8] = []
    for (offset, count) in places {
      let seen = all.withBytes(at: offset, count: count, &buffer) { [UInt8]($0) }
      #expect(seen == [UInt8](repeating: UInt8(count), count: count))
    }
    // Behind the end there is nothing.
    #expect(all.withBytes(at: bytes.bytes.count - 1, count: 2, &buffer) { _ in true } == nil)
  }
}
