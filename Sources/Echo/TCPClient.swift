public import SessionLog
public import Wire

/// A TCP echo client: it sends a message, and receives until as many bytes have come back.
public struct TCPClient: ~Copyable {
  /// What came of a message.
  public struct Outcome: Hashable, Sendable {
    public enum Ending: Hashable, Sendable {
      /// As many bytes came back as the message has.
      case complete
      /// The server said FIN before that.
      case closedByServer
      /// Nothing came, and nothing could be sent, for `ClientOptions.timeout`.
      case silent
      case failed(SocketError)
    }

    public internal(set) var ending = Ending.complete
    public internal(set) var sent = 0
    public internal(set) var received = 0
    /// The offset of the first byte that came back as another one.
    public internal(set) var firstDifference: Int?
  }

  private let connection: ClientSocket
  private var buffer: [UInt8] = []
  private var faults: ClientFaults

  /// Connects.
  public init(_ options: ClientOptions, recorder: SocketRecorder? = nil) throws(SocketError) {
    connection = try options.connect(.tcp, recorder)
    faults = ClientFaults(options.faults)
  }

  public var local: Endpoint { connection.local }
  public var peer: Endpoint { connection.peer }
  public var faultCounters: FaultCounters { faults.counters }

  /// Sends `message` and receives its echo, `receiveLimit` bytes at a time at most; `observe` gets each piece.
  ///
  /// Receives while it sends: a server that echoes a long message at once stops reading when nobody reads from it.
  ///
  /// What bad behaviour makes of the message is sent; what comes back is compared with the message itself. A client that
  /// was asked for a half-close says FIN after one that `isLast`.
  public mutating func echo(
    _ message: [UInt8], receiveLimit: Int = 16, isLast: Bool = true, _ observe: (ArraySlice<UInt8>) -> Void
  ) -> Outcome {
    precondition(receiveLimit > 0, "a receive of no bytes would look like the end")
    var outcome = Outcome()
    if buffer.count != receiveLimit { buffer = [UInt8](repeating: 0, count: receiveLimit) }
    let prepared = faults.prepare(message, for: connection.socket)
    let outgoing = prepared?.stream ?? []
    do throws(SocketError) {
      if outgoing.isEmpty { try noteSent(nil, isLast) }
      if connection.faults.neverReads {
        outcome.ending = .silent
        if try sendAll(outgoing, &outcome) {
          try noteSent(prepared, isLast)
          _ = try connection.socket.wait(for: [], atMost: connection.timeout)
        }
        return outcome
      }
      while outcome.received < message.count {
        if outcome.sent < outgoing.count, let count = try send(outgoing[outcome.sent...], outcome) {
          outcome.sent += count
          if outcome.sent < outgoing.count { continue }
          try noteSent(prepared, isLast)
        }
        let interest: Socket.Interest = outcome.sent < outgoing.count ? [.readable, .writable] : .readable
        guard try connection.socket.wait(for: interest, atMost: connection.timeout) else {
          outcome.ending = .silent
          return outcome
        }
        try receive(message, &outcome, observe)
        if outcome.ending != .complete { return outcome }
      }
    } catch {
      if error.reason == .reset { faults.notePeerReset() }
      outcome.ending = .failed(error)
    }
    return outcome
  }

  /// Sends without reading; false if that does not go on for `ClientOptions.timeout`.
  private func sendAll(_ bytes: [UInt8], _ outcome: inout Outcome) throws(SocketError) -> Bool {
    while outcome.sent < bytes.count {
      if let count = try connection.socket.send(bytes[outcome.sent...]) {
        outcome.sent += count
      } else if try !connection.socket.wait(for: .writable, atMost: connection.timeout) {
        return false
      }
    }
    return true
  }

  /// All of a message that is sent has been handed over.
  private mutating func noteSent(_ message: FaultyMessage?, _ isLast: Bool) throws(SocketError) {
    if let message { faults.noteSent(message) }
    if isLast, connection.faults.halfCloses { try connection.sayFIN() }
  }

  /// Sends; but a server that has reset the connection may have answered before, and that answer is worth reading.
  private func send(_ bytes: ArraySlice<UInt8>, _ outcome: Outcome) throws(SocketError) -> Int? {
    do throws(SocketError) {
      return try connection.socket.send(bytes)
    } catch {
      guard error.reason == .reset, outcome.sent > 0 else { throw error }
      return nil
    }
  }

  /// Receives all that is there.
  private mutating func receive(
    _ message: [UInt8], _ outcome: inout Outcome, _ observe: (ArraySlice<UInt8>) -> Void
  ) throws(SocketError) {
    while outcome.received < message.count {
      let limit = min(buffer.count, message.count - outcome.received)
      guard let count = try connection.socket.receive(into: &buffer, atMost: limit) else { return }
      guard count > 0 else {
        outcome.ending = .closedByServer
        return
      }
      let piece = buffer[..<count]
      if outcome.firstDifference == nil {
        let same = commonPrefixCount(message[outcome.received...], piece)
        if same < count { outcome.firstDifference = outcome.received + same }
      }
      outcome.received += count
      observe(piece)
    }
  }

  /// How long a server that closes after its answer has for that; one that waits for our FIN costs us this time.
  private static let courtesy = Duration.milliseconds(10)

  /// Says FIN, and reads until the server has said its own, for a second at most; how many bytes came that answer
  /// nothing. To be called when the echo is complete.
  ///
  /// A server whose FIN follows its answer says it first, whichever of the two processes the system lets run.
  public mutating func finish() throws(SocketError) -> Int {
    let (surplus, hasEnded) = try connection.readToEnd(&buffer, atMost: Self.courtesy)
    if connection.faults.resets { return surplus }
    if !connection.faults.halfCloses { try connection.sayFIN() }
    return hasEnded ? surplus : try surplus + connection.readToEnd(&buffer).count
  }

  /// Closes: FIN, unless bytes are left that nobody has read, which makes it RST.
  public consuming func close() {}
}
