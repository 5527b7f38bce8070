import SessionLog
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// What is written down of a call, where someone asked for it.
extension Socket {
  /// When a call is about to be made; 0 where nobody asks.
  @inline(__always)
  func callTime() -> Int64 { trace == nil ? 0 : Self.now() }

  /// Writes down a call that returned `result`, unless it only found that it would have to wait. `errno` stays as it is.
  @inline(__always)
  func record(
    _ kind: SessionEvent.Kind, _ called: Int64, _ result: Int, _ complete: (inout SessionEvent) -> Void = { _ in }
  ) {
    guard let trace else { return }
    let (returned, code) = (Self.now(), errno)
    defer { errno = code }
    if result < 0, Self.wouldWait(code) { return }
    var event = trace.event(kind, calledAt: called)
    event.returnedAt = returned
    complete(&event)
    if result < 0 {
      event.errno = code
      event.error = SocketError(kind.call, errno: code).systemText
    } else if kind.movesBytes {
      event.bytes = result
    }
    trace.recorder.record(event)
  }

  /// Writes down how far `connect` has come.
  func recordConnect(_ kind: SessionEvent.Kind, _ error: SocketError? = nil) {
    guard let trace, !trace.isConnected else { return }
    let returned = Self.now()
    // The kernel has chosen this end with the call; where the connection has failed already, it has forgotten it again.
    noteLocalAddress()
    if kind == .connectEstablished { trace.isConnected = true }
    var event = trace.event(kind, calledAt: trace.connectCalledAt)
    if kind != .connectStarted { event.returnedAt = returned }
    if kind == .connectEstablished { event.tcpInfo = tcpInfo() }
    (event.errno, event.error) = (error?.code, error?.systemText)
    trace.recorder.record(event)
  }

  /// Writes down what was done to a message that goes out.
  func record(faultsOf message: FaultyMessage, isDelayed: Bool, to peer: Endpoint? = nil) {
    guard trace != nil else { return }
    for name in message.faults(isDelayed: isDelayed) { record(fault: name, bytes: message.bytes.count, of: peer) }
  }

  /// Writes down that a message of `bytes` was treated badly, as was asked for.
  func record(fault name: String, bytes: Int? = nil, of peer: Endpoint? = nil) {
    guard let trace else { return }
    var event = trace.event(.fault, calledAt: Self.now())
    event.fault = name
    event.bytes = bytes
    if let peer { event.remote = peer }
    trace.recorder.record(event)
  }

  /// Asks the kernel for this end, which `bind`, `connect` or `accept` may have decided.
  func noteLocalAddress() {
    guard let trace, let local = try? localAddress().endpoint, local.port != 0 else { return }
    trace.local = local
  }
}

extension SessionEvent.Kind {
  fileprivate var movesBytes: Bool {
    switch self {
    case .send, .recv, .sendto, .recvfrom: true
    default: false
    }
  }

  fileprivate var call: SocketCall {
    switch self {
    case .connectStarted, .connectEstablished, .connectFailed: .connect
    default: SocketCall(rawValue: rawValue) ?? .socket
    }
  }
}
