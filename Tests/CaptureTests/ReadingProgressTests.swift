import Capture
import Synchronization
import Testing

struct ReadingProgressTests {
  private let folder: TemporaryFolder
  private let capture: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    var bytes = CaptureBytes.pcap()
    for _ in 0..<20_000 { bytes.record(Packets.datagram) }
    capture = bytes.bytes
  }

  /// Each number of bytes that was told.
  private final class Steps: Sendable {
    let bytes = Mutex<[Int]>([])
  }

  private func progress(_ source: CaptureSource, _ steps: Steps) -> ReadingProgress {
    ReadingProgress(source) { progress in
      let bytes = progress.bytes
      steps.bytes.withLock { $0.append(bytes) }
    }
  }

  @Test(arguments: [false, true])
  func `counts the bytes of the file, packed or not`(isPacked: Bool) throws {
    // A member holds no more than a block of DEFLATE that is not compressed.
    let members = stride(from: 0, to: capture.count, by: 60_000).map { start in
      PackedBytes.gzip(Array(capture[start..<min(start + 60_000, capture.count)]))
    }
    let bytes = isPacked ? Array(members.joined()) : capture
    let path = try folder.file(bytes)
    let steps = Steps()
    let progress = progress(CaptureSource(path: path), steps)
    #expect(progress.totalBytes == bytes.count)
    var file = try CaptureFile(path: path, progress: progress)
    #expect(file.readAll().1 == .complete)
    #expect(progress.bytes == bytes.count)
    #expect(progress.packets == 20_000)
    let told = steps.bytes.withLock { $0 }
    #expect(told == told.sorted())
    #expect(told.last == bytes.count)
    #expect(isPacked || told.count > 1)
  }

  @Test(arguments: [PacketOrder.joined, .merged, .sorted])
  func `counts the bytes of several files together`(order: PacketOrder) throws {
    let source = CaptureSource([try folder.file(capture, "a"), try folder.file(capture, "b")], order: order)
    let progress = progress(source, Steps())
    #expect(progress.totalBytes == 2 * capture.count)
    var sequence = try CaptureSequence(source, progress: progress)
    #expect(sequence.readAll().1 == .complete)
    #expect(progress.packets == 40_000)
    #expect(progress.bytes == 2 * capture.count)
  }

  @Test func `knows no total where a file is none`() throws {
    #expect(progress(CaptureSource(path: folder.path), Steps()).totalBytes == nil)
    #expect(progress(CaptureSource(path: "/dev/null"), Steps()).totalBytes == nil)
  }

  @Test func `is the mean of those who read the same`() throws {
    let path = try folder.file(capture)
    let progress = progress(CaptureSource(path: path), Steps())
    let file = try CaptureFile(path: path, progress: progress)
    progress.restart(readers: 2)
    for readers in 1...2 {
      var again = try file.again(upTo: capture.count, capacity: 65_536)
      _ = again.readAll()
      #expect(progress.bytes == readers * capture.count / 2)
      #expect(progress.packets == readers * 10_000)
    }
  }
}
