import SessionLog
import Wire

/// A connected socket and its two ends.
struct ClientSocket: ~Copyable {
  /// How long a server may take for its last words and its FIN.
  static let patience = Duration.seconds(1)

  let socket: Socket
  let local: Endpoint
  let peer: Endpoint
  let timeout: Duration
  let faults: FaultPlan

  /// Says FIN, unless it is to be RST, which closing says.
  func sayFIN() throws(SocketError) {
    if !faults.resets { try socket.shutdownSending() }
  }

  /// Reads and throws away what comes until the server's FIN, for `limit` at most: closing a socket with unread bytes
  /// would send RST. How many bytes came, and whether the FIN did.
  func readToEnd(
    _ buffer: inout [UInt8], atMost limit: Duration = patience
  ) throws(SocketError) -> (count: Int, hasEnded: Bool) {
    if faults.neverReads { return (0, false) }
    let deadline = ContinuousClock.now + limit
    var total = 0
    while try socket.wait(for: .readable, atMost: max(deadline - .now, .zero)) {
      if let count = try socket.receive(into: &buffer, atMost: buffer.count) {
        if count == 0 { return (total, true) }
        total += count
      }
      if ContinuousClock.now >= deadline { break }
    }
    return (total, false)
  }
}
