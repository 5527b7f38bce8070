public import SessionLog
public import Wire

/// A UDP echo server (RFC 862): every datagram back to where it came from.
public struct UDPServer: ~Copyable {
  /// Something to tell. The datagram comes beside it.
  public enum Event: Hashable, Sendable {
    /// Of a server that was asked for bad behaviour: what came. `echoed` is told beside it then, once for each time that
    /// something went back, and with what that was.
    case received(Endpoint)
    case echoed(Endpoint)
    /// A datagram from a port whose owner would answer the answer, and so on for ever, or from port 0, which nobody can
    /// be answered at.
    case notAnswered(Endpoint)
    /// The kernel did not take the answer.
    case failed(Endpoint, SocketError)
  }

  /// What the server has done.
  public struct Counters: Hashable, Sendable {
    public internal(set) var received = 0
    public internal(set) var answered = 0
    public internal(set) var notAnswered = 0
    public internal(set) var failed = 0
    public internal(set) var bytesReceived = 0
    public internal(set) var bytesSent = 0
    /// What is received is answered, not answered, failed or dropped here, each datagram one of the four.
    public internal(set) var faults = FaultCounters()
  }

  /// Where it is bound.
  public let endpoint: Endpoint
  public internal(set) var counters = Counters()

  let socket: Socket
  /// More than a UDP length field can say, so that nothing is cut.
  var buffer = [UInt8](repeating: 0, count: 65_536)
  let faults: FaultPlan
  var dice: FaultDice
  var delayed: DelayedMessages<SocketAddress>

  /// No port at all, and the services that answer whatever comes: echo (RFC 862), daytime (RFC 867), quote of the day
  /// (RFC 865), chargen (RFC 864) and time (RFC 868).
  private static let unansweredPorts: Set<UInt16> = [0, 7, 13, 17, 19, 37]
  /// How often `run` looks whether it is still wanted when nothing comes.
  static let tick = Duration.milliseconds(100)

  /// Binds: datagrams are taken from here on, and answered by `run`.
  public init(
    host: String, port: UInt16, prefersIPv6: Bool = false, faults: FaultPlan = FaultPlan(),
    recorder: SocketRecorder? = nil
  ) throws(SocketError) {
    let address = try SocketAddress.resolve(host, port: port, prefersIPv6: prefersIPv6)[0]
    let socket = try Socket(.udp, for: address, recorder: recorder)
    if address.endpoint.address.isIPv6 { try socket.acceptIPv4Too() }
    try socket.bind(to: address)
    // Waiting in `recvfrom` itself, not in a call before it, makes two calls an echo, which is as fast as it gets.
    try socket.waitToReceive(atMost: Self.tick)
    endpoint = try socket.localAddress().endpoint
    if faults.neverReads { socket.record(fault: "never-read") }
    self.socket = socket
    self.faults = faults
    dice = FaultDice(faults)
    delayed = DelayedMessages(faults.delay)
  }

  /// Serves until `isWanted` is false, which is looked at after every datagram, ten times a second, and after signals.
  public mutating func run(
    _ observe: (Event, ArraySlice<UInt8>) -> Void, while isWanted: () -> Bool
  ) throws(SocketError) {
    if !faults.isEmpty {
      try runBadly(observe, while: isWanted)
      return
    }
    while isWanted() {
      guard let (count, sender) = try receive() else { continue }
      observe(answer(count, to: sender), buffer[..<count])
    }
  }

  /// The next datagram, counted; nil if none comes in time.
  mutating func receive() throws(SocketError) -> (count: Int, sender: SocketAddress)? {
    let datagram: (count: Int, sender: SocketAddress)?
    do throws(SocketError) {
      datagram = try socket.receiveDatagram(into: &buffer)
    } catch {
      // An ICMP error about an earlier answer; some systems report it here. It says nothing about this socket.
      guard error.reason == .refused || error.reason == .reset else { throw error }
      return nil
    }
    guard let datagram else { return nil }
    counters.received += 1
    counters.bytesReceived += datagram.count
    return datagram
  }

  /// Whether whoever is there may be answered.
  func isAnswered(_ peer: Endpoint) -> Bool {
    !Self.unansweredPorts.contains(peer.port) && peer.port != endpoint.port
  }

  private mutating func answer(_ count: Int, to sender: SocketAddress) -> Event {
    let peer = sender.endpoint
    guard isAnswered(peer) else {
      counters.notAnswered += 1
      return .notAnswered(peer)
    }
    do throws(SocketError) {
      while try !socket.send(buffer[..<count], to: sender) {}
      counters.answered += 1
      counters.bytesSent += count
      return .echoed(peer)
    } catch {
      counters.failed += 1
      return .failed(peer, error)
    }
  }
}
