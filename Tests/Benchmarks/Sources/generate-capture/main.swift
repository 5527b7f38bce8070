import CaptureGeneration
import Foundation

// generate-capture FILE [--packets N] [--sessions N] [--echoes N] [--udp PERCENT] [--loss PERCENT] [--reorder PERCENT]
// [--seed N]: writes a capture, and prints what is in it.

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("generate-capture: \(message)\n".utf8))
  exit(64)
}

var settings = CaptureGenerator.Settings()
var path: String?
var arguments = CommandLine.arguments.dropFirst()[...]
while let argument = arguments.popFirst() {
  guard argument.hasPrefix("--") else {
    path = argument
    continue
  }
  guard let text = arguments.popFirst(), let value = Double(text), value >= 0 else {
    fail("\(argument) needs a number")
  }
  switch argument {
  case "--packets": settings.packets = Int(value)
  case "--sessions": settings.sessions = Int(value)
  case "--echoes": settings.echoes = max(Int(value), 1)
  case "--udp": settings.udpPercent = value
  case "--loss": settings.lossPercent = value
  case "--reorder": settings.reorderPercent = value
  case "--seed": settings.seed = UInt64(value)
  default: fail("there is no \(argument)")
  }
}
guard let path else { fail("which file?") }
guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
  fail("\(path) cannot be written")
}
var buffer = Data(CaptureGenerator.fileHeader)
var generator = CaptureGenerator(settings)
generator.generate { header, bytes in
  buffer.append(contentsOf: header)
  buffer.append(contentsOf: bytes)
  if buffer.count > 1_000_000 {
    file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
file.write(buffer)
let truth = generator.truth
print(
  """
  packets \(truth.packets)
  bytes \(truth.bytes)
  tcp \(truth.tcpConversations)
  udp \(truth.udpConversations)
  complete \(truth.complete)
  retransmissions \(truth.retransmissions)
  outOfOrder \(truth.outOfOrder)
  payload \(truth.payloadBytes)
  """)
