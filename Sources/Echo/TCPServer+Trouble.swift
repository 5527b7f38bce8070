import SessionLog

extension TCPServer {
  /// What went wrong, and how often; the server went on each time.
  public struct Trouble: Hashable, Sendable {
    /// Sessions that the client ended by RST.
    public internal(set) var resets = 0
    /// Sessions whose client could not be reached any more (``Ending/isVanished``).
    public internal(set) var vanished = 0
    /// Sessions on which nothing came for `Options.idleLimit`.
    public internal(set) var silent = 0
    /// Sessions whose client took nothing of its echo for `Options.idleLimit`.
    public internal(set) var notReading = 0
    /// Sessions that ended by any other error.
    public internal(set) var failed = 0

    /// Connections that were gone before they could be accepted (ECONNABORTED). Linux hands such over, as `resets`.
    public internal(set) var abortedAccepts = 0
    /// How often no descriptor was left for a connection (EMFILE, ENFILE). It waits, and is tried again.
    public internal(set) var withoutDescriptor = 0
    /// How often no memory was left for a connection (ENOBUFS, ENOMEM). It waits, and is tried again.
    public internal(set) var withoutMemory = 0
    /// How often a connection could not be accepted, or not be waited for, for any other reason.
    public internal(set) var failedAccepts = 0
    /// How often as many connections were open as may be; further ones wait.
    public internal(set) var timesFull = 0
    /// Packets to the listening socket that the system dropped: those of handshakes while the queue of
    /// `Options.backlog` was full, which clients repeat, and stray ones, such as RST for a connection that was closed
    /// before. Known when `run` returns, modulo 2³², and nil where the system does not say.
    public internal(set) var droppedByListener: Int?

    mutating func count(_ ending: Ending) {
      switch ending {
      case .silent: silent += 1
      case .notReading: notReading += 1
      case _ where ending.isReset: resets += 1
      case _ where ending.isVanished: vanished += 1
      case .failed: failed += 1
      case .answered, .closedByClient, .exit, .stopped: break
      }
    }

    mutating func count(failedAccept error: SocketError) {
      switch error.reason {
      case .tooManyOpenFiles: withoutDescriptor += 1
      case .outOfMemory: withoutMemory += 1
      default: failedAccepts += 1
      }
    }
  }
}

extension TCPServer.Ending {
  /// The client's RST was first, and there is nothing left to be reset.
  public var isReset: Bool {
    if case .failed(let error) = self { error.reason == .reset } else { false }
  }

  /// Nothing was acknowledged any more, neither bytes nor keep-alive probes, or the network says that nobody is there.
  public var isVanished: Bool {
    guard case .failed(let error) = self else { return false }
    return [.timedOut, .hostUnreachable, .networkUnreachable].contains(error.reason)
  }
}
