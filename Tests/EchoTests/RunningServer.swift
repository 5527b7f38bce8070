import Foundation
import SessionLog
import Synchronization
import Testing
import Wire

@testable import Echo

/// A server on a thread of its own while a test talks to it, and what it has told so far.
final class RunningServer<Event: Hashable & Sendable, Counters: Sendable>: @unchecked Sendable {
  struct Told: Hashable, Sendable {
    let event: Event
    let bytes: [UInt8]
  }

  /// What was waited for has not been told.
  struct Silence: Error {
    let told: [Told]
  }

  private let isWanted = Atomic<Bool>(true)
  /// Guards all that follows.
  private let changed = NSCondition()
  private var said: [Told] = []
  private var place: Endpoint?
  private var result: Result<Counters, SocketError>?

  fileprivate init() {}

  /// Calls `serve` on a new thread; it hands over its endpoint as soon as it has one.
  fileprivate func start(_ serve: @escaping @Sendable (RunningServer) throws(SocketError) -> Counters) throws {
    Thread.detachNewThread {
      let result: Result<Counters, SocketError>
      do throws(SocketError) {
        result = .success(try serve(self))
      } catch {
        result = .failure(error)
      }
      self.change { self.result = result }
    }
    _ = try waited { place != nil || result != nil }
    if case .failure(let error) = result { throw error }
  }

  fileprivate var isRunning: Bool { isWanted.load(ordering: .relaxed) }

  fileprivate func note(_ place: Endpoint) { change { self.place = place } }

  fileprivate func tell(_ event: Event, _ bytes: ArraySlice<UInt8>) {
    change { said.append(Told(event: event, bytes: Array(bytes))) }
  }

  private func change(_ body: () -> Void) {
    changed.lock()
    body()
    changed.broadcast()
    changed.unlock()
  }

  private func waited(for condition: () -> Bool) throws -> [Told] {
    let deadline = Date(timeIntervalSinceNow: Peer.patience / .seconds(1))
    changed.lock()
    defer { changed.unlock() }
    while !condition() {
      guard changed.wait(until: deadline) else { throw Silence(told: said) }
    }
    return said
  }

  var endpoint: Endpoint { changed.withLock { place! } }

  var told: [Told] { changed.withLock { said } }

  var events: [Event] { told.map(\.event) }

  /// What stood beside all events that were `event`.
  func bytes(of event: Event) -> [UInt8] { told.flatMap { $0.event == event ? $0.bytes : [] } }

  /// Waits until `condition` holds of what has been told.
  func wait(for condition: ([Event]) -> Bool) throws { _ = try waited { condition(said.map(\.event)) } }

  /// Waits until `event` has been told `count` times.
  func wait(for event: Event, times count: Int = 1) throws {
    try wait { $0.count { $0 == event } >= count }
  }

  /// Ends the server, and waits until it has ended; what it has counted.
  @discardableResult
  func stop() throws -> Counters {
    isWanted.store(false, ordering: .relaxed)
    _ = try waited { result != nil }
    return try result!.get()
  }
}

typealias RunningTCPServer = RunningServer<TCPServer.Event, TCPServer.Counters>
typealias RunningUDPServer = RunningServer<UDPServer.Event, UDPServer.Counters>

extension RunningTCPServer {
  /// Binds to a free port, and serves.
  convenience init(
    _ mode: TCPServer.Mode, host: String = "127.0.0.1", calls: RecordedCalls? = nil,
    _ change: (inout TCPServer.Options) -> Void = { _ in }
  ) throws {
    self.init()
    var options = TCPServer.Options()
    options.mode = mode
    change(&options)
    let wanted = options
    try start { running throws(SocketError) in
      var server = try TCPServer(host: host, port: 0, options: wanted, recorder: calls?.recorder)
      running.note(server.endpoint)
      try server.run(running.tell, while: { running.isRunning })
      return server.counters
    }
  }

  /// How the sessions ended, in that order.
  var endings: [TCPServer.Ending] {
    events.compactMap { if case .ended(_, let ending, _, _) = $0 { ending } else { nil } }
  }

  /// Waits until as many sessions have ended.
  func waitForEnds(_ count: Int = 1) throws {
    try wait { $0.count { if case .ended = $0 { true } else { false } } >= count }
  }
}

extension RunningUDPServer {
  convenience init(
    host: String = "127.0.0.1", port: UInt16 = 0, faults: FaultPlan = FaultPlan(), calls: RecordedCalls? = nil
  ) throws {
    self.init()
    try start { running throws(SocketError) in
      var server = try UDPServer(host: host, port: port, faults: faults, recorder: calls?.recorder)
      running.note(server.endpoint)
      try server.run(running.tell, while: { running.isRunning })
      return server.counters
    }
  }
}
