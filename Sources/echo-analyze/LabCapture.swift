import Analyzer
import Capture
import Conversations
import Echo
import SessionLog
import Wire

/// A session, and the capture of what it puts on the wire.
struct LabCapture {
  struct Outcome {
    /// Nil where nothing could be captured.
    var summary: Summary?
    var sessions: [RecordedSession] = []
    /// Why not, or not all.
    var failure: CaptureError?
    /// What went wrong between the programs.
    var troubles: [String] = []
  }

  let interface: String
  let folder: LabFolder?

  /// After the sockets have closed, a delayed ACK may take so long (RFC 9293, section 3.8.6.3; 40 ms on Linux).
  private static let lastWords = Duration.milliseconds(60)

  /// Runs the session; `isCapturing` is false where it is known that no capture can be had.
  func run(_ plan: LabSession.Plan, isCapturing: Bool) throws -> Outcome {
    let session = LabSession(plan) { role in folder?.path(LabFolder.logName(role, plan.transport)) }
    var outcome = Outcome()
    do throws(SocketError) {
      if isCapturing {
        let port = try LabSession.ReservedPort(plan.transport)
        do throws(CaptureError) {
          (outcome.summary, outcome.failure) = try capture(session, port)
        } catch {
          outcome.failure = error
        }
      }
      if !session.hasStarted { runAlone(session, try LabSession.ReservedPort(plan.transport)) }
    } catch {
      outcome.troubles.append("no free port on this machine: \(error)")
    }
    outcome.sessions = session.recordings
    outcome.troubles += session.failures.map { "the \(plan.transport.rawValue.uppercased()) session: \($0)" }
    if let summary = outcome.summary, summary.conversations.isEmpty, session.failures.isEmpty, session.hasSent {
      outcome.troubles.append(
        "no packet of the session was seen on \(interface): what a machine sends to itself goes over its loopback interface"
      )
    }
    return outcome
  }

  /// Captures from before the first call to after the last packet.
  private func capture(
    _ session: LabSession, _ port: consuming LabSession.ReservedPort
  ) throws(CaptureError) -> (Summary, CaptureError?) {
    var options = AnalysisOptions()
    options.selection.ports = [port.number]
    // A port is free for one protocol: with the other one it may be anybody's.
    options.filter = session.plan.transport == .tcp ? "tcp" : "udp or icmp"
    var live = try LiveAnalysis(interface: interface, options: options)
    var failure: CaptureError?
    var recording: Recording
    do throws(CaptureError) {
      recording = try Recording(
        folder?.path(LabFolder.captureName(session.plan.transport)), live, overwrite: folder?.overwrites ?? false)
    } catch {
      failure = error
      recording = try Recording(nil, live, overwrite: false)
    }
    session.startServer(port)
    session.startClient()
    var end: ContinuousClock.Instant?
    let summary = try live.run { packet, _, _, _ in
      recording.add(packet)
    } while: { _ in
      if end == nil, session.isOver { end = .now + Self.lastWords }
      return !StopSignal.isRaised && end.map { .now < $0 } ?? true
    }
    recording.close()
    // The report does not need the file.
    return (summary, failure ?? recording.failure)
  }

  private func runAlone(_ session: LabSession, _ port: consuming LabSession.ReservedPort) {
    session.startServer(port)
    session.startClient()
    while !session.isOver, !StopSignal.isRaised { pause(.milliseconds(10)) }
  }
}
