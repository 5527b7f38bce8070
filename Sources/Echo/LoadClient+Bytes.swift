import SessionLog

// Connections come and go.
extension LoadClient {
  mutating func adopt(_ connection: LoadConnection, _ slot: LoadSlot) {
    let index = Int(connection.socket.descriptor)
    while owners.count <= index { owners.append(nil) }
    owners[index] = slot.index
    slot.connection = connection
  }

  mutating func open(_ slot: LoadSlot) {
    do throws(SocketError) {
      let socket = try ClientOptions.open(transport.kind, to: server, from: local, recorder)
      let isDone = try socket.startConnecting(to: server)
      let connection = LoadConnection(socket)
      adopt(connection, slot)
      wait(slot, .connecting, until: now + timeout)
      try readiness.add(connection.socket, isDone ? .readable : [.readable, .writable])
      connection.awaitsRoom = !isDone
      if isDone { try finishConnecting(slot, connection) }
    } catch {
      slot.phase = .connecting
      fail(slot, error)
    }
  }

  private mutating func finishConnecting(_ slot: LoadSlot, _ connection: LoadConnection) throws(SocketError) {
    try connection.socket.finishConnecting()
    if transport == .tcp, try connection.socket.localAddress().endpoint == peer { throw .reachedItself }
    report.connections += 1
    try watch(connection, forRoom: false)
    send(slot, connection)
  }

  /// Closes the connection: what was on its way there is lost.
  mutating func close(_ slot: LoadSlot) {
    slot.ledger.close()
    guard let connection = slot.connection else { return }
    if connection.answer.count > 0 { report.unexpected += slot.phase == .awaiting ? 0 : 1 }
    readiness.remove(connection.socket)
    owners[Int(connection.socket.descriptor)] = nil
    slot.connection = nil
  }

  private mutating func watch(_ connection: LoadConnection, forRoom: Bool) throws(SocketError) {
    guard connection.awaitsRoom != forRoom else { return }
    connection.awaitsRoom = forRoom
    try readiness.change(connection.socket, forRoom ? [.readable, .writable] : .readable)
  }
}

// Bytes come and go.
extension LoadClient {
  /// A socket is ready for what it was watched for, or has failed.
  mutating func serve(_ slot: LoadSlot) {
    guard let connection = slot.connection else { return }
    do throws(SocketError) {
      switch slot.phase {
      case .connecting: try finishConnecting(slot, connection)
      case .blocked:
        send(slot, connection)
        if slot.phase == .blocked, slot.connection === connection { try receive(slot, connection) }
      case .awaiting where slot.sent < options.message.count:
        try sendRest(slot, connection)
        try receive(slot, connection)
      default: try receive(slot, connection)
      }
    } catch {
      lose(slot, connection, .error(error.reason), error)
    }
  }

  /// Sends the message that the slot is charged with, or the beginning of it.
  mutating func send(_ slot: LoadSlot, _ connection: LoadConnection) {
    let wasBlocked = slot.phase == .blocked
    slot.phase = .blocked
    do throws(SocketError) {
      let number = UInt64(slot.index) + slot.ledger.next * UInt64(slots.count)
      message.number(number)
      let time = ContinuousClock.now
      let count = try connection.socket.send(message.bytes[...]) ?? 0
      slot.start = time
      guard count > 0 else {
        if !wasBlocked { wait(slot, .blocked, until: time + timeout) }
        try watch(connection, forRoom: true)
        return
      }
      if start == nil { start = time }
      slot.isCharged = false
      slot.ledger.send()
      slot.sent = count
      report.sent += 1
      report.bytesSent += count
      wait(slot, .awaiting, until: time + timeout)
      try watch(connection, forRoom: count < message.bytes.count)
    } catch {
      lose(slot, connection, .error(error.reason), error)
    }
  }

  private mutating func sendRest(_ slot: LoadSlot, _ connection: LoadConnection) throws(SocketError) {
    message.number(UInt64(slot.index) + (slot.ledger.next - 1) * UInt64(slots.count))
    let count = try connection.socket.send(message.bytes[slot.sent...]) ?? 0
    slot.sent += count
    report.bytesSent += count
    try watch(connection, forRoom: slot.sent < message.bytes.count)
  }

