/// An output whose failure ends the writing and is not thrown: what calls it is in the middle of a packet.
struct FailableOutput {
  private var output: Output
  /// It takes no more; the user has been told.
  private(set) var hasFailed = false

  init(_ output: Output) { self.output = output }

  /// What has gathered.
  var bytes: [UInt8] {
    _read { yield output.bytes }
    _modify { yield &output.bytes }
  }

  mutating func flush() { attempt { output throws in try output.flush() } }
  mutating func flushIfFull() { attempt { output throws in try output.flushIfFull() } }
  mutating func flushIfDue() { attempt { output throws in try output.flushIfDue() } }

  private mutating func attempt(_ body: (inout Output) throws -> Void) {
    guard !hasFailed else { return }
    do {
      try body(&output)
    } catch {
      hasFailed = true
    }
  }
}
