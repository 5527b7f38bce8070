import Foundation
import Wire

/// A frame of a recording, read without the tool's own reader.
struct CapturedFrame {
  let number: Int
  let bytes: [UInt8]
  let originalLength: Int
  let time: Timestamp

  struct Missing: Error {}

  /// The recordings that come with the tool.
  static var recordings: [URL] {
    get throws {
      let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      return try FileManager.default.contentsOfDirectory(
        at: package.appending(path: "captures"), includingPropertiesForKeys: nil
      ).filter { $0.pathExtension == "pcap" }
    }
  }

  /// A frame of `captures/`, counted from 1.
  static func of(_ name: String, _ number: Int) throws -> CapturedFrame {
    guard let file = try recordings.first(where: { $0.lastPathComponent == name + ".pcap" }),
      let frame = try all(file).first(where: { $0.number == number })
    else { throw Missing() }
    return frame
  }

  /// All frames of a little-endian pcap file, as far as they are whole.
  static func all(_ file: URL) throws -> [CapturedFrame] {
    let file = [UInt8](try Data(contentsOf: file))
    func word(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) } }
    guard file.count >= 24, word(0) == 0xa1b2_c3d4 || word(0) == 0xa1b2_3c4d else { throw Missing() }
    let unit: Int64 = word(0) == 0xa1b2_3c4d ? 1 : 1_000
    var frames: [CapturedFrame] = []
    var offset = 24
    while offset + 16 <= file.count, offset + 16 + word(offset + 8) <= file.count {
      let start = offset + 16
      frames.append(
        CapturedFrame(
          number: frames.count + 1, bytes: Array(file[start..<start + word(offset + 8)]),
          originalLength: word(offset + 12),
          time: Timestamp(nanoseconds: Int64(word(offset)) * 1_000_000_000 + Int64(word(offset + 4)) * unit)))
      offset = start + word(offset + 8)
    }
    return frames
  }
}
