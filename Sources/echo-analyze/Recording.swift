import Analyzer
import Capture
import Wire

/// The file of `--write`, if there is one, or its ring of files. An error ends the capture; what came before it is kept and reported.
struct Recording: ~Copyable {
  private var writer: CaptureWriter?
  private var ring: CaptureRing?
  private var lastFlush = ContinuousClock.now
  private(set) var failure: CaptureError?

  /// With `privileges` that are still to be dropped, the file belongs to the user whom the process will be.
  init(
    _ path: String?, _ live: borrowing LiveAnalysis, overwrite: Bool, ring limits: CaptureRing.Limits? = nil,
    privileges: Privileges? = nil
  ) throws(CaptureError) {
    writer = nil
    ring = nil
    guard let path else { return }
    if let limits {
      ring = try CaptureRing(
        path: path, limits: limits, linkType: live.linkType, snapshotLength: live.snapshotLength,
        timestampDigits: live.record.timestampDigits, privileges: privileges)
    } else {
      writer = try CaptureWriter(
        path: path, linkType: live.linkType, snapshotLength: live.snapshotLength,
        timestampDigits: live.record.timestampDigits, overwrite: overwrite, privileges: privileges)
    }
  }

  /// Finds out whether what will be needed can be had, after the first file is open and by whoever the process is then: the
  /// folder of a ring has to take more files.
  func check() throws(CaptureError) { try ring?.checkFolder() }

  mutating func add(_ packet: Packet) {
    guard failure == nil else { return }
    do throws(CaptureError) {
      try writer?.write(packet)
      try ring?.write(packet)
    } catch {
      failure = error
    }
  }

  /// Writes out what waits when a second has passed: others may be reading the file.
  mutating func flushIfDue() {
    guard failure == nil, ContinuousClock.now - lastFlush > .seconds(1) else { return }
    lastFlush = .now
    do throws(CaptureError) {
      try writer?.flush()
      try ring?.flush()
    } catch {
      failure = error
    }
  }

  mutating func close() {
    guard failure == nil else { return }
    do throws(CaptureError) {
      try writer?.close()
      try ring?.close()
    } catch {
      failure = error
    }
    failure = failure ?? ring?.loss
  }

  /// What a ring has come to, for the user; nil of one file.
  func account() -> String? {
    guard let ring else { return nil }
    func count(_ number: Int) -> String { number == 1 ? "1 file" : "\(number) files" }
    let files = ring.files
    var lines = [
      "\(count(ring.filesTotal)) written"
        + (ring.removedTotal > 0 ? ", \(ring.removedTotal) of them removed again" : "") + ". There "
        + (files.isEmpty ? "is none of them now." : files.count == 1 ? "is now:" : "are now:")
    ]
    let others = ring.filesTotal - ring.removedTotal - files.count
    if others > 0, files.count > 1 { lines.append("  (\(others) earlier)") }
    let shown = files.suffix(Self.shownFiles)
    if shown.count < files.count { lines.append("  (\(files.count - shown.count) more)") }
    lines += shown.map { "  " + $0 }
    return lines.joined(separator: "\n")
  }

  /// Files that are named in the end.
  private static let shownFiles = 8
}
