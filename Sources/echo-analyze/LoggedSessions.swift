import ArgumentParser
import SessionLog
import SystemPackage

/// Reads the session log at `path`, a line at a time; of a long one only what is kept stays in memory.
func recordedSession(at path: String) throws -> RecordedSession {
  var session = RecordedSession(path: path)
  do {
    var rest: [UInt8] = []
    try forEachPiece(of: path) { piece in
      var begin = piece.startIndex
      while let end = piece[begin...].firstIndex(of: 0x0a) {
        session.add(line: rest + piece[begin..<end])
        rest.removeAll(keepingCapacity: true)
        begin = end + 1
      }
      // A line without an end is none of ours, however long it grows.
      if rest.count <= RecordedSession.lineLimit { rest += piece[begin...] }
    }
    if !rest.isEmpty { session.add(line: rest[...]) }
  } catch {
    tell("echo-analyze: \(path) cannot be read: \(error)")
    throw ExitCode(ExitStatus.failed.rawValue)
  }
  guard !session.events.isEmpty || session.header != nil else {
    tell("echo-analyze: \(path) is not a session log: write one with --log of echo-analyze server or client.")
    throw ExitCode(ExitStatus.failed.rawValue)
  }
  return session
}
