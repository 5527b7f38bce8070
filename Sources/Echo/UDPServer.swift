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
    /// A datagram from a port whose owner would answer the answer, and so on for ever, or from port 0 or an address of
    /// zeros, which nobody can be answered at.
    case notAnswered(Endpoint)
    /// The kernel did not take the answer, or had no room for it in time.
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
    /// ICMP errors about answers that had been sent: the port is closed, nobody has the address, or no way leads there.
    public internal(set) var undeliverable = 0
    /// How often the kernel had no memory to receive.
    public internal(set) var failedReceives = 0
    /// Datagrams that came and could not be received, nearly always because they came faster than they were fetched, and
    /// the kernel's buffer was full. Known when `run` returns, modulo 2³², and nil where the system does not say.
    public internal(set) var missed: Int?
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
    try socket.waitToSend(atMost: Self.tick)
    // Only to count them: a system that does not know it serves as well.
    try? socket.reportDeliveryFailures(isIPv6: address.endpoint.address.isIPv6)
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
    } else {
      while isWanted() {
        guard let (count, sender) = try receive() else { continue }
        observe(answer(count, to: sender), buffer[..<count])
      }
    }
    counters.undeliverable += socket.takeDeliveryFailures()
    counters.missed = socket.droppedByKernel()
  }

  /// Whether whoever is there may be answered.
  func isAnswered(_ peer: Endpoint) -> Bool {
    !Self.unansweredPorts.contains(peer.port) && peer.port != endpoint.port && !Self.isNobody(peer.address)
  }

  /// No machine has this address (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.2); who sends to it reaches himself.
  private static func isNobody(_ address: IPAddress) -> Bool {
    address.rawValue == 0 || address.isIPv6 && address.rawValue == 0xffff_0000_0000
  }

  private mutating func answer(_ count: Int, to sender: SocketAddress) -> Event {
    let peer = sender.endpoint
    guard isAnswered(peer) else {
      counters.notAnswered += 1
      return .notAnswered(peer)
    }
    do throws(SocketError) {
      try send(buffer[..<count], to: sender)
      counters.answered += 1
      return .echoed(peer)
    } catch {
      counters.failed += 1
      return .failed(peer, error)
    }
  }
}
