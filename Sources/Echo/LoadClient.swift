import Histogram
public import SessionLog
public import Wire

/// A load generator: it sends many messages to an echo server over many connections or sockets, one at a time on each,
/// and waits for each to come back.
///
/// One loop that waits for all its sockets, and no thread of its own. What it holds does not grow with the number of
/// messages: a message, twice, and a buffer for receiving, 256 KiB at most, for all; a histogram of at most 320 KiB; for each
/// connection its counters; and the numbers of the messages that were given up last and may still be answered, 65,536 in
/// all or 16 for each connection, whichever is more.
public struct LoadClient: ~Copyable {
  public let options: Options
  /// The server's address.
  public let peer: Endpoint

  let transport: Transport
  let server: SocketAddress
  /// This end, where the user chose it.
  let local: SocketAddress?
  let timeout: Duration
  let recorder: SocketRecorder?
  var readiness: Readiness
  var slots: [LoadSlot]
  /// The slot of each descriptor.
  var owners: [Int?] = []
  var due: DueTimes
  var message: LoadMessage
  var buffer: [UInt8]
  var report: LoadReport
  var roundTrips: Histogram<UInt64>
  /// Slots that have begun.
  var begun = 0
  /// Messages that no slot has taken yet.
  var left: Int
  var openSlots: Int
  var now = ContinuousClock.now
  var start: ContinuousClock.Instant?
  /// The first failure since a message was answered.
  var troubleStart: ContinuousClock.Instant?
  /// When a message was last answered or given up.
  var lastEnd: ContinuousClock.Instant?
  /// The server closes a connection after its first answer.
  var closesAfterAnswer = false
  /// The user has ended the load.
  var stopDeadline: ContinuousClock.Instant?

  /// Opens the first connection: where no server is to be reached at all, this is where it shows.
  public init(
    _ transport: Transport, _ client: ClientOptions, _ options: Options, recorder: SocketRecorder? = nil
  ) throws(SocketError) {
    precondition(!options.message.isEmpty, "a message of no bytes has no echo")
    precondition(options.count > 0 && options.concurrency > 0, "a load of nothing")
    let count = min(options.concurrency, options.count)
    // Beside the sockets: the poller, standard input and output, and whatever the caller has.
    Socket.allowDescriptors(count + 64)
    let first = try client.connect(transport.kind, recorder)
    let (localAddress, peer) = (first.local.address, first.peer)
    let connection = LoadConnection(first.socket)
    var readiness = try Readiness()
    try readiness.add(connection.socket, .readable)
    // With the zone of a link-local address.
    server = (try? connection.socket.peerAddress()) ?? SocketAddress(peer)
    self.peer = peer
    let isChosen = client.localHost != nil || client.localPort != 0
    local =
      isChosen ? SocketAddress(Endpoint(address: localAddress, port: client.localPort), zone: server.zone) : nil
    self.readiness = readiness
    self.transport = transport
    self.recorder = recorder
    self.options = options
    timeout = client.timeout
    let memory = max(16, Self.memory / count)
    slots = (0..<count).map { LoadSlot(index: $0, memory: memory) }
    openSlots = count
    // One more for the beginning of the others.
    due = DueTimes(count: count + 1)
    message = LoadMessage(options.message)
    buffer = [UInt8](repeating: 0, count: options.message.count > 65_536 ? 262_144 : 65_536)
    left = options.count
    report = LoadReport(
      count: options.count, concurrency: options.concurrency, size: options.message.count, interval: options.interval,
      timeout: timeout)
    if options.message.count < LoadMessage.numberLength {
      (report.late, report.duplicated, report.reordered) = (nil, nil, nil)
    }
    roundTrips = Histogram(highestTrackableValue: UInt64(max(2 * timeout.nanoseconds, 1_000_000)))
    adopt(connection, slots[0])
    report.connections = 1
  }

  /// Sends and receives until every message is answered or given up, or `isWanted` is false, which is looked at ten
  /// times a second and after every signal; what is on its way then has half a second.
  public mutating func run(while isWanted: () -> Bool) throws(SocketError) -> LoadReport {
    var ready: [Int32] = []
    now = .now
    beginMore(transport == .udp ? slots.count : Self.ramp)
    while openSlots > 0, report.ending != .gaveUp {
      if stopDeadline == nil, !isWanted() { stop() }
      if let stopDeadline, now >= stopDeadline { break }
      try readiness.wait(atMost: max(min(Self.tick, (due.earliest ?? now + Self.tick) - now), .zero), &ready)
      now = .now
      for descriptor in ready {
        if let owner = owners[Int(descriptor)] { serve(slots[owner]) }
      }
      while let item = due.take(at: now) {
        if item < slots.count {
          expire(slots[item])
        } else {
          beginMore(Self.ramp)
        }
      }
    }
    report.abandoned = slots.count { $0.ledger.current != nil }
    finishReport()
    return report
  }

  private mutating func stop() {
    report.ending = .stopped
    stopDeadline = now + Self.leaveLimit
    left = 0
    begun = slots.count
    for slot in slots where slot.phase != .awaiting && slot.phase != .gone { depart(slot) }
  }

