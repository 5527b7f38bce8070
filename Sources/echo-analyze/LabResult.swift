import Analyzer
import Capture
import SessionLog

/// What the sessions of a lab came to, one after another.
struct LabResult {
  private var captured = Summary()
  /// Each session's two logs, and whether it put nothing on the wire.
  private var pairs: [(logs: [RecordedSession], isSilent: Bool)] = []
  /// Why not all was captured, or kept.
  private(set) var failure: CaptureError?
  /// What cannot be captured for one protocol cannot for the other.
  private(set) var canCapture = true
  private(set) var status = ExitStatus.done

  var logs: [RecordedSession] { pairs.flatMap(\.logs) }
  var hasCapture: Bool { !captured.captures.isEmpty }

  mutating func add(_ outcome: LabCapture.Outcome) {
    if let summary = outcome.summary { captured.append(summary) }
    pairs.append((outcome.sessions, outcome.summary?.conversations.isEmpty ?? true))
    failure = failure ?? outcome.failure
    canCapture = canCapture && outcome.summary != nil
    if outcome.failure != nil || !outcome.troubles.isEmpty { status.merge(.failed) }
  }

  mutating func noteFilesAreMissing() { status.merge(.failed) }

  /// Calls tied to frames; those that put nothing on the wire, or were not captured, are told without.
  func summary() -> Summary {
    var summary = captured
    for (logs, isSilent) in pairs {
      if isSilent { summary.add(uncaptured: logs) } else { summary.join(logs) }
    }
    return summary
  }
}
