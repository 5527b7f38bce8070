import ArgumentParser
import Capture
import Echo
import SessionLog
import SystemPackage

/// The file of `--log`. Each line is written as it comes: a program may be ended at any moment, and another may be
/// reading the file.
final class SessionLogFile {
  private let path: String
  private let file: FileDescriptor
  /// A line could not be written; the reason was told, and no other is tried.
  private(set) var hasFailed = false

  /// Creates the file, and writes `header` as its first line. With `privileges` that are still to be dropped, it belongs to the
  /// user whom the process will be.
  init(_ path: String, _ header: SessionHeader, overwrite: Bool, privileges: Privileges? = nil) throws {
    self.path = path
    file = try openForWriting(path, overwrite: overwrite, readers: .owner, privileges: privileges)
    // A reader that goes away costs the log, and not the session.
    if !isRegularFile(file) { ignoreBrokenPipes() }
    write(SessionLine(header).text)
  }

  deinit { try? file.close() }

  /// What the sockets of a server or client are to be given.
  var recorder: SocketRecorder { SocketRecorder(write) }

  func write(_ event: SessionEvent) { write(SessionLine(event).text) }

  private func write(_ line: String) {
    guard !hasFailed else { return }
    do {
      try file.writeAll(line.utf8)
    } catch {
      hasFailed = true
      tell("echo-analyze: \(path) cannot be written: \(error). What the sockets do from here on is not in it.")
    }
  }
}
