import SessionLog
import Synchronization

@testable import Echo

/// What a program's sockets were seen to do.
final class RecordedCalls: Sendable {
  private let calls = Mutex<[SessionEvent]>([])

  var recorder: SocketRecorder { SocketRecorder { event in self.calls.withLock { $0.append(event) } } }

  var events: [SessionEvent] { calls.withLock { $0 } }

  func events(of kind: SessionEvent.Kind) -> [SessionEvent] { events.filter { $0.event == kind } }

  func events(of socket: Int) -> [SessionEvent] { events.filter { $0.socket == socket } }
}
