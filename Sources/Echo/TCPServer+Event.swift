public import SessionLog
public import Wire

extension TCPServer {
  /// Something to tell. Bytes come beside it where it has any.
  public enum Event: Hashable, Sendable {
    case accepted(Endpoint)
    /// One receive.
    case received(Endpoint)
    /// In a chat in place of `received`: a message, without its line end. Where it had none, the next may go on with it.
    case message(Endpoint, hasEnded: Bool)
    /// All bytes of a receive were handed to the kernel. Not told in a chat.
    case echoed(Endpoint)
    case exitAsked(Endpoint)
    /// The session is over; `received` and `sent` are its bytes.
    case ended(Endpoint, Ending, received: Int, sent: Int)
    /// As many connections as allowed are open; others wait in the queue. Told the first time only.
    case full
    /// A connection could not be accepted; it is tried again. Told the first time only, and counted (``Trouble``).
    case acceptFailed(SocketError)
  }

  /// Why a session was over.
  public enum Ending: Hashable, Sendable {
    /// The one answer was given.
    case answered
    case closedByClient
    case exit
    /// Nothing came for `Options.idleLimit`.
    case silent
    /// Nothing could be sent for `Options.idleLimit`: the client does not read.
    case notReading
    /// The server stops.
    case stopped
    /// Mostly because the client sent RST (``SocketError/Reason/reset``).
    case failed(SocketError)
  }

  /// What the server has done.
  public struct Counters: Hashable, Sendable {
    /// Accepted ones: each ended well, or is counted once in ``Trouble``.
    public internal(set) var connections = 0
    public internal(set) var receives = 0
    public internal(set) var bytesReceived = 0
    public internal(set) var bytesSent = 0
    /// A message is one receive, unless it asks for no answer.
    public internal(set) var faults = FaultCounters()
    public internal(set) var trouble = Trouble()
  }
}
