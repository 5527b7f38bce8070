import ArgumentParser
import Capture
import SystemPackage

/// Bytes on their way to standard output or standard error, written in large pieces.
struct Output {
  private let descriptor: FileDescriptor
  private let name: String
  private let isTerminal: Bool
  /// It is neither standard output nor standard error.
  let isFile: Bool
  var bytes: [UInt8] = []
  private var lastFlush = ContinuousClock.now

  /// Written out when this much has gathered.
  private static let capacity = 65_536
  /// While packets come in, nobody waits longer than this for a line.
  private static let patience = Duration.milliseconds(50)

  static var standardOutput: Output { Output(.output) }
  static var standardError: Output { Output(.errors) }

  /// Creates a file. One that cannot be made is told, and ends the command.
  init(file path: String, overwrite: Bool) throws {
    self.init(try openForWriting(path, overwrite: overwrite, readers: .everybody), path)
  }

  private init(_ descriptor: FileDescriptor, _ name: String) {
    self.descriptor = descriptor
    self.name = name
    isTerminal = false
    isFile = true
  }

  init(_ stream: StandardStream) {
    descriptor = FileDescriptor(rawValue: stream.rawValue)
    name = stream == .output ? "standard output" : "standard error"
    isTerminal = stream.isTerminal
    isFile = false
  }

  /// Writes out what has gathered. A reader that has gone away ends the process by SIGPIPE, as it does any filter; any
  /// other reason why it cannot be written is told here, and whoever writes has only to stop.
  mutating func flush() throws {
    guard !bytes.isEmpty else { return }
    if isTerminal { StatusLine.clear() }
    do {
      try descriptor.writeAll(bytes)
    } catch {
      bytes.removeAll()
      // As quiet as the signal would have been, where that is ignored for the sake of another file.
      if !isFile, error as? Errno == .brokenPipe { throw ExitCode(ExitStatus.brokenPipe) }
      tell("echo-analyze: \(name) cannot be written: \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    bytes.removeAll(keepingCapacity: true)
    lastFlush = .now
  }

  /// Writes out when much has gathered.
  mutating func flushIfFull() throws {
    if bytes.count >= Self.capacity { try flush() }
  }

  /// Writes out when much has gathered, or someone has waited long enough.
  mutating func flushIfDue() throws {
    if bytes.count >= Self.capacity || (!bytes.isEmpty && ContinuousClock.now - lastFlush > Self.patience) {
      try flush()
    }
  }

  /// Adds `piece`, and writes out when much has gathered.
  mutating func add(_ piece: some Sequence<UInt8>) throws {
    bytes += piece
    try flushIfFull()
  }

  /// Writes `text` at once.
  mutating func write(_ text: String) throws {
    bytes += text.utf8
    try flush()
  }
}

/// Prints a line for the user, beside the results.
func tell(_ remark: Remark) {
  StatusLine.clear()
  // Nobody is left to be told when standard error is gone.
  _ = try? FileDescriptor.standardError.writeAll((remark.text + "\n").utf8)
}

/// Files as `tell` names them: of many the first.
func listed(_ files: [String]) -> String {
  files.prefix(3).joined(separator: ", ") + (files.count > 3 ? " and \(files.count - 3) more" : "")
}
