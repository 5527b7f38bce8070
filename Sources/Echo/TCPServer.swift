public import SessionLog
public import Wire

/// A TCP echo server: one loop that waits for all its sockets, and no thread of its own.
///
/// What clients can make it hold is bounded: `Options.connectionLimit` connections at once, the others wait in the
/// kernel's queue; for each, at most one receive that has not gone back yet, since a client that does not read is not
/// read from, and a send buffer of stated size in the kernel; and nobody stays silent for longer than
/// `Options.idleLimit`.
public struct TCPServer: ~Copyable {
  public let options: Options
  /// Where it listens.
  public let endpoint: Endpoint
  public internal(set) var counters = Counters()

  private let listener: Socket
  /// After so long without any acknowledgment a client is given up; nil for never.
  private let vanishLimit: Duration?
  var readiness: Readiness
  var buffer: [UInt8]
  /// By descriptor.
  private var connections: [TCPServerConnection?] = []
  private var openConnections = 0
  /// The connection that is being answered, where they are one after another.
  var current: TCPServerConnection?
  private var isAccepting = true
  private var isStopping = false
  /// No connection is accepted before: there was no descriptor for the last one.
  private var acceptPause: ContinuousClock.Instant?
  private var hasToldAcceptFailure = false
  /// Told once: a flood of connections must not become one of lines.
  private var hasToldFull = false
  private var isFull = false
  var now = ContinuousClock.now
  var dice: FaultDice
  var delayed: DelayedMessages<TCPServerConnection>

  /// How often limits of time are looked at.
  private static let tick = Duration.milliseconds(100)

  /// Binds and listens: connections are taken from here on, and answered by `run`.
  public init(
    host: String, port: UInt16, prefersIPv6: Bool = false, options: Options, recorder: SocketRecorder? = nil
  ) throws(SocketError) {
    precondition(options.receiveLimit > 0, "a receive of no bytes would look like the end")
    let address = try SocketAddress.resolve(host, port: port, prefersIPv6: prefersIPv6)[0]
    let listener = try Socket(.tcp, for: address, recorder: recorder)
    try listener.reuseAddress()
    // Accepted sockets inherit all of this. Each could be set on them too, but not where the client has gone already.
    try listener.sendAtOnce()
    // Only a bound: where the system knows a lower one, that will do.
    try? listener.limitSendBuffer(max(65_536, options.receiveLimit))
    if options.faults.neverReads { try listener.limitReceiveBuffer(4_096) }
    if options.faults.neverAccepts { listener.record(fault: "no-accept") }
    var vanishLimit: Duration?
    if let silence = options.keepAlive { vanishLimit = try listener.keepAlive(after: silence) }
    if address.endpoint.address.isIPv6 { try listener.acceptIPv4Too() }
    try listener.bind(to: address)
    try listener.listen(backlog: options.backlog)
    try listener.doNotWait()
    // Beside the connections: the listener, the poller, standard input and output, and whatever the caller has.
    Socket.allowDescriptors(options.connectionLimit + 64)
    var readiness = try Readiness()
    try readiness.add(listener, .readable)
    endpoint = try listener.localAddress().endpoint
    self.options = options
    dice = FaultDice(options.faults)
    delayed = DelayedMessages(options.faults.delay)
    buffer = [UInt8](repeating: 0, count: options.receiveLimit)
    self.readiness = readiness
    self.listener = listener
    self.vanishLimit = vanishLimit
  }

  /// Serves until `isWanted` is false, which is looked at ten times a second and after every signal; then takes leave of
  /// everybody, for `Options.drainLimit` at most.
  public mutating func run(
    _ observe: (Event, ArraySlice<UInt8>) -> Void, while isWanted: () -> Bool
  ) throws(SocketError) {
    var ready: [Int32] = []
    var nextSweep = ContinuousClock.now + Self.tick
    var deadline: ContinuousClock.Instant?
    while true {
      try readiness.wait(atMost: delayed.isEmpty ? Self.tick : delayed.wait(atMost: Self.tick), &ready)
      now = .now
      if !delayed.isEmpty { sendDue(observe) }
      if !isStopping, !isWanted() {
        isStopping = true
        deadline = now + options.drainLimit
        takeLeave(observe)
      }
      if isStopping, openConnections == 0 || now >= deadline ?? now {
        for case let connection? in connections { drop(connection, .stopped, observe) }
        counters.trouble.droppedByListener = listener.droppedByKernel()
        return
      }
      for descriptor in ready {
        if descriptor == listener.descriptor {
          accept(observe)
        } else if let connection = connections[Int(descriptor)] {
          serve(connection, observe)
        }
      }
      if now >= nextSweep {
        sweep(observe)
        nextSweep = now + Self.tick
      }
      try listenAsNeeded(observe)
    }
  }
}

