import ArgumentParser
import Conversations
import Dispatch
import Echo
import Report
import SessionLog
import Synchronization
import Wire

/// One session of a server and a client of this process, each on a thread of its own, and what their sockets did.
final class LabSession: Sendable {
  /// What the session is to be.
  struct Plan: Sendable {
    let transport: TransportProtocol
    let message: [UInt8]
    /// The descriptor that chat messages are read from; nil for the one message.
    let chatInput: Int32?
    let serverFaults: FaultPlan
    let clientFaults: FaultPlan
  }

  private struct State {
    var server: RecordedSession
    var client: RecordedSession
    var endpoint: Endpoint?
    var failures: [SocketError] = []
    var hasStarted = false
    /// The client is done, so the server may go.
    var isClientDone = false
    var isServerDone = false
  }

  let plan: Plan
  private let state: Mutex<State>
  private let serverIsUp = DispatchSemaphore(value: 0)

  /// How long an end waits for the other.
  private static let patience = Duration.seconds(2)
  private static let host = "127.0.0.1"

  /// `path` says where each program's log will be kept; nil where it is not.
  init(_ plan: Plan, path: (SessionHeader.Role) -> String?) {
    self.plan = plan
    let (server, client) = (path(.server), path(.client))
    state = Mutex(
      State(
        server: Self.recording(.server, plan.transport, server),
        client: Self.recording(.client, plan.transport, client)))
  }

  private static func recording(
    _ role: SessionHeader.Role, _ transport: TransportProtocol, _ path: String?
  ) -> RecordedSession {
    RecordedSession(
      path: path,
      header: SessionHeader(
        program: EchoAnalyze.program, role: role, protocol: transport == .tcp ? .tcp : .udp, process: processNumber()))
  }

  /// What each program's sockets have done so far, the server's first.
  var recordings: [RecordedSession] { state.withLock { [$0.server, $0.client] } }
  var failures: [SocketError] { state.withLock { $0.failures } }
  var hasStarted: Bool { state.withLock { $0.hasStarted } }
  /// A call was to put something on the wire.
  var hasSent: Bool {
    recordings.contains { recording in
      recording.events.contains { event in
        switch event.event {
        case .send, .sendto: !event.hasFailed
        case .connectStarted: plan.transport == .tcp
        default: false
        }
      }
    }
  }
  var isOver: Bool { state.withLock { $0.isClientDone && $0.isServerDone } }

  /// A port that is free, and kept from other programs until the server takes it.
  struct ReservedPort: ~Copyable {
    private enum Holder: ~Copyable {
      case tcp(TCPServer)
      case udp(UDPServer)
    }

    let number: UInt16
    private let holder: Holder

    init(_ transport: TransportProtocol) throws(SocketError) {
      switch transport {
      case .tcp:
        let server = try TCPServer(host: host, port: 0, options: TCPServer.Options())
        number = server.endpoint.port
        holder = .tcp(server)
      case .udp:
        let server = try UDPServer(host: host, port: 0)
        number = server.endpoint.port
        holder = .udp(server)
      }
    }

    /// Lets go of it.
    consuming func release() -> UInt16 { number }
  }

  /// Starts the server on `port`, and waits until it is there.
  func startServer(_ port: consuming ReservedPort) {
    let port = port.release()
    state.withLock { $0.hasStarted = true }
    DispatchQueue(label: "server").async {
      self.note { () throws(SocketError) in try self.serve(port) }
      self.state.withLock { $0.isServerDone = true }
      self.serverIsUp.signal()
    }
    serverIsUp.wait()
  }

  /// Starts the client, unless the server could not begin.
  func startClient() {
    guard let endpoint = state.withLock({ $0.endpoint }) else {
      state.withLock { $0.isClientDone = true }
      return
    }
    DispatchQueue(label: "client").async {
      self.note { () throws(SocketError) in try self.talk(to: endpoint) }
      self.state.withLock { $0.isClientDone = true }
    }
  }

  private func note(_ body: () throws(SocketError) -> Void) {
    do throws(SocketError) {
      try body()
    } catch {
      // What a fault brings about between the two was asked for, and stands among the calls.
      if !(plan.serverFaults.isEmpty && plan.clientFaults.isEmpty), error.call.movesBytes { return }
      state.withLock { $0.failures.append(error) }
    }
  }

  private func serve(_ port: UInt16) throws(SocketError) {
    let recorder = SocketRecorder { event in self.state.withLock { $0.server.add(event) } }
    let isWanted = { !self.state.withLock { $0.isClientDone } }
    switch plan.transport {
    case .tcp:
      var options = TCPServer.Options()
      if plan.chatInput != nil {
        options.mode = .chat(goodbye: ConsoleLines(language: .english, style: .praktikum).goodbye())
      }
      options.faults = plan.serverFaults
      var server = try TCPServer(host: Self.host, port: port, options: options, recorder: recorder)
      tellServerIsUp(server.endpoint)
      try server.run({ _, _ in }, while: isWanted)
    case .udp:
      var server = try UDPServer(host: Self.host, port: port, faults: plan.serverFaults, recorder: recorder)
      tellServerIsUp(server.endpoint)
      try server.run({ _, _ in }, while: isWanted)
    }
  }

  private func tellServerIsUp(_ endpoint: Endpoint) {
    state.withLock { $0.endpoint = endpoint }
    serverIsUp.signal()
  }

  private func talk(to server: Endpoint) throws(SocketError) {
    let recorder = SocketRecorder { event in self.state.withLock { $0.client.add(event) } }
    var options = ClientOptions(host: Self.host, port: server.port)
    options.timeout = Self.patience
    options.faults = plan.clientFaults
    switch (plan.transport, plan.chatInput) {
    case (.tcp, let input?):
      var client = try ChatClient(options, recorder: recorder)
      if case .failed(let error) = client.run(input: input, { _, _ in }) { throw error }
    case (.tcp, nil):
      var client = try TCPClient(options, recorder: recorder)
      let outcome = client.echo(plan.message) { _ in }
      if outcome.ending == .complete { _ = try? client.finish() }
      client.close()
      if case .failed(let error) = outcome.ending { throw error }
    case (.udp, _):
      var client = try UDPClient(options, recorder: recorder)
      _ = try client.echo(plan.message)
      client.close()
    }
  }
}

extension SocketCall {
  /// It is about what goes over a connection, and not about having one.
  fileprivate var movesBytes: Bool {
    switch self {
    case .send, .recv, .sendto, .recvfrom, .shutdown: true
    default: false
    }
  }
}
