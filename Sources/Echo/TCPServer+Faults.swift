import SessionLog
import Wire

// Bad behaviour on request: what the server does then in place of answering at once and well.
extension TCPServer {
  /// A connection is not read from while its delayed answers cost so many bytes or more (``DelayedMessages``).
  private static let delayedLimit = 65_536

  /// Answers one receive, or does not.
  mutating func answerBadly(
    _ connection: TCPServerConnection, _ count: Int, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) {
    let (answer, exit) = try answer(to: connection, count)
    let message = answer.isEmpty ? nil : dice.roll(answer)
    if message == nil, !answer.isEmpty {
      counters.faults.dropped += 1
      connection.socket.record(fault: "drop", bytes: answer.count)
    }
    // One answer is all, where FIN follows the first.
    let isLast = exit != nil || options.mode == .oneReply || options.faults.halfCloses && message != nil
    if isLast { connection.phase = .leaving(exit != nil ? .exit : .answered) }
    var failure: SocketError?
    if let message, delayed.delay > .zero {
      connection.delayedCost += delayed.add(message, for: connection)
      // The time that its answer takes is no reason to let others wait.
      if current === connection { current = nil }
    } else if let message {
      do throws(SocketError) {
        try send(message, to: connection, isDelayed: false)
        if isLast, !connection.hasUnsent, !options.faults.resets { connection.sayFIN() }
      } catch {
        failure = error
      }
    }
    tellReceived(connection, count, exit, observe)
    if let failure { throw failure }
    try conclude(connection, delayed.delay > .zero ? nil : message, observe)
  }

  /// What the mode has for an answer to what `buffer` begins with, and where in that `exit` is, if it is.
  private mutating func answer(
    to connection: TCPServerConnection, _ count: Int
  ) throws(SocketError) -> (bytes: ArraySlice<UInt8>, exit: Int?) {
    switch options.mode {
    case .oneReply, .stream: return (buffer[..<count], nil)
    case .chat(let goodbye):
      var isCut = false
      if count == options.receiveLimit { isCut = try connection.socket.wait(for: .readable, atMost: .zero) }
      let (echoed, isExit) = connection.chat.read(buffer[..<count], isCut: isCut)
      return isExit ? (echoed + goodbye, echoed.endIndex) : (echoed, nil)
    }
  }

  private func tellReceived(
    _ connection: TCPServerConnection, _ count: Int, _ exit: Int?, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) {
    guard case .chat = options.mode else {
      observe(.received(connection.peer), buffer[..<count])
      return
    }
    ChatReader.forEachMessage(in: buffer[..<count], endingAfter: exit) { message, hasEnded in
      observe(.message(connection.peer, hasEnded: hasEnded), message)
    }
    if exit != nil { observe(.exitAsked(connection.peer), []) }
  }

  private mutating func send(
    _ message: FaultyMessage, to connection: TCPServerConnection, isDelayed: Bool
  ) throws(SocketError) {
    connection.socket.record(faultsOf: message, isDelayed: isDelayed)
    for _ in 0..<message.copies { try send(message.bytes[...], to: connection) }
    counters.faults.count(message, isDelayed: isDelayed)
  }

  /// Tells that `message` went out, and ends the session if that was its last.
  private mutating func conclude(
    _ connection: TCPServerConnection, _ message: FaultyMessage?, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) {
    if let message, !connection.hasPending, !isChat {
      for _ in 0..<message.copies { observe(.echoed(connection.peer), message.bytes[...]) }
    }
    if case .leaving(let ending) = connection.phase, !connection.hasUnsent {
      finish(connection, ending, observe)
    } else {
      try attend(to: connection)
    }
  }

  /// Sends the answers whose time has come.
  mutating func sendDue(_ observe: (Event, ArraySlice<UInt8>) -> Void) {
    while let entry = delayed.takeDue() {
      let connection = entry.receiver
      connection.delayedCost -= entry.cost
      connection.lastProgress = now
      do throws(SocketError) {
        try send(entry.message, to: connection, isDelayed: true)
        try conclude(connection, entry.message, observe)
      } catch {
        drop(connection, .failed(error), observe)
      }
    }
  }

  /// The connection has gone, and nobody waits for its delayed answers any more.
  mutating func forgetDelayed(for connection: TCPServerConnection) {
    counters.faults.dropped += delayed.removeAll { $0 === connection }
    connection.delayedCost = 0
  }

  /// The client said FIN: all its answers are out, or the delayed ones still follow.
  mutating func hearEnd(
    of connection: TCPServerConnection, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) {
    guard connection.hasUnsent else {
      drop(connection, .closedByClient, observe)
      return
    }
    connection.phase = .leaving(.closedByClient)
    try attend(to: connection)
  }

  /// Waits for what the connection can go on with.
  mutating func attend(to connection: TCPServerConnection) throws(SocketError) {
    let interest: Socket.Interest =
      switch connection.phase {
      case _ where connection.hasPending: .writable
      case .draining: .readable
      case .leaving: []
      case .serving: connection.delayedCost < Self.delayedLimit && !options.faults.neverReads ? .readable : []
      }
    connection.isDeaf = interest.isEmpty
    try readiness.change(connection.socket, interest)
  }

  /// How long a client that was said FIN may go on.
  func drainLimit(after ending: Ending) -> Duration {
    options.faults.halfCloses && (ending == .answered || ending == .exit) ? options.idleLimit : options.drainLimit
  }
}
