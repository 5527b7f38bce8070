import ArgumentParser
import SessionLog
import SystemPackage

extension RecordedSession {
  /// Reads the session log at `path`, a line at a time; of a long one only what is kept stays in memory. One that cannot
  /// be read, or is none, is told, and ends the command.
  init(file path: String) throws {
    self.init(path: path)
    do {
      var rest: [UInt8] = []
      try forEachPiece(of: path) { piece in
        var begin = piece.startIndex
        while let end = piece[begin...].firstIndex(of: 0x0a) {
          add(line: rest + piece[begin..<end])
          rest.removeAll(keepingCapacity: true)
          begin = end + 1
        }
        // A line without an end is none of ours, however long it grows.
        if rest.count <= Self.lineLimit { rest += piece[begin...] }
      }
      if !rest.isEmpty { add(line: rest) }
    } catch {
      tell("echo-analyze: \(path) cannot be read: \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    guard !events.isEmpty || header != nil else {
      tell("echo-analyze: \(path) is not a session log: write one with --log of echo-analyze server or client.")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }
}
