import SessionLog
import Wire

/// One client of a TCP server.
final class TCPServerConnection {
  enum Phase {
    case serving
    /// Ends as soon as what is pending has been sent.
    case leaving(TCPServer.Ending)
    /// FIN is said; what still comes is thrown away.
    case draining(until: ContinuousClock.Instant)
  }

  let socket: Socket
  let peer: Endpoint
  var phase = Phase.serving
  /// When bytes last moved, either way.
  var lastProgress: ContinuousClock.Instant
  /// Bytes of the session.
  var received = 0
  private(set) var sent = 0
  /// Bytes for the client that the kernel did not take at once, with those before them that it did take.
  private var pending: [UInt8] = []
  private var pendingStart = 0
  private var hasSaidFIN = false
  var chat = ChatReader()
  /// What its delayed answers cost (``DelayedMessages``).
  var delayedCost = 0
  /// Nothing is wanted of its socket now, and so it can only be ready because it has failed.
  var isDeaf = false

  init(_ accepted: consuming Socket.Accepted, _ now: ContinuousClock.Instant) throws(SocketError) {
    peer = accepted.peer.endpoint
    lastProgress = now
    socket = accepted.socket
    try socket.doNotWait()
  }

  var isServing: Bool {
    if case .serving = phase { true } else { false }
  }

  var isDraining: Bool {
    if case .draining = phase { true } else { false }
  }

  var hasPending: Bool { pendingStart < pending.count }

  /// Something is still to go out, now or later.
  var hasUnsent: Bool { hasPending || delayedCost > 0 }

  /// Sends `bytes`, and keeps what the kernel does not take now; how many it took.
  @discardableResult
  func send(_ bytes: ArraySlice<UInt8>) throws(SocketError) -> Int {
    let count = hasPending ? 0 : try socket.send(bytes) ?? 0
    sent += count
    if hasPending {
      pending += bytes
    } else if count < bytes.count {
      pending = Array(bytes)
      pendingStart = count
    }
    return count
  }

  /// Nothing more will be sent. Where the connection is gone already, the next receive finds that out.
  func sayFIN() {
    guard !hasSaidFIN else { return }
    hasSaidFIN = true
    try? socket.shutdownSending()
  }

  func sendPending() throws(SocketError) -> Int {
    let count = try socket.send(pending[pendingStart...]) ?? 0
    pendingStart += count
    sent += count
    return count
  }

  /// What was pending and has gone.
  func takeSent() -> ArraySlice<UInt8> {
    defer {
      pending = []
      pendingStart = 0
    }
    return pending[...]
  }
}
