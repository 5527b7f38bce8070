import SessionLog
import Wire

// Bytes come and go.
extension TCPServer {
  mutating func serve(
    _ connection: TCPServerConnection, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) {
    do throws(SocketError) {
      if connection.isDeaf {
        if let failure = connection.socket.failure { throw failure }
      } else if connection.isDraining {
        try drain(connection)
      } else if connection.hasPending {
        try sendPending(of: connection, observe)
      } else {
        try receive(from: connection, observe)
      }
    } catch {
      drop(connection, .failed(error), observe)
    }
  }

  private mutating func receive(
    from connection: TCPServerConnection, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) {
    guard let count = try connection.socket.receive(into: &buffer, atMost: options.receiveLimit) else { return }
    connection.lastProgress = now
    guard count > 0 else {
      try hearEnd(of: connection, observe)
      return
    }
    connection.received += count
    counters.receives += 1
    counters.bytesReceived += count
    if !options.faults.isEmpty {
      try answerBadly(connection, count, observe)
      return
    }
    if case .chat(let goodbye) = options.mode {
      try chat(connection, count, goodbye, observe)
      return
    }
    do throws(SocketError) {
      try send(buffer[..<count], to: connection)
    } catch {
      observe(.received(connection.peer), buffer[..<count])
      throw error
    }
    // Told after the answer is out, so that a slow terminal does not show in the packets.
    guard options.mode == .oneReply else {
      observe(.received(connection.peer), buffer[..<count])
      if !connection.hasPending { observe(.echoed(connection.peer), buffer[..<count]) }
      return
    }
    if !connection.hasPending { connection.sayFIN() }
    observe(.received(connection.peer), buffer[..<count])
    if connection.hasPending {
      connection.phase = .leaving(.answered)
    } else {
      observe(.echoed(connection.peer), buffer[..<count])
      finish(connection, .answered, observe)
    }
  }

  var isChat: Bool {
    if case .chat = options.mode { true } else { false }
  }

  /// What one receive returned is one message, or several where it has line ends: TCP itself knows no messages
  /// (RFC 9293, section 3.8.4), and the clients of the course end theirs with nothing at all.
  private mutating func chat(
    _ connection: TCPServerConnection, _ count: Int, _ goodbye: [UInt8],
    _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) {
    var isCut = false
    if count == options.receiveLimit { isCut = try connection.socket.wait(for: .readable, atMost: .zero) }
    let (echoed, isExit) = connection.chat.read(buffer[..<count], isCut: isCut)
    var failure: SocketError?
    do throws(SocketError) {
      if !echoed.isEmpty { try send(echoed, to: connection) }
      if isExit { try send(goodbye[...], to: connection) }
    } catch {
      failure = error
    }
    ChatReader.forEachMessage(in: buffer[..<count], endingAfter: isExit ? echoed.endIndex : nil) { message, hasEnded in
      observe(.message(connection.peer, hasEnded: hasEnded), message)
    }
    if let failure { throw failure }
    guard isExit else { return }
    observe(.exitAsked(connection.peer), [])
    if connection.hasPending {
      connection.phase = .leaving(.exit)
    } else {
      finish(connection, .exit, observe)
    }
  }

  mutating func send(_ bytes: ArraySlice<UInt8>, to connection: TCPServerConnection) throws(SocketError) {
    let hadPending = connection.hasPending
    counters.bytesSent += try connection.send(bytes)
    // Not read from again before this has gone.
    if connection.hasPending, !hadPending { try attend(to: connection) }
  }

  private mutating func sendPending(
    of connection: TCPServerConnection, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) {
    let count = try connection.sendPending()
    counters.bytesSent += count
    if count > 0 { connection.lastProgress = now }
    guard !connection.hasPending else { return }
    let bytes = connection.takeSent()
    if !isChat { observe(.echoed(connection.peer), bytes) }
    if case .leaving(let ending) = connection.phase, !connection.hasUnsent {
      finish(connection, ending, observe)
    } else {
      try attend(to: connection)
    }
  }

  private mutating func drain(_ connection: TCPServerConnection) throws(SocketError) {
    // A client that never stops sending is left to the deadline, and the others get their turn.
    for _ in 0..<16 {
      guard let count = try connection.socket.receive(into: &buffer, atMost: buffer.count) else { return }
      guard count > 0 else {
        forget(connection)
        return
      }
      if options.faults.halfCloses { connection.phase = .draining(until: now + options.idleLimit) }
    }
  }
}
