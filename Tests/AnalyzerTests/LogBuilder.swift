import PacketBuilding
import SessionLog
import Wire

/// A session log in the words of a test. Times count as those of packets do; `shift` is how far the clock is ahead.
struct LogBuilder {
  private(set) var session: RecordedSession
  /// Milliseconds that the program's clock is ahead of the capture's.
  var ahead = 0.0

  static func nanoseconds(_ milliseconds: Double) -> Int64 {
    1_700_000_000_000_000_000 + Int64((milliseconds * 1_000_000).rounded())
  }

  init(_ role: SessionHeader.Role, _ transport: SessionHeader.Transport = .tcp, ahead: Double = 0) {
    session = RecordedSession(
      path: "\(role).jsonl", header: SessionHeader(program: "test", role: role, protocol: transport, process: 1))
    self.ahead = ahead
  }

  /// A call that began at `start` and returned at `end`, in milliseconds since the first packet.
  mutating func call(
    _ kind: SessionEvent.Kind, _ start: Double, _ end: Double? = nil, of party: Party? = client, socket: Int = 1,
    bytes: Int? = nil, offset: Int? = nil, _ change: (inout SessionEvent) -> Void = { _ in }
  ) {
    var event = SessionEvent(kind, socket: socket, calledAt: Self.nanoseconds(start + ahead))
    event.returnedAt = end.map { Self.nanoseconds($0 + ahead) }
    (event.local, event.remote) = (party?.endpoint, party?.peer)
    (event.bytes, event.offset) = (bytes, offset)
    change(&event)
    session.add(event)
  }

  /// A client's `socket` and `connect`, with a handshake at 0, 1 and 2 ms.
  mutating func connect(at start: Double = -0.1, of party: Party = client, socket: Int = 1) {
    call(.socket, start - 0.1, start - 0.05, of: nil, socket: socket)
    call(.connectStarted, start, of: party, socket: socket)
    call(.connectEstablished, start, start + 1.2, of: party, socket: socket)
  }

  /// A server's listener (1), and an `accept` that returns after the ACK at 2 ms.
  mutating func accept(at start: Double = 1.9, of party: Party = server, socket: Int = 2) {
    call(.socket, -3, -2.9, of: nil)
    call(.bind, -2.8, -2.7, of: nil) { $0.local = party.endpoint }
    call(.listen, -2.6, -2.5, of: nil) { $0.backlog = 5 }
    call(.accept, start, start + 0.3, of: party, socket: socket) { $0.listener = 1 }
  }
}
