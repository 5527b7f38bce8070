import ArgumentParser
import Capture

/// How a live capture is written to several files, of which the latest are kept.
struct RingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Begin another file before one gets larger than this: 500k, 10M, 1G are powers of 1000, 10Mi of 1024. The files are \
      named after that of --write: lan_00001_20261128151400.pcap.
      """, valueName: "size"), transform: Self.size)
  var ringSize: Int64?

  @Option(help: ArgumentHelp("Begin another file with the first packet after so many seconds.", valueName: "seconds"))
  var ringSeconds: Int?

  @Option(help: ArgumentHelp("Keep so many files: the oldest is removed.", valueName: "number"))
  var ringFiles: Int?

  /// Nil where there is one file.
  var limits: CaptureRing.Limits? {
    guard ringSize != nil || ringSeconds != nil else { return nil }
    return CaptureRing.Limits(bytes: ringSize, duration: ringSeconds.map { .seconds($0) }, files: ringFiles)
  }

  func validate() throws {
    if ringFiles != nil, limits == nil {
      throw ValidationError("--ring-files needs --ring-size or --ring-seconds: when is a file full?")
    }
    if let ringSize, ringSize < Self.leastSize { throw ValidationError("--ring-size must be at least 1k.") }
    if let ringSeconds, !(1...Self.mostSeconds).contains(ringSeconds) {
      throw ValidationError("--ring-seconds must be between 1 and \(Self.mostSeconds).")
    }
    if let ringFiles, !(1...Self.mostFiles).contains(ringFiles) {
      throw ValidationError("--ring-files must be between 1 and \(Self.mostFiles).")
    }
  }

  /// Checks what goes with a ring.
  func validate(write: String?, force: Bool) throws {
    guard limits != nil else { return }
    guard let write else { throw ValidationError("--ring-size and --ring-seconds need --write.") }
    if write.isEmpty || write.hasSuffix("/") {
      throw ValidationError("--write needs a name, after which the files of the ring are named.")
    }
    if force { throw ValidationError("--force does not go with a ring: it never overwrites a file.") }
  }

  private static let leastSize: Int64 = 1_000
  private static let mostSeconds = 31_536_000
  private static let mostFiles = 100_000

  static func size(_ text: String) throws -> Int64 {
    let units: [(suffix: String, bytes: Int64)] = [
      ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("k", 1_000), ("K", 1_000), ("M", 1_000_000),
      ("G", 1_000_000_000), ("", 1),
    ]
    guard let (suffix, bytes) = units.first(where: { text.hasSuffix($0.suffix) }),
      let number = Int64(text.dropLast(suffix.count)), number > 0
    else { throw ValidationError("write a number of bytes, such as 100000, 500k, 10M, 10Mi or 1G") }
    let (size, overflow) = number.multipliedReportingOverflow(by: bytes)
    guard !overflow else { throw ValidationError("it is larger than any file") }
    return size
  }
}
