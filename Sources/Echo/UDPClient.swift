public import SessionLog
public import Wire

/// A UDP echo client: it sends a datagram, and waits for one to come back.
///
/// Its socket is connected, which sends nothing: it makes the kernel report that the port is closed (ICMP), and drop what
/// others send.
public struct UDPClient: ~Copyable {
  private let connection: ClientSocket
  private var buffer = [UInt8](repeating: 0, count: 65_536)
  private var faults: ClientFaults

  public init(_ options: ClientOptions, recorder: SocketRecorder? = nil) throws(SocketError) {
    connection = try options.connect(.udp, recorder)
    faults = ClientFaults(options.faults)
  }

  public var local: Endpoint { connection.local }
  public var peer: Endpoint { connection.peer }
  public var faultCounters: FaultCounters { faults.counters }

  /// Sends `message` as one datagram; the first one that comes back, or nil if none does within
  /// `ClientOptions.timeout`.
  public mutating func echo(_ message: [UInt8]) throws(SocketError) -> [UInt8]? {
    if let outgoing = faults.prepare(message, for: connection.socket) {
      for _ in 0..<outgoing.copies {
        while try connection.socket.send(outgoing.bytes[...]) == nil {
          guard try connection.socket.wait(for: .writable, atMost: connection.timeout) else { return nil }
        }
      }
      faults.noteSent(outgoing)
    }
    let deadline = ContinuousClock.now + connection.timeout
    while try connection.socket.wait(for: .readable, atMost: max(deadline - .now, .zero)) {
      if let count = try connection.socket.receive(into: &buffer, atMost: buffer.count) {
        return Array(buffer[..<count])
      }
    }
    return nil
  }

  /// Gives the port back.
  public consuming func close() {}
}
