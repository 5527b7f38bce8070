import SessionLog
import Wire

/// One socket of which the calls are written down: its number, its ends, and how far its two streams have come.
final class SocketTrace {
  let number: Int
  /// Offsets count where there is a stream.
  let isStream: Bool
  let recorder: SocketRecorder
  var local: Endpoint?
  var remote: Endpoint?
  private var sent = 0
  private var received = 0
  /// When `connect` was called.
  var connectCalledAt: Int64 = 0
  /// It has a peer; of a TCP connection the kernel knows something.
  var isConnected = false
  /// Its close will send RST.
  var resetsOnClose = false

  init(number: Int, isStream: Bool, recorder: SocketRecorder) {
    self.number = number
    self.isStream = isStream
    self.recorder = recorder
  }

  /// The event, with the ends as they are known by now.
  func event(_ kind: SessionEvent.Kind, calledAt: Int64) -> SessionEvent {
    var event = SessionEvent(kind, socket: number, calledAt: calledAt)
    event.local = local
    event.remote = remote
    return event
  }

  /// Adds `count` bytes that were sent; where they begin in the stream.
  func send(_ count: Int) -> Int? {
    defer { sent += max(count, 0) }
    return isStream ? sent : nil
  }

  /// Adds `count` bytes that were received; where they begin in the stream.
  func receive(_ count: Int) -> Int? {
    defer { received += max(count, 0) }
    return isStream ? received : nil
  }
}
