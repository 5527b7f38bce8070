import Capture
import FuzzSupport
import Wire

private let file = InputFile()

/// An input is a capture file: read as it stands, by blocks, in order of time, and merged with itself. All ways must lend the
/// same packets.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  file.fill(input(start, count))
  let plain = readPlainly()
  let blocks = readBlocks()
  precondition(plain == blocks, "by blocks: \(String(describing: blocks)); as it stands: \(String(describing: plain))")
  let sorted = read(CaptureSource([file.path], order: .sorted))
  let joined = read(CaptureSource([file.path, file.path], order: .joined))
  let merged = read(CaptureSource([file.path, file.path], order: .merged))
  precondition(sorted?.packets == plain?.packets && sorted?.bytes == plain?.bytes, "sorting loses packets")
  precondition(joined?.packets == plain.map { $0.packets * 2 }, "joining loses packets")
  precondition(merged?.packets == plain.map { $0.packets * 2 }, "merging loses packets")
  return 0
}

/// What came of a file; nil where it was refused.
private struct Found: Equatable {
  var packets = 0
  var bytes = 0
  var sum: UInt16 = 0
  var end = CaptureEnd.stopped

  mutating func add(_ packet: Packet) {
    packets += 1
    bytes += packet.bytes.byteCount
    sum = InternetChecksum.sum(packet.bytes, from: UInt64(sum))
    use((packet.timestamp, packet.originalLength, packet.linkType.name, packet.interface, packet.isTimed))
    packet.forEachComment { use(InternetChecksum.sum($0)) }
  }
}

private func readPlainly() -> Found? {
  do throws(CaptureError) {
    var capture = try CaptureFile(path: file.path)
    var found = Found()
    found.end = capture.forEach { packet in
      found.add(packet)
      return true
    }
    use((capture.linkTypes, capture.snapshotLength, capture.timestampDigits, capture.format.name, capture.statistics))
    if case .cut(let reason) = found.end { Output.check(text: reason) }
    return found
  } catch {
    Output.check(text: error.description)
    return nil
  }
}

private func readBlocks() -> Found? {
  do throws(CaptureError) {
    var capture = try CaptureFile(path: file.path)
    var found = Found()
    found.end = capture.forEachBlock { packet, place, block, _ in
      found.add(packet)
      precondition(place.upperBound <= block.byteCount, "a packet outside of its block")
      return true
    } _: { block in
      use(block.byteCount)
    }
    return found
  } catch {
    return nil
  }
}

private func read(_ source: CaptureSource) -> Found? {
  do throws(CaptureError) {
    var sequence = try CaptureSequence(source)
    var found = Found()
    found.end = sequence.forEach { packet in
      found.add(packet)
      return true
    }
    use((sequence.parts, sequence.linkTypes, sequence.statistics, sequence.outOfOrder))
    return found
  } catch {
    return nil
  }
}
