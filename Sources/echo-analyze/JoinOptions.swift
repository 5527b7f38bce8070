import ArgumentParser
import Capture

/// Whether several files are one capture: the same options in every command that reads files.
struct JoinOptions: ParsableArguments {
  @Flag(
    help: """
      Read the files as one capture, one after the other as given: frames are numbered through, and conversations may \
      cross from one file to the next.
      """)
  var join = false

  @Flag(help: "Read the files as one capture, by time: for captures that were taken side by side.")
  var merge = false

  @Flag(
    help: """
      Put packets in order of time first, for a capture that runs backwards. It is held in memory, up to \
      \(CaptureSequence.sortLimit / 1_073_741_824) GiB.
      """)
  var sorted = false

  func validate() throws {
    if join, merge { throw ValidationError("Either --join or --merge, not both.") }
  }

  /// What is read of `files`, capture by capture.
  func sources(_ files: [String]) throws -> [CaptureSource] {
    guard join || merge else { return files.map { CaptureSource([$0], order: sorted ? .sorted : .joined) } }
    guard files.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("- may be one of the files that are read as one capture, not several.")
    }
    return [CaptureSource(files, order: sorted ? .sorted : merge ? .merged : .joined)]
  }
}
