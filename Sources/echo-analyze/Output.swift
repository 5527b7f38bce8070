import SystemPackage

/// Bytes on their way to standard output or standard error, written in large pieces.
struct Output {
  private let descriptor: FileDescriptor
  var bytes: [UInt8] = []
  private var lastFlush = ContinuousClock.now

  /// Written out when this much has gathered.
  private static let capacity = 65_536
  /// While packets come in, nobody waits longer than this for a line.
  private static let patience = Duration.milliseconds(50)

  static var standardOutput: Output { Output(.standardOutput) }
  static var standardError: Output { Output(.standardError) }

  private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// Writes out what has gathered. A reader that has gone away ends the process by SIGPIPE, as it does any filter.
  mutating func flush() throws {
    guard !bytes.isEmpty else { return }
    try descriptor.writeAll(bytes)
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
func tell(_ line: String) {
  var output = Output.standardError
  // Nobody is left to be told when standard error is gone.
  try? output.write(line + "\n")
}
