import Analyzer
import Capture
import Wire

/// The file of `--write`, if there is one. An error ends the capture; what came before it is kept and reported.
struct Recording: ~Copyable {
  private var writer: CaptureWriter?
  private var lastFlush = ContinuousClock.now
  private(set) var failure: CaptureError?

  /// With `privileges` that are still to be dropped, the file belongs to the user whom the process will be.
  init(
    _ path: String?, _ live: borrowing LiveAnalysis, overwrite: Bool, privileges: Privileges? = nil
  ) throws(CaptureError) {
    guard let path else {
      writer = nil
      return
    }
    writer = try CaptureWriter(
      path: path, linkType: live.linkType, snapshotLength: live.snapshotLength,
      timestampDigits: live.record.timestampDigits, overwrite: overwrite, privileges: privileges)
  }

  mutating func add(_ packet: Packet) {
    do throws(CaptureError) {
      try writer?.write(packet)
    } catch {
      failure = failure ?? error
    }
  }

  /// Writes out what waits when a second has passed: others may be reading the file.
  mutating func flushIfDue() {
    guard failure == nil, ContinuousClock.now - lastFlush > .seconds(1) else { return }
    lastFlush = .now
    do throws(CaptureError) {
      try writer?.flush()
      try writer?.checkIsThere()
    } catch {
      failure = error
    }
  }

  mutating func close() {
    guard failure == nil else { return }
    do throws(CaptureError) {
      try writer?.checkIsThere()
      try writer?.close()
    } catch {
      failure = error
    }
  }
}
