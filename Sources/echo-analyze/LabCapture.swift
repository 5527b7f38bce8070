import Analyzer
import Capture
import Conversations
import Echo
import SessionLog
import Wire

/// A session, and the capture of what it puts on the wire.
///
/// It is opened while the process still may, and run when its privileges are gone: several are opened one after the other and
/// wait, without taking packets, for their turn.
final class LabCapture {
  struct Outcome {
    /// Nil where nothing could be captured.
    var summary: Summary?
    var sessions: [RecordedSession] = []
    /// Why not, or not all.
    var failure: CaptureError?
    /// What went wrong between the programs.
    var troubles: [String] = []
  }

  /// What waits for its turn.
  private struct Opened: ~Copyable {
    let port: LabSession.ReservedPort
    var live: LiveAnalysis
    var recording: Recording
    /// Why there is no recording.
    var failure: CaptureError?
  }

  private let interface: String
  private let folder: LabFolder?
  private let session: LabSession
  private var opened: Opened?
  /// The files of the session's logs; nil where they cannot be had, which was told.
  private var logs: [SessionLogFile]? = []
  private var outcome = Outcome()

  /// After the sockets have closed, a delayed ACK may take so long (RFC 9293, section 3.8.6.3; 40 ms on Linux).
  private static let lastWords = Duration.milliseconds(60)

  init(_ plan: LabSession.Plan, interface: String, folder: LabFolder?) {
    self.interface = interface
    self.folder = folder
    session = LabSession(plan) { role in folder?.path(LabFolder.logName(role, plan.transport)) }
  }

  private var transport: TransportProtocol { session.plan.transport }

  /// Opens all files, and where `isCapturing` the capture, with a port that is kept for the server. False where no capture can
  /// be had; it is told later why.
  func open(_ privileges: Privileges, isCapturing: Bool) -> Bool {
    if isCapturing {
      do throws(SocketError) {
        let port = try LabSession.ReservedPort(transport)
        opened = open(port, privileges)
      } catch {
        noteNoPort(error)
      }
    }
    guard let folder else { return isCapturing && outcome.failure == nil }
    logs = try? session.recordings.compactMap { recording in
      guard let header = recording.header, let path = recording.path else { return nil }
      return try SessionLogFile(path, header, overwrite: folder.overwrites, privileges: privileges)
    }
    return isCapturing && outcome.failure == nil
  }

  private func open(_ port: consuming LabSession.ReservedPort, _ privileges: Privileges) -> Opened? {
    do throws(CaptureError) {
      let live = try openCapture(port.number)
      var failure: CaptureError?
      let recording: Recording
      do throws(CaptureError) {
        recording = try Recording(
          folder?.path(LabFolder.captureName(transport)), live, overwrite: folder?.overwrites ?? false,
          privileges: privileges)
      } catch {
        failure = error
        recording = try Recording(nil, live, overwrite: false)
      }
      return Opened(port: port, live: live, recording: recording, failure: failure)
    } catch {
      outcome.failure = error
      return nil
    }
  }

  private func openCapture(_ port: UInt16) throws(CaptureError) -> LiveAnalysis {
    var options = AnalysisOptions()
    options.selection.ports = [port]
    // A port is free for one protocol: with the other one it may be anybody's.
    options.filter = transport == .tcp ? "tcp" : "udp or icmp"
    var live = LiveCapture.Options()
    live.isPaused = true
    return try LiveAnalysis(interface: interface, options: options, live: live)
  }

  /// Runs the session; `isCapturing` is false where it is known by now that no capture can be had.
  func run(isCapturing: Bool) -> Outcome {
    do throws(CaptureError) {
      if let opened = opened.take(), isCapturing { (outcome.summary, outcome.failure) = try capture(opened) }
    } catch {
      outcome.failure = error
    }
    if !session.hasStarted, outcome.troubles.isEmpty { runAlone() }
    outcome.sessions = session.recordings
    outcome.troubles += session.failures.map { "the \(transport.rawValue.uppercased()) session: \($0)" }
    if let summary = outcome.summary, summary.conversations.isEmpty, session.failures.isEmpty, session.hasSent {
      outcome.troubles.append(
        "no packet of the session was seen on \(interface): what a machine sends to itself goes over its loopback interface"
      )
    }
    return outcome
  }

  private func noteNoPort(_ error: SocketError) {
    outcome.troubles.append("no free port on this machine: \(error)")
  }

  /// Captures from before the first call to after the last packet.
  private func capture(_ opened: consuming Opened) throws(CaptureError) -> (Summary, CaptureError?) {
    let port = opened.port
    var live = opened.live
    var recording = opened.recording
    let failure = opened.failure
    try live.resume()
    session.startServer(port)
    session.startClient()
    var end: ContinuousClock.Instant?
    let summary = try live.run { packet, _, _, _ in
      recording.add(packet)
    } while: { _ in
      if end == nil, self.session.isOver { end = .now + Self.lastWords }
      return !StopSignal.isRaised && end.map { .now < $0 } ?? true
    }
    recording.close()
    // The report does not need the file.
    return (summary, failure ?? recording.failure)
  }

  /// Writes the session's logs; false where they cannot be had, which was told.
  func keepLogs() -> Bool {
    guard let logs else { return false }
    for (log, recording) in zip(logs, session.recordings) {
      for event in recording.events { log.write(event) }
    }
    return logs.allSatisfy { !$0.hasFailed }
  }

  private func runAlone() {
    do throws(SocketError) {
      session.startServer(try LabSession.ReservedPort(transport))
      session.startClient()
      while !session.isOver, !StopSignal.isRaised { pause(.milliseconds(10)) }
    } catch {
      noteNoPort(error)
    }
  }
}
