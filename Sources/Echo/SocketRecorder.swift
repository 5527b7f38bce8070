public import SessionLog

/// Writes down what the sockets of one server or client do, each call as it returns.
///
/// Like its server or client it belongs to one thread. Where none is given, nothing is asked of the clock and nothing is
/// kept.
public final class SocketRecorder {
  private let write: (SessionEvent) -> Void
  private var sockets = 0

  /// `write` is called between two socket calls: what it takes long for, the packets show.
  public init(_ write: @escaping (SessionEvent) -> Void) { self.write = write }

  /// Follows a new socket.
  func trace(isStream: Bool) -> SocketTrace {
    sockets += 1
    return SocketTrace(number: sockets, isStream: isStream, recorder: self)
  }

  func record(_ event: SessionEvent) { write(event) }
}
