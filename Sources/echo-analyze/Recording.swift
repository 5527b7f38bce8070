import Analyzer
import Capture
import Wire

/// The file of `--write`, if there is one, or its ring of files. An error ends the capture; what came before it is kept and reported.
struct Recording: ~Copyable {
  private var writer: CaptureWriter?
  private var ring: CaptureRing?
  private var lastFlush = ContinuousClock.now
  private(set) var failure: CaptureError?

  /// With `privileges` that are still to be dropped, the first file belongs to the user whom the process will be.
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
  func check() throws(CaptureError) {
    switch ring {
    case .some(let ring): try ring.checkFolder()
    case .none: return
    }
  }

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
      try writer?.checkIsThere()
      try ring?.flush()
    } catch {
      failure = error
    }
  }

  mutating func close() {
    guard failure == nil else { return }
    do throws(CaptureError) {
      try writer?.checkIsThere()
      try writer?.close()
      try ring?.close()
    } catch {
      failure = error
    }
    if failure == nil { failure = ring?.loss }
  }

  /// What a ring has come to, in lines for the user; none of one file.
  func account() -> [String] {
    switch ring {
    case .some(let ring): Self.account(ring.files, of: ring.filesTotal, removed: ring.removedTotal)
    case .none: []
    }
  }

  private static func account(_ files: [String], of total: Int, removed: Int) -> [String] {
    var text = (total == 1 ? "1 file" : "\(total) files") + " written"
    if removed > 0 { text += ", \(removed) of them removed again" }
    text += ". There " + (files.isEmpty ? "is none of them now." : files.count == 1 ? "is now:" : "are now:")
    let shown = files.suffix(shownFiles)
    let others = total - removed - shown.count
    return [text] + (others > 0 && !shown.isEmpty ? ["  (\(others) earlier)"] : []) + shown.map { "  " + $0 }
  }

  /// Files that are named in the end.
  private static let shownFiles = 8
}