  private mutating func receive(_ slot: LoadSlot, _ connection: LoadConnection) throws(SocketError) {
    guard let count = try connection.socket.receive(into: &buffer, atMost: buffer.count) else { return }
    now = .now
    report.bytesReceived += count
    switch transport {
    case .udp:
      // One byte too many is as wrong as a thousand.
      var answer = LoadMessage.Answer()
      answer.add(buffer[..<min(count, message.bytes.count)], comparing: message)
      if count != message.bytes.count { answer.damage() }
      take(answer, slot, connection)
    case .tcp:
      guard count > 0 else {
        end(slot, connection)
        return
      }
      var rest = buffer[..<count]
      // An answer may make an end of the connection.
      while !rest.isEmpty, slot.connection === connection {
        let piece = rest.prefix(message.bytes.count - connection.answer.count)
        connection.answer.add(piece, comparing: message)
        rest = rest.dropFirst(piece.count)
        guard connection.answer.count == message.bytes.count else { return }
        let answer = connection.answer
        connection.answer = .init()
        take(answer, slot, connection)
      }
    }
  }

  /// An answer is complete.
  private mutating func take(_ answer: LoadMessage.Answer, _ slot: LoadSlot, _ connection: LoadConnection) {
    connection.answers += 1
    if connection.answers == 1, begun < slots.count { beginMore(1) }
    let verdict: LoadLedger.Verdict
    if message.isNumbered {
      let (turn, index) = answer.number.quotientAndRemainder(dividingBy: UInt64(slots.count))
      let isOurs = index == slot.index && answer.count >= LoadMessage.numberLength
      verdict = slot.ledger.place(number: isOurs ? turn : nil, isIntact: answer.isIntact)
    } else {
      verdict = slot.ledger.place(isIntact: answer.isIntact)
    }
    switch verdict {
    case .answer(let isIntact):
      count(isIntact)
      if isIntact, let start = slot.start { noteRoundTrip(now - start) }
      proceed(slot)
    case .late(let isIntact, let isReordered):
      count(isIntact)
      report.late? += 1
      if isReordered { report.reordered? += 1 }
      if slot.phase == .leaving, slot.ledger.givenUp.isEmpty { leave(slot) }
    case .duplicate: report.duplicated? += 1
    case .forgotten: report.unexpected += 1
    case .unreadable:
      count(false)
      // The next answer may begin anywhere.
      if transport == .tcp { close(slot) }
      proceed(slot)
    case .stray:
      report.unexpected += 1
      if transport == .tcp, message.isNumbered { leaveStream(slot) }
    }
  }

  /// The next answer may begin anywhere in the stream, and none is waited for.
  private mutating func leaveStream(_ slot: LoadSlot) {
    close(slot)
    switch slot.phase {
    case .probing, .blocked: begin(slot)
    case .leaving: depart(slot)
    case .resting, .pausing, .connecting, .awaiting, .gone: break
    }
  }

  private mutating func count(_ isIntact: Bool) {
    troubleStart = nil
    if isIntact {
      report.echoed += 1
    } else {
      report.mismatched += 1
    }
  }

  /// The server has closed the connection, or might as well have.
  private mutating func end(_ slot: LoadSlot, _ connection: LoadConnection) {
    switch slot.phase {
    case .awaiting, .blocked: lose(slot, connection, .closed, nil)
    case .probing:
      closesAfterAnswer = true
      close(slot)
      begin(slot)
    case .leaving: depart(slot)
    case .resting, .pausing, .connecting, .gone: close(slot)
    }
  }

  /// The connection failed or ended before its time. A server that closes after its first answer never saw the second
  /// message: that one goes to another connection.
  private mutating func lose(
    _ slot: LoadSlot, _ connection: LoadConnection, _ failure: LoadReport.Failure, _ error: SocketError?
  ) {
    let isAnswered = transport == .tcp && connection.answers > 0
    if slot.phase == .awaiting, isAnswered, connection.answers == 1, connection.answer.count == 0 {
      closesAfterAnswer = true
      slot.ledger.takeBack()
      slot.isCharged = true
      report.sent -= 1
      report.resent += 1
      close(slot)
      begin(slot)
    } else if slot.phase == .blocked, isAnswered, failure == .closed {
      close(slot)
      begin(slot)
    } else if let error {
      fail(slot, error)
    } else {
      fail(slot, failure)
    }
  }
}

extension Duration {
  /// Whole nanoseconds; a load lasts less than 292 years.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
