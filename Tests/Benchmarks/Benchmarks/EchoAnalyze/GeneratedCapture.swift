import CaptureGeneration
import Foundation
import Wire

/// A generated capture, as a file and as packets in memory. It is gone when the benchmarks are over.
struct GeneratedCapture: Sendable {
  let path: String
  private let packets: [[UInt8]]

  var count: Int { packets.count }

  init(_ change: (inout CaptureGenerator.Settings) -> Void = { _ in }) {
    var settings = CaptureGenerator.Settings()
    change(&settings)
    var generator = CaptureGenerator(settings)
    var file = Data(CaptureGenerator.fileHeader)
    var packets: [[UInt8]] = []
    generator.generate { header, bytes in
      file.append(contentsOf: header)
      file.append(contentsOf: bytes)
      packets.append(bytes)
    }
    self.packets = packets
    path = FileManager.default.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString).pcap").path
    precondition(FileManager.default.createFile(atPath: path, contents: file), "\(path) cannot be written")
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Lends each packet, ten microseconds after the one before.
  func forEach(_ body: (Packet) -> Void) {
    for (number, bytes) in packets.enumerated() {
      bytes.withBytes { view in
        body(
          Packet(
            timestamp: Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(number) * 10_000),
            originalLength: view.byteCount, linkType: .ethernet, bytes: view))
      }
    }
  }
}