  /// An echo that is found together with the end of its time may have taken a little longer.
  mutating func noteRoundTrip(_ time: Duration) {
    roundTrips.record(UInt64(min(max(time.nanoseconds, 1), Int64(roundTrips.highestTrackableValue))))
  }

  private mutating func finishReport() {
    if let start, let lastEnd { report.duration = lastEnd - start }
    guard roundTrips.totalCount > 0 else { return }
    let percentiles = [50, 90, 99].map { Int64(roundTrips.valueAtPercentile($0)) }
    let (least, greatest) = (Int64(roundTrips.minNonZero), Int64(roundTrips.maxRecorded))
    // A percentile is the upper end of its range in the histogram, which may be beyond the greatest.
    report.roundTrip = .init(
      min: least, p50: min(percentiles[0], greatest), p90: min(percentiles[1], greatest),
      p99: min(percentiles[2], greatest), max: greatest)
  }
}

// A slot's way from one message to the next.
extension LoadClient {
  /// Lets `count` more slots begin; where a server has a short queue of new connections, a crowd of them would overrun
  /// it, and wait for a second until TCP tries again.
  mutating func beginMore(_ count: Int) {
    for slot in slots[begun...].prefix(left > 0 ? count : slots.count) {
      begun += 1
      begin(slot)
    }
    if begun < slots.count { due.set(slots.count, now + Self.rampPause) }
  }

  /// Sends the next message, as soon as it may be, or leaves where there is none.
  mutating func begin(_ slot: LoadSlot) {
    if !slot.isCharged || stopDeadline != nil {
      guard left > 0 else {
        leave(slot)
        return
      }
      if let interval = options.interval, let start = slot.start, start + interval > now {
        wait(slot, .resting, until: start + interval)
        return
      }
      left -= 1
      slot.isCharged = true
    }
    if let connection = slot.connection {
      send(slot, connection)
    } else {
      open(slot)
    }
  }

  func needsProof(_ connection: LoadConnection) -> Bool {
    transport == .tcp && !connection.isKept && connection.answers == 1
  }

  /// The message is over, one way or the other.
  mutating func proceed(_ slot: LoadSlot) {
    lastEnd = now
    if let connection = slot.connection, needsProof(connection), left > 0 {
      wait(slot, .probing, until: now + (closesAfterAnswer ? Self.closingPatience : Self.courtesy))
    } else {
      begin(slot)
    }
  }

  mutating func wait(_ slot: LoadSlot, _ phase: LoadSlot.Phase, until time: ContinuousClock.Instant) {
    slot.phase = phase
    due.set(slot.index, time)
  }

  /// Nothing is left to be sent; what was given up may still be answered, and whoever answers twice does so soon.
  mutating func leave(_ slot: LoadSlot) {
    guard slot.connection != nil, stopDeadline == nil else {
      depart(slot)
      return
    }
    let isLong = !slot.ledger.givenUp.isEmpty || report.duplicated ?? 0 > 0
    wait(slot, .leaving, until: now + (isLong ? timeout : Self.courtesy))
  }

  mutating func depart(_ slot: LoadSlot) {
    close(slot)
    slot.phase = .gone
    due.remove(slot.index)
    openSlots -= 1
  }

  /// A time has come.
  private mutating func expire(_ slot: LoadSlot) {
    switch slot.phase {
    case .resting, .pausing: begin(slot)
    case .probing:
      slot.connection?.isKept = true
      begin(slot)
    case .connecting, .blocked: fail(slot, .init(timedOut: slot.phase == .connecting ? .connect : .send))
    case .awaiting: giveUp(slot)
    case .leaving: depart(slot)
    case .gone: break
    }
  }

  /// The message on its way was waited for as long as agreed.
  private mutating func giveUp(_ slot: LoadSlot) {
    if transport == .udp
      || message.isNumbered && slot.sent == options.message.count && slot.connection?.answer.count == 0
    {
      slot.ledger.giveUp()
    } else {
      // Nobody could tell where the next answer begins.
      close(slot)
    }
    proceed(slot)
  }

  /// Trouble with a slot's connection. Its message is lost if it was on its way; if not, it is sent later.
  mutating func fail(_ slot: LoadSlot, _ error: SocketError) {
    report.lastError = error
    fail(slot, .error(error.reason))
    // Nothing could be done about it by trying again.
    if error.reason == .messageTooLong { report.ending = .gaveUp }
  }

  mutating func fail(_ slot: LoadSlot, _ failure: LoadReport.Failure) {
    report.failures[failure, default: 0] += 1
    let wasAwaiting = slot.phase == .awaiting
    if transport == .udp {
      slot.ledger.lose()
    } else {
      close(slot)
    }
    if wasAwaiting { lastEnd = now }
    let troubleStart = troubleStart ?? now
    self.troubleStart = troubleStart
    if stopDeadline == nil, now - troubleStart >= timeout {
      report.ending = .gaveUp
      return
    }
    switch slot.phase {
    case .connecting, .blocked, .awaiting: wait(slot, .pausing, until: now + Self.pause)
    case .probing: begin(slot)
    case .leaving: if transport == .tcp { depart(slot) }
    // Each has a time that will come.
    case .resting, .pausing, .gone: break
    }
  }
}