// Connections come and go.
extension TCPServer {
  private mutating func accept(_ observe: (Event, ArraySlice<UInt8>) -> Void) {
    while hasRoom {
      let accepted: Socket.Accepted?
      do throws(SocketError) {
        accepted = try listener.accept()
      } catch {
        if error.reason == .reset {
          // The client has gone while it waited in the queue (ECONNABORTED, accept(2)).
          counters.trouble.abortedAccepts += 1
          continue
        }
        noteFailedAccept(error, observe)
        // Without descriptors another attempt would fail at once.
        acceptPause = now + Self.tick
        return
      }
      guard let accepted else { return }
      acceptPause = nil
      do throws(SocketError) {
        let connection = try TCPServerConnection(accepted, now)
        if options.faults.resets { try connection.socket.resetOnClose() }
        connection.isDeaf = options.faults.neverReads
        if connection.isDeaf { connection.socket.record(fault: "never-read") }
        try readiness.add(connection.socket, connection.isDeaf ? [] : .readable)
        let index = Int(connection.socket.descriptor)
        while connections.count <= index { connections.append(nil) }
        connections[index] = connection
        openConnections += 1
        counters.connections += 1
        if options.mode == .oneReply { current = connection }
        observe(.accepted(connection.peer), [])
      } catch {
        // This one is gone again; the next may be well.
        noteFailedAccept(error, observe)
        continue
      }
    }
  }

  private mutating func noteFailedAccept(_ error: SocketError, _ observe: (Event, ArraySlice<UInt8>) -> Void) {
    counters.trouble.count(failedAccept: error)
    if !hasToldAcceptFailure { observe(.acceptFailed(error), []) }
    hasToldAcceptFailure = true
  }

  private var hasRoom: Bool {
    openConnections < options.connectionLimit && current == nil && !isStopping && !options.faults.neverAccepts
      && acceptPause.map { now >= $0 } ?? true
  }

  /// Looks at the queue of new connections only while one of them could be taken.
  private mutating func listenAsNeeded(_ observe: (Event, ArraySlice<UInt8>) -> Void) throws(SocketError) {
    let wasFull = isFull
    isFull = openConnections >= options.connectionLimit
    if isFull, !wasFull {
      counters.trouble.timesFull += 1
      if !hasToldFull { observe(.full, []) }
      hasToldFull = true
    }
    guard hasRoom != isAccepting else { return }
    isAccepting.toggle()
    try readiness.change(listener, isAccepting ? .readable : [])
  }

  /// The session is over: FIN after the last byte, and what the client still sends is thrown away.
  mutating func finish(
    _ connection: TCPServerConnection, _ ending: Ending, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) {
    if options.faults.resets || options.faults.neverReads {
      drop(connection, ending, observe)
      return
    }
    connection.sayFIN()
    connection.phase = .draining(until: now + drainLimit(after: ending))
    tellEnd(of: connection, ending, observe)
    do throws(SocketError) {
      try attend(to: connection)
    } catch {
      forget(connection)
    }
  }

  private mutating func tellEnd(
    of connection: TCPServerConnection, _ ending: Ending, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) {
    if current === connection { current = nil }
    counters.trouble.count(ending)
    observe(.ended(connection.peer, ending, received: connection.received, sent: connection.sent), [])
  }

  /// Closes without ado: nothing is left to be read or said.
  mutating func drop(
    _ connection: TCPServerConnection, _ ending: Ending, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) {
    if !connection.isDraining { tellEnd(of: connection, ending, observe) }
    if options.faults.resets, !ending.isReset { counters.faults.resets += 1 }
    forget(connection)
  }

  mutating func forget(_ connection: TCPServerConnection) {
    if current === connection { current = nil }
    if connection.delayedCost > 0 { forgetDelayed(for: connection) }
    readiness.remove(connection.socket)
    connections[Int(connection.socket.descriptor)] = nil
    openConnections -= 1
  }

  /// Ends what has taken too long.
  private mutating func sweep(_ observe: (Event, ArraySlice<UInt8>) -> Void) {
    for case let connection? in connections {
      switch connection.phase {
      case .draining(let deadline):
        if now >= deadline { forget(connection) }
      case .serving, .leaving:
        if hasVanished(connection) {
          // There is nobody who could be told by FIN.
          try? connection.socket.resetOnClose()
          drop(connection, .failed(SocketError(timedOut: .recv)), observe)
          continue
        }
        guard now - connection.lastProgress >= options.idleLimit, connection.delayedCost == 0 else { continue }
        if connection.hasPending {
          // The kernel still holds bytes for it, and would for minutes.
          try? connection.socket.resetOnClose()
          drop(connection, .notReading, observe)
        } else {
          finish(connection, .silent, observe)
        }
      }
    }
  }

  private func hasVanished(_ connection: TCPServerConnection) -> Bool {
    guard let vanishLimit, now - connection.lastProgress >= vanishLimit else { return false }
    return connection.socket.hasVanished(after: vanishLimit)
  }

  private mutating func takeLeave(_ observe: (Event, ArraySlice<UInt8>) -> Void) {
    for case let connection? in connections where connection.isServing {
      if case .chat(let goodbye) = options.mode, !connection.hasUnsent { try? send(goodbye[...], to: connection) }
      if connection.hasUnsent {
        connection.phase = .leaving(.stopped)
        try? attend(to: connection)
      } else {
        finish(connection, .stopped, observe)
      }
    }
  }
}
