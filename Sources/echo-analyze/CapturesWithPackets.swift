import Analyzer
import Capture
import Report
import SessionLog

/// Captures read for documents that show packets one by one.
struct CapturesWithPackets {
  private(set) var summary = Summary()

  /// Reads `files` one after the other. What cannot be read is told, and counts in `status`.
  init(
    _ files: [String], _ selection: SelectionOptions, logs: [RecordedSession] = [], _ status: inout ExitStatus
  ) throws {
    var options = selection.analysis
    options.keepsPackets = true
    // Which connection a log tells of shows only among all.
    if !logs.isEmpty { options.selection = Selection() }
    for file in files {
      do throws(CaptureError) {
        var analysis = try FileAnalysis(path: file, options: options)
        summary.append(try analysis.run())
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    for capture in summary.captures { status.merge(tellGaps(in: capture, "What could be read is reported.")) }
    guard !summary.captures.isEmpty else { return }
    summary.join(logs)
    if !logs.isEmpty { summary.select(selection.analysis.selection) }
    selection.tellIfNothingMatches(summary)
  }
}
