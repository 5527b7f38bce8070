public import Conversations
public import SessionLog
public import Wire

// What goes to standard error: one sentence each, without a full stop.
extension ConsoleLines {
  /// Why a load against a server that closes after its answer is slow.
  public func loadOneReply() -> String { phrases.loadOneReply() }

  /// Why a program cannot do its task, and what to try next.
  public func trouble(_ error: SocketError, while task: Task) -> String {
    let sentence =
      switch task {
      case .serving(let transport, let host, let port):
        phrases.serving(error, transport, ConsolePlace(host: host, port: port))
      case .reaching(let transport, let host, let port):
        phrases.reaching(error, transport, ConsolePlace(host: host, port: port))
      case .binding(let transport, let host, let port):
        phrases.binding(error, transport, host: host.map(ConsoleText.words), port: port)
      }
    return sentence + " " + evidence(error)
  }

  /// Trouble with one client, after which the server goes on.
  public func failed(_ error: SocketError, with peer: Endpoint) -> String {
    phrases.failed(because: error.reason, with: self.peer(peer)) + " " + evidence(error)
  }

  /// A port below 1024 that could be taken nonetheless; nil for any other.
  public func lowPort(_ port: UInt16) -> String? { ConsolePlace.isPrivileged(port) ? phrases.lowPort(port) : nil }

  /// The server closed before all that was sent had come back.
  public func shortEcho(received: Int, of sent: Int) -> String { phrases.shortEcho(received: received, of: sent) }

  /// What came back is not what was sent; `offset` counts from 0.
  public func differs(at offset: Int) -> String { phrases.differs(at: offset) }

  /// After its echo the server sent bytes that answer nothing.
  public func surplus(_ count: Int) -> String { phrases.surplus(count) }

  /// A client with an empty message has nothing to do.
  public func nothingToSend() -> String { phrases.nothingToSend() }

  /// A client of the plain server came and went.
  public func saidNothing(_ peer: Endpoint) -> String { phrases.saidNothing(self.peer(peer)) }

  /// The user prefers IPv6, and this is what there was.
  public func noIPv6(host: String, address: IPAddress) -> String {
    phrases.noIPv6(host: ConsoleText.words(host), address: address.description)
  }

  public func noEcho(_ transport: TransportProtocol, after patience: Duration) -> String {
    phrases.noEcho(transport, after: phrases.numbers.seconds(patience))
  }

  /// A client that sent nothing for so long was sent away.
  public func silentConnection(_ peer: Endpoint, after patience: Duration) -> String {
    phrases.silentConnection(self.peer(peer), after: phrases.numbers.seconds(patience))
  }

  /// A client that took nothing of its echo for so long was sent away.
  public func clientDoesNotRead(_ peer: Endpoint, after patience: Duration) -> String {
    phrases.clientDoesNotRead(self.peer(peer), after: phrases.numbers.seconds(patience))
  }

  public func connectionLimit(_ count: Int) -> String { phrases.connectionLimit(count) }

  /// A datagram from a port where another echo or character generator may sit: the two would answer each other for
  /// ever (CERT advisory CA-1996-01).
  public func notAnswered(_ peer: Endpoint) -> String { phrases.notAnswered(self.peer(peer), port: peer.port) }

  /// The server ended a chat that its user had not.
  public func serverClosed() -> String { phrases.serverClosed() }

  /// What a TCP server did in all. A stream has no messages: `pieces` are the receives that brought bytes.
  public func tcpCounters(connections: Int, pieces: Int, bytesReceived: Int, bytesSent: Int) -> String {
    phrases.tcpCounters(connections: connections, pieces: pieces, bytesReceived: bytesReceived, bytesSent: bytesSent)
  }

  /// What a UDP server did in all, in datagrams and their bytes.
  public func udpCounters(
    received: Int, answered: Int, notAnswered: Int, failed: Int, bytesReceived: Int, bytesSent: Int
  ) -> String {
    phrases.udpCounters(
      received: received, answered: answered, notAnswered: notAnswered, failed: failed, bytesReceived: bytesReceived,
      bytesSent: bytesSent)
  }

  /// With which seed bad behaviour happens by chance.
  public func faultSeed(_ seed: UInt64) -> String { phrases.faultSeed(seed) }

  /// What bad behaviour a program has shown in all, in messages and connections; `forRoom` are among those `dropped`.
  public func faultCounters(
    dropped: Int, forRoom: Int, delayed: Int, duplicated: Int, corrupted: Int, truncated: Int, resets: Int
  ) -> String {
    phrases.faultCounters(
      dropped: dropped, forRoom: forRoom, delayed: delayed, duplicated: duplicated, corrupted: corrupted,
      truncated: truncated, resets: resets)
  }

  /// A client that never reads has waited.
  public func leftUnread(sent: Int, of count: Int) -> String { phrases.leftUnread(sent: sent, of: count) }

  /// What the system said, for those who search for it.
  private func evidence(_ error: SocketError) -> String {
    "(\(error.call.rawValue): \(ConsoleText.words(error.systemText)), \(error.code))"
  }
}
